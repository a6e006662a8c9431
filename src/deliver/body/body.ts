import { shorten } from "../../text/shorten.ts";
import type { BodyFacts, ChangedFile } from "../body-facts.ts";
import { checksPart, figuresPart, goalPart, modePart, namesPart, reviewPart, storiesPart } from "./body-parts.ts";

/** What every forge takes. */
const usualMax = 60_000;

/** The body of a request: what was wanted, what was done, how it was checked, where to begin. */
export function renderBody(
  facts: BodyFacts,
  files: readonly ChangedFile[],
  template: string | null,
  limit = usualMax,
): string {
  const parts = {
    goal: goalPart(facts.goal),
    mode: modePart(facts),
    stories: storiesPart(facts.stories),
    checks: checksPart(facts.checks, facts.unchecked),
    review: reviewPart(files),
    figures: figuresPart(facts),
  };
  const body = [
    parts.goal,
    parts.mode,
    parts.stories,
    parts.checks,
    namesPart(facts),
    parts.review,
    `---\n${parts.figures}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
  if (template === null) return shorten(body, limit);
  const filled = template.replace(/\{(body|goal|mode|stories|checks|review|figures)\}/g, (_, name) => {
    return name === "body" ? body : (parts[name as keyof typeof parts] ?? "");
  });
  return shorten(filled, limit);
}

const beginOf = (run: string) => `<!-- baro:begin ${run} -->`;
const end = "<!-- baro:end -->";
const anyBlock = /<!-- baro:begin [\w-]+ -->(?:(?!<!-- baro:begin )[\s\S])*?<!-- baro:end -->/g;

/** Our part of a request's body, between the marks by which it is found again. */
export function bodyBlock(run: string, body: string): string {
  return `${beginOf(run)}\n${body}\n${end}`;
}

/**
 * Puts a run's block into the body that is there: in the place of the same run's earlier block, else after our last one,
 * else at the end. Every word outside of our marks stays; over the limit our oldest blocks make room.
 */
export function putBlock(existing: string, run: string, body: string, limit = 65_000): string {
  const block = bodyBlock(run, body);
  const blocks = [...existing.matchAll(anyBlock)];
  const own = blocks.find(([text]) => text.startsWith(beginOf(run)));
  const last = blocks.at(-1);
  let result: string;
  if (own !== undefined) result = splice(existing, own.index, own[0].length, block);
  else if (last !== undefined) result = splice(existing, last.index + last[0].length, 0, `\n\n${block}`);
  else result = existing.trim() === "" ? block : `${existing.trimEnd()}\n\n${block}`;
  return makeRoom(result, beginOf(run), limit);
}

function makeRoom(text: string, keep: string, limit: number): string {
  let result = text;
  while (result.length > limit) {
    const oldest = [...result.matchAll(anyBlock)].find(([block]) => !block.startsWith(keep));
    if (oldest === undefined) return dropBlock(result, keep, limit);
    result = splice(result, oldest.index, oldest[0].length, "").replace(/\n{3,}/g, "\n\n");
  }
  return result;
}

/** What people wrote leaves too little room: our own block is cut, theirs is not. */
function dropBlock(text: string, begin: string, limit: number): string {
  const own = [...text.matchAll(anyBlock)].find(([block]) => block.startsWith(begin));
  if (own === undefined) return text;
  const room = limit - (text.length - own[0].length) - begin.length - end.length - 2;
  const inner = own[0].slice(begin.length + 1, -end.length - 1);
  const short = room < 200 ? "" : `${begin}\n${shorten(inner, room)}\n${end}`;
  return splice(text, own.index, own[0].length, short);
}

function splice(text: string, at: number, length: number, insert: string): string {
  return text.slice(0, at) + insert + text.slice(at + length);
}
