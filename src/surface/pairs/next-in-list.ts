import { extensionOf, folderOf, nameOf } from "../../core/path.ts";
import { wordsIn } from "../../core/words.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { onceEach } from "./once-each.ts";
import type { Finding } from "./pair-rules.ts";
import type { StorySurface } from "./story-surface.ts";

/*
 * Two stories each make one more of a kind, and one of them enters it in a file that names all of that kind: a list of tests
 * to build, a table of detectors, a `mod.rs`. The other one must enter its own there too, whether its surface says so or not.
 */

/** So many of a kind in one file are no chance. */
const leastListed = 3;
/** Of the files of the kind that are there. */
const mostOfThem = 0.5;

/** Both create a file of one kind, and what one of them writes lists that kind. */
export function nextInList(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): Finding | null {
  for (const [lister, other, first] of [
    [a, b, "a"],
    [b, a, "b"],
  ] as const) {
    if (lister.created.length === 0 || other.created.length === 0) continue;
    for (const created of other.created) {
      const like = lister.created.find((path) => isKin(path, created));
      if (like === undefined) continue;
      const list = lister.existing.find((path) => !isKin(path, created) && listsKin(path, created, evidence));
      if (list === undefined) continue;
      const why = `${lister.story.id} enters \`${like}\` in \`${list}\`, which lists the files like it; ${other.story.id} creates \`${created}\``;
      return { rule: "shared-file", first, why };
    }
  }
  return null;
}

/** Files of one folder, or of one role in the folders side by side: `org/orgDetector.ts` and `pie/pieDetector.ts`. */
function isKin(one: string, other: string): boolean {
  if (extensionOf(one) !== extensionOf(other)) return false;
  const [here, there] = [folderOf(one), folderOf(other)];
  if (here === there) return true;
  return here !== "" && there !== "" && folderOf(here) === folderOf(there) && roleOf(one) === roleOf(other);
}

/** The last word of a name that has more than one; else the whole name. */
function roleOf(path: string): string {
  return wordsIn(bareName(path)).at(-1) ?? "";
}

function bareName(path: string): string {
  return nameOf(path).replace(/\.\w+$/, "");
}

function listsKin(list: string, created: string, evidence: SurfaceEvidence): boolean {
  const facts = evidence.facts.get(list);
  if (facts === undefined) return false;
  const kin = kinAt(evidence).of(created);
  const [imported, words] = [new Set(facts.imports), new Set(facts.words)];
  const listed = kin.filter((path) => imported.has(path) || words.has(bareName(path))).length;
  return listed >= leastListed && listed >= mostOfThem * kin.length;
}

/** The files of the base by the folder above theirs, looked through once. */
const kinAt = onceEach(({ files }: SurfaceEvidence) => {
  const placeOf = (path: string) => `${folderOf(folderOf(path))} ${extensionOf(path)}`;
  const byPlace = Map.groupBy(files, placeOf);
  return { of: (created: string) => (byPlace.get(placeOf(created)) ?? []).filter((path) => isKin(path, created)) };
});
