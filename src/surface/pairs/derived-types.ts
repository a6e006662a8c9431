import { singular, wordsIn } from "../../core/words.ts";
import { isCode } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { withoutScope } from "./contract-words.ts";
import { factsOf, type StorySurface } from "./story-surface.ts";

/** A type of one story, and a file of another that derives from it. */
export interface Derived {
  type: string;
  path: string;
}

/**
 * A file of `user` with a type that derives from one that `maker`'s files define, where the maker's title speaks of that
 * type: has the word that says what it is, as "writer" does for `JsonWriter` and "handlers" for `AbstractHandler`; or
 * names (`going`) what is defined beside it, which is inherited with it.
 */
export function derivedType(
  user: StorySurface,
  maker: StorySurface,
  evidence: SurfaceEvidence,
  going: readonly string[],
): Derived | null {
  const types = typesOf(maker, evidence);
  if (types.size === 0) return null;
  const spoken = new Set(wordsIn(withoutScope(maker.story.title)).map(singular));
  const beside = typesBeside(maker, evidence, going);
  const own = typesOf(user, evidence);
  for (const [path, { bases }] of factsOf(user, evidence)) {
    if (!isCode(path)) continue;
    const type = bases.find(
      (base) => types.has(base) && !own.has(base) && (beside.has(base) || speaksOf(spoken, base)),
    );
    if (type !== undefined) return { type, path };
  }
  return null;
}

/** The types that a story's files define. */
function typesOf(surface: StorySurface, evidence: SurfaceEvidence): Set<string> {
  return new Set([...factsOf(surface, evidence)].flatMap(([path, { types }]) => (isCode(path) ? types : [])));
}

/** The types of the files that define one of the names. */
function typesBeside(surface: StorySurface, { names, facts }: SurfaceEvidence, going: readonly string[]): Set<string> {
  const beside = going.flatMap((name) => surface.existing.filter((path) => names.get(name)?.defined.includes(path)));
  return new Set(beside.flatMap((path) => facts.get(path)?.types ?? []));
}

function speaksOf(spoken: ReadonlySet<string>, type: string): boolean {
  const words = wordsIn(type).map(singular);
  const head = words.findLast((word) => !roles.has(word)) ?? words.at(-1);
  return head !== undefined && head.length > 2 && spoken.has(head);
}

/** Words that say how a type is meant to be used, not what it is. */
const roles = new Set("base abstract interface trait protocol mixin impl type class def test case suite".split(" "));
