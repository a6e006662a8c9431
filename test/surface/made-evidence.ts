import { evidenceOfFiles, type SurfaceEvidence } from "../../src/repository/evidence.ts";
import type { FileFacts } from "../../src/repository/file-facts.ts";
import type { NamePlaces } from "../../src/repository/names-at-base.ts";
import { type StorySurface, storySurface } from "../../src/surface/pairs/story-surface.ts";
import type { GoingName } from "../../src/surface/pairs/written-name.ts";
import { storyOf } from "../repository/evidence-of.ts";

const none: FileFacts = { imports: [], packages: [], defines: [], words: [], types: [], bases: [], lines: 100 };

/** What is known of each file, as far as it matters. */
export type Facts = Record<string, Partial<FileFacts>>;

/** The evidence of a base that has these files, without a repository. */
export function evidenceOf(facts: Facts, names: Record<string, Partial<NamePlaces>> = {}): SurfaceEvidence {
  const places = { defined: [], held: [], coded: [], keyed: [] };
  return {
    ...evidenceOfFiles("base", Object.keys(facts)),
    missing: [],
    facts: new Map(Object.entries(facts).map(([path, own]) => [path, { ...none, ...own }] as const)),
    names: new Map(Object.entries(names).map(([name, own]) => [name, { ...places, ...own }] as const)),
  };
}

/** A story's surface on that base. */
export function surfaceOf(
  evidence: SurfaceEvidence,
  id: string,
  writes: string[],
  title = "Work",
  brief = "",
): StorySurface {
  return storySurface({ ...storyOf(id, writes), title, brief }, evidence);
}

/** A name that a story says it renames, unless told otherwise. */
export function going(name: string, more: Partial<GoingName> = {}): GoingName {
  return { name, quoted: false, how: "renames", ...more };
}
