import { isCode } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { factsOf, type StorySurface } from "./story-surface.ts";

/** Names that the code of `owner` makes, and that the code of `user` uses without making them itself. */
export function usedNames(user: StorySurface, owner: StorySurface, evidence: SurfaceEvidence): string[] {
  const own = namesOf(user, evidence);
  const made = namesOf(owner, evidence).defined;
  return [...made].filter((name) => own.used.has(name) && !own.defined.has(name));
}

/** Names that the code of `owner` makes, and that what `user` writes besides code tells of: documents, settings. */
export function toldNames(user: StorySurface, owner: StorySurface, evidence: SurfaceEvidence): string[] {
  const made = namesOf(owner, evidence).defined;
  if (made.size === 0) return [];
  return [...factsOf(user, evidence)].flatMap(([path, { words }]) =>
    isCode(path) ? [] : words.filter((name) => made.has(name)),
  );
}

/** How many names of more than one word occur in the code of both. */
export function commonNames(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): number {
  const other = namesOf(b, evidence).used;
  let count = 0;
  for (const name of namesOf(a, evidence).used) if (other.has(name)) count++;
  return count;
}

/** Lines of the surface's existing files. */
export function linesOf(surface: StorySurface, evidence: SurfaceEvidence): number {
  let lines = 0;
  for (const [, facts] of factsOf(surface, evidence)) lines += facts.lines;
  return lines;
}

interface Names {
  defined: ReadonlySet<string>;
  used: ReadonlySet<string>;
}

const collected = new WeakMap<StorySurface, Names>();

/** Collected once per surface: every pair that it is part of asks again. */
function namesOf(surface: StorySurface, evidence: SurfaceEvidence): Names {
  const known = collected.get(surface);
  if (known !== undefined) return known;
  const defined = new Set<string>();
  const used = new Set<string>();
  for (const [path, facts] of factsOf(surface, evidence)) {
    if (!isCode(path)) continue;
    for (const name of facts.defines) defined.add(name);
    for (const name of facts.words) used.add(name);
  }
  const names = { defined, used };
  collected.set(surface, names);
  return names;
}

/** What two sets have in common. */
export function common<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): T[] {
  return [...a].filter((item) => b.has(item));
}
