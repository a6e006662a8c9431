import { antecedentRule } from "./clarity-antecedents.ts";
import { wishRule } from "./clarity-wishes.ts";
import { generalRule } from "./clarity-words.ts";
import { type GoalText, readGoalText, wordsOf } from "./goal-text.ts";
import { tellsAStory } from "./issue-body.ts";
import { isWorkVerb } from "./lexicon.ts";
import type { ClarityRule } from "./unclear.ts";

const fence = /^\s*(?:```|~~~)/;
const heading = /^\s*(?:#{1,6}\s+(?<hash>\S.*?)|\*\*(?<bold>[^*]{3,60})\*\*:?)\s*$/u;
/** What a form calls its parts when it uses one sign for a title and for them. */
const label =
  /^(?:bug report|feature request|issue|description|summary|problem|details|title|what\b|how\b|which\b|why\b|is your\b|describe\b)/i;
const maxHeadingWords = 9;

/** What forms ask for to be told beside the matter, whether it was filled in or not. */
const surroundings =
  /^[-*\s]*\**(?:[\w.]+\s+)?(?:versions?|os|operating system|platform|environment|browser|device|node|python|ruby|php|java|\.net|runtime|shell|terminal|arch(?:itecture)?|umgebung|système|entorno|ambiente|版本|环境|バージョン|環境|버전|환경)\**\s*:/iu;

/** What a form says itself, where somebody ought to write. */
const unwritten = [
  String.raw`^[-*\s]*(?:_?no response_?|n\/?a|none|nothing|tbd|todo|\.{2,}|…|-+|_+|\?+|x+|keine angabe|无|暂无|なし|없음)[\s.]*$`,
  String.raw`^[-*\s]*(?:[^:[<]{2,30}[:\s]\s*)?(?:v?x(?:\.[xyz])+|v?x\.y\.z|\[(?:e\.g|z\. ?b|ex|p\. ?ej)\b[^\]]*\]|<[^<>\n]{2,60}>)\s*$`,
  String.raw`^(?:a )?(?:clear and concise )description of (?:what|any)\b|^a clear and concise |^if applicable, add |^add any other (?:context|information) |^steps to reproduce(?: the behaviou?r)?:?$|^(?:explain|tell us|describe) (?:what|how|here)\b|^ex\. i'm always frustrated`,
  String.raw`^(?:\d+[.)]|[-*])\s*(?:(?:go to|click on|scroll down to|enter)\s+['"\x60“‘]?\.{2,}['"\x60”’]?|see error\.?|\.{2,}|…)?$`,
  String.raw`^(?:please |bitte )?(?:put|paste|write|add|insert|describe|provide|enter|fill|replace)\b.{0,60}\bhere\b|^your .{2,40} here\b`,
  String.raw`^[-*]\s*\[[ xX]\]\s`,
].map((pattern) => new RegExp(pattern, "iu"));

/** Code that only holds a place for some. */
const comment = /^\s*(?:\/\/|#|--|\/\*|\*|;|%|<!--|"""|'''|\.{2,}|…|$)/;

const complaints = [generalRule, wishRule, antecedentRule];

/** A form of several parts whose parts are all as they were, or that holds no more than a complaint. */
export const formRule: ClarityRule = (goal, facts) => {
  if (goal.type !== null) return null;
  const parts = partsOf(goal);
  if (parts.length < leastParts) return null;
  // What was written into two parts tells what is and what should be, however short it is.
  const [said = "", second] = parts.filter((part) => /[\p{L}\p{N}]/u.test(part));
  if (second !== undefined || said.split("\n").length > mostLines) return null;
  const left = readGoalText(said);
  const surfaces = facts.surfaces.filter(({ mention }) => said.includes(mention));
  if (said !== "" && !complaints.some((rule) => rule(left, { ...facts, surfaces }) !== null)) return null;
  return {
    rule: "unfilled-form",
    detail:
      said === "" ? "it is a form that nobody filled in" : `it is a form in which only "${left.title}" was written`,
    question: "The form is empty: what happens now, when, and what should happen instead?",
  };
};

/** What stands before the first heading, and below two of them: fewer are no form. */
const leastParts = 3;
/** More lines than these begin to tell something. */
const mostLines = 2;

/** What somebody wrote before the first part of a form and into each of them, without what the form says itself. */
function partsOf({ text }: GoalText): string[] {
  const parts: string[][] = [[]];
  let aside = false;
  for (const line of withoutEmptyFences(text.split(/\r?\n/).map((one) => one.trim()))) {
    const { hash, bold } = heading.exec(line)?.groups ?? {};
    const name = hash ?? bold;
    if (name !== undefined && isPart(name, line)) {
      parts.push([]);
      aside = surroundings.test(`${name}:`);
    } else if (!aside && line !== "" && !surroundings.test(line) && !unwritten.some((one) => one.test(line)))
      parts.at(-1)?.push(line);
  }
  return parts.map((part) => part.join("\n"));
}

/** Whether a heading asks for something, rather than to be the title itself. */
function isPart(name: string, line: string): boolean {
  if (tellsAStory.test(name) || label.test(name)) return true;
  const words = wordsOf(name);
  return !/^\s*#\s/.test(line) && words.length <= maxHeadingWords && !isWorkVerb(words[0] ?? "");
}

/** The lines without those fences that hold comments alone. */
function withoutEmptyFences(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let open: string[] | null = null;
  for (const line of lines) {
    if (!fence.test(line)) (open ?? kept).push(line);
    else if (open === null) open = [];
    else {
      if (!open.every((inner) => comment.test(inner))) kept.push(...open.map((inner) => `\`${inner.trim()}\``));
      open = null;
    }
  }
  return [...kept, ...(open ?? [])];
}
