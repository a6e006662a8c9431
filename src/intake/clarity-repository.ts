import { nameOf } from "../core/path.ts";
import { type GoalText, wordsOf } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { isWorkVerb } from "./lexicon.ts";
import type { ClarityRule } from "./unclear.ts";

const makes =
  /\b(add|adds|wrote|written|create|creates|write|introduce|generate|new|make|scaffold|init\w*|bootstrap|set up|extract|split|move|rename|copy|save|output|into|as|to|called|named|import|imports)\b/i;
/** The same in other languages, beyond the verbs that are translated. */
const makesElsewhere =
  /(?<!\p{L})(?:neu(?:e[nmrs]?)?|eigene[nmrs]?|nouv(?:eau|el|elle)s?|nuev[oa]s?|nov[oa]s?|nuov[oiae]|now(?:y|a|e|ego|ej|ym)|нов(?:ый|ую|ое|ого|ом|ые))(?!\p{L})|新|改成|改为|改名|(?<!\p{L})새(?=\s)/iu;
const removes = /^[^\p{L}\p{N}]*(delete|remove|drop|get rid of)\b/iu;

/** Paths that the goal wants changed and that can't be: outside the repository, git's own, or not there. */
export const pathRule: ClarityRule = (goal, facts) => {
  // Further down, a path is more often part of the story than of the order; nothing outside is written anyway.
  const outside = facts.outside.find((path) => isToBeChanged(goal.title.replaceAll("\\", "/"), path));
  if (outside !== undefined) {
    return {
      rule: "path-outside",
      detail: `${outside} lies outside this repository`,
      question: `${outside} lies outside this repository and is never written. Which part should be done here?`,
    };
  }
  const inGit = /(?:^|[\s`"'])(?<path>\.git\/\S+)/.exec(goal.text)?.groups?.["path"];
  if (inGit !== undefined && isToBeChanged(goal.text, inGit)) {
    return {
      rule: "path-in-git",
      detail: "the goal names git's own folder",
      question: "Files below .git are never written. What should change in the repository itself?",
    };
  }
  const absent = facts.absent.find(
    (one) =>
      !isOneOfNew(goal, one.path, facts) &&
      !isToBeMade(goal, one.path) &&
      !isMetOnly(goal, one.path) &&
      isExpected(goal, one),
  );
  if (absent === undefined) return null;
  if (removes.test(goal.title)) {
    return {
      rule: "already-gone",
      detail: `${absent.path} is not there`,
      question: `${absent.path} is not in the repository, so there is nothing to remove.`,
      nothingToDo: true,
    };
  }
  const hint = absent.nearest === null ? "Which file is meant?" : `Is ${absent.nearest} meant?`;
  return {
    rule: "path-absent",
    detail: `${absent.path} does not exist`,
    question: `There is no ${absent.path} in this repository. ${hint}`,
  };
};

const changes =
  /\b(?:add|append|change|chmod|copy|create|delete|edit|fix|install|migrate|modify|move|overwrite|patch|put|remove|rename|replace|rewrite|save|set|sync|update|write)\b/i;
/** What stands between a verb and a path that the program, and not this work, reads or writes. */
const reads =
  /\b(?:reads?|reading|loads?|loading|looks?|looking|find|finds|parse|parsing|support|supports|respect|honou?r|detect|detection|fall(?:s|ing)? back|cache|when|if|unless|for|instead|lookup|discovery|resolution|handling|like|such|logs?|settings|data|output|results?|sockets?|defaults?)\b/i;

/** Whether the words before a path order a change of it, rather than speak of a program that uses it. */
function isToBeChanged(text: string, path: string): boolean {
  const at = text.indexOf(path);
  if (at < 0) return false;
  const clause =
    text
      .slice(0, at)
      .split(/[;\n]|\.\s/)
      .at(-1) ?? "";
  const verb = [...clause.matchAll(new RegExp(changes.source, "gi"))].at(-1);
  return verb !== undefined && !reads.test(clause.slice(verb.index));
}

const meetsIt =
  /\b(?:supports?|reads?|loads?|pars(?:e|es|ing)|detects?|respects?|honou?rs?|ignores?|skips?|handles?|recogni[sz]es?|finds?|look(?:s|ing)?|search(?:es)?|discovers?|accepts?|allows?|requires?|when|if|unless|without|missing|absent|no|generates?|emits?|produces?|outputs?|like|instead|either|or)\b[^.;]{0,60}$/i;
const isMissing =
  /^["'`]?\s*(?:files?\s+)?(?:(?:is|are|was|isn't|doesn't)\b|missing|absent|not found|exists?|files?\b.{0,20}\bsupport)/i;

/** Whether a path that isn't there is one that the program may meet, and not the place to work at. */
function isMetOnly(goal: GoalText, path: string): boolean {
  const at = goal.text.indexOf(path);
  return meetsIt.test(goal.text.slice(0, Math.max(at, 0))) || isMissing.test(goal.text.slice(at + path.length));
}

const clauseEnd = /[;\n]|\.\s|,\s*(?:and\s+)?(?:then|afterwards|after that|finally)\b/i;
/** A path that code names in a quotation, and one that is the first of its kind. */
const namedByTheWay =
  /\b(?:require|import|include|from|use|source|load)\s*[(<]?\s*["'`]?[./]*$|\b(?:an?|new|another)\s+["'`]?$|\b(?:bump|upgrade|install|downgrade|pin)\s+["'`]?(?=[^/]*$)$/i;

/**
 * Whether a goal takes a path for one that is there: it orders something of it, or begins with it. A further step says what
 * is to be made, and a path that is nearly called like another one of the goal is that one's successor.
 */
function isExpected(goal: GoalText, { path, nearest }: IntakeFacts["absent"][number]): boolean {
  const before = goal.text.slice(0, Math.max(goal.text.indexOf(path), 0));
  if (namedByTheWay.test(before)) return false;
  if (nearest !== null && goal.text.replaceAll(path, "").includes(nameOf(nearest))) return false;
  const clauses = before.split(clauseEnd);
  return clauses.length === 1 || wordsOf(clauses.at(-1) ?? "").some((word) => isWorkVerb(word));
}

/** Nobody mistypes three. */
const leastNew = 3;
/** Stands for any name: `example_xxx_test.go`. */
const placeholder = /(?:^|[^a-z])(?:x{3,}|foo|bar|NAME|XYZ)(?=[^a-z]|$)/;

/** Whether a path is a pattern of names, or one of several in a folder of which none is there. */
function isOneOfNew(goal: GoalText, path: string, { absent }: Pick<IntakeFacts, "absent">): boolean {
  if (placeholder.test(nameOf(path))) return true;
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const beside = absent.filter((one) => one.path.slice(0, one.path.lastIndexOf("/") + 1) === folder);
  return folder !== "" && beside.length >= leastNew && !removes.test(goal.title);
}

/** Whether the words around a path say that it comes into being. */
function isToBeMade(goal: GoalText, path: string): boolean {
  if ((goal.type !== null && goal.type !== "fix") || becomes(goal.title, path)) return true;
  const at = goal.text.indexOf(path);
  const before = goal.text.slice(Math.max(0, at - 80), Math.max(at, 0));
  if (/\b(?:start|begin|draft|open)\s+(?:an?\s+|the\s+)?["'`]?$/i.test(before)) return true;
  const isMade = makes.test(before) || makes.test(wordsOf(before).join(" ")) || makesElsewhere.test(before);
  return at < 0 || isMade || (goal.body !== "" && goal.body.includes(path) && !goal.title.includes(path));
}

function becomes(title: string, path: string): boolean {
  return new RegExp(String.raw`(→|->|=>|\bto\b)\s*\S*${RegExp.escape(path)}`).test(title);
}

/** What was merged before needs no run; what is not there can't be merged. */
export const branchRule: ClarityRule = (goal, facts) => {
  if (!/^[^\p{L}\p{N}]*(please\s+)?(merge|rebase|land|finish|cherry-pick)\b/iu.test(goal.title)) return null;
  const merged = facts.branches.find(({ state }) => state === "merged");
  if (merged !== undefined) {
    return {
      rule: "already-merged",
      detail: `${merged.name} is an ancestor of the base`,
      question: `${merged.name} is already merged: the base has all of it.`,
      nothingToDo: true,
    };
  }
  const absent = facts.branches.find(({ state }) => state === "absent");
  if (absent === undefined) return null;
  return {
    rule: "branch-absent",
    detail: `there is no branch ${absent.name}`,
    question: `There is no branch ${absent.name} here. Which branch is meant?`,
  };
};

/** What is to be made and is there already. */
export const madeRule: ClarityRule = (_goal, facts) => {
  if (facts.made === null) return null;
  return {
    rule: "already-made",
    detail: facts.made,
    question: `Nothing is left to do: ${facts.made} already.`,
    nothingToDo: true,
  };
};

const saysDone =
  /\((?:it is |was |is )?already [^)]*\)|[,;:–—-]\s*(?:it is |was |is )?already (?:merged|done|fixed|implemented|released|deployed|closed|landed)\b/i;

/** A goal that says itself that it is done: something is wrong with it. */
export const saysDoneRule: ClarityRule = (goal) => {
  const said = saysDone.exec(goal.title)?.[0].replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  if (said === undefined || goal.type !== null) return null;
  return {
    rule: "says-done",
    detail: `the goal says "${said}"`,
    question: `The goal says "${said}". What is left to do?`,
  };
};
