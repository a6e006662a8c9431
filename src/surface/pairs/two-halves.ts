import { extensionOf, nameOf } from "../../core/path.ts";
import { wordsIn } from "../../core/words.ts";
import { isCode, isTest } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import type { Finding } from "./pair-rules.ts";
import type { StorySurface } from "./story-surface.ts";

/*
 * Two files of one name in two languages are two halves of one thing: the ends of a protocol, a table and the program that
 * writes it. Nothing imports anything there; that they changed together says so.
 */

const leastTogether = 3;
const mostlyTogether = 0.5;

/** Code of one story has the name of the other one's in another language, and changed with it. */
export function twoHalves(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): Finding | null {
  const others = new Map(b.existing.filter(isHalf).map((path) => [bareName(path), path] as const));
  if (others.size === 0) return null;
  for (const one of a.existing.filter(isHalf)) {
    const other = others.get(bareName(one));
    if (other === undefined || extensionOf(other) === extensionOf(one)) continue;
    const together = commits(one, other, evidence);
    if (together === null) continue;
    const why = `${a.story.id}'s \`${one}\` and ${b.story.id}'s \`${other}\` are one thing in two languages, changed together in ${together} commits`;
    return { rule: "shared-file", first: null, why };
  }
  return null;
}

/** A name of one word is anybody's. */
function isHalf(path: string): boolean {
  return isCode(path) && !isTest(path) && wordsIn(bareName(path)).length > 1;
}

function bareName(path: string): string {
  return nameOf(path).replace(/\.\w+$/, "");
}

function commits(one: string, other: string, { history }: SurfaceEvidence): number | null {
  const [here, there] = [history.changes.get(one) ?? [], new Set(history.changes.get(other))];
  const both = here.filter((ordinal) => there.has(ordinal)).length;
  return both >= leastTogether && both >= mostlyTogether * Math.min(here.length, there.size) ? both : null;
}
