import type { Finding } from "./pair-rules.ts";
import type { StorySurface } from "./story-surface.ts";

/*
 * Two stories that each take the next place of one list: a number, a code, an entry at its end. Each is right alone, and
 * both take the same.
 */

const things =
  "numbers?|codes?|ids?|identifiers?|opcodes?|bits?|ports?|slots?|index(?:es)?|indices|values?|positions?|letters?|ordinals?|tags?|versions?";
/** The next place, whichever it is. */
const nextFree = new RegExp(
  `\\b(?:next|first|lowest|smallest)\\s+(?:(?:still\\s+)?(?:free|available|unused|unassigned|open|vacant)\\s+)?(?:\\w+\\s+){0,2}?(${things})\\b|\\b(?:free|unused|unassigned|available)\\s+(?:\\w+\\s+)?(${things})\\b|\\b(${things})\\s+(?:that|which)\\s+(?:is|are)\\s+(?:still\\s+)?(?:free|available|unused|not taken)\\b`,
  "i",
);
/** A place that is told: letters and digits, as codes are written, in a sentence that gives it to something. */
const givenCode =
  /\b(?:as|code|number|id|gets?|reported|numbered|called|under|opcode|bit|port|value)\s+`?([A-Za-z]*-?\d{2,})`?\b/i;

/** Both take the next place of a list, or one does and the other says which it takes. */
export function bothTakeNext(a: StorySurface, b: StorySurface): Finding | null {
  const [one, other] = [takenBy(a.text), takenBy(b.text)];
  if (one === null || other === null || !(one.next || other.next)) return null;
  if (one.next && other.next && one.what !== other.what) return null;
  const [taker, beside] = one.next ? [a, b] : [b, a];
  const what = (one.next ? one : other).what;
  return {
    rule: "shared-file",
    first: one.next === other.next ? null : one.next ? "b" : "a",
    why: `${taker.story.id} takes the next free ${what}, and ${beside.story.id} takes one too`,
  };
}

function takenBy(text: string): { next: boolean; what: string } | null {
  const free = nextFree.exec(text);
  if (free !== null) {
    const what = (free[1] ?? free[2] ?? free[3] ?? "").toLowerCase().replace(/s$/, "");
    return { next: true, what };
  }
  const [, code = ""] = givenCode.exec(text) ?? [];
  return code === "" ? null : { next: false, what: code };
}
