import { hasMarks, namedAs } from "../../core/name-marks.ts";
import { nameOf } from "../../core/path.ts";
import { isCode, isTest, isUnreadCode } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import type { NamePlaces } from "../../repository/names-at-base.ts";
import { barrelReason, importReason, linkedReason } from "./link-reason.ts";
import { onceEach } from "./once-each.ts";
import { usedNames } from "./shared-names.ts";
import { stem } from "./spoken-topics.ts";
import { factsOf, type StorySurface } from "./story-surface.ts";
import { areTwins } from "./title-twins.ts";
import { topicRarity } from "./topic-rarity.ts";
import { type GoingName, isPlain, spellingsOf } from "./written-name.ts";

/**
 * Whether the story's own files define the name, or make it as a key or a field where no code is known to define it. The
 * name of a file is held by whoever imports it, and what is said of what is in it is not said of it.
 */
export function isMakers(going: GoingName, { existing }: StorySurface, evidence: SurfaceEvidence): boolean {
  const { name, owner, quoted } = going;
  const { names, facts } = evidence;
  const places = names.get(name);
  if (places === undefined) return existing.some((path) => facts.get(path)?.defines.includes(name) === true);
  const own = new Set(existing);
  const hasOwn = (paths: readonly string[]) => paths.some((path) => own.has(path));
  if (hasOwn(places.defined) || (quoted && hasOwn(places.keyed))) return true;
  // An interface's method is defined by those who implement it, and told by its owner.
  if (owner !== undefined && hasOwn(places.held) && definesType(owner, existing, facts)) return true;
  if (isPlain(name)) return false;
  if (spellingsOf(name).some((spelled) => hasOwn(names.get(spelled)?.held ?? []))) return true;
  return existing.some((path) => nameOf(path).split(".")[0] === name)
    ? going.how !== "changes"
    : places.defined.length === 0 && hasOwn(makersOf(name, places, own));
}

/** Files that make a name which no code is known to define. */
function makersOf(name: string, places: NamePlaces, own: ReadonlySet<string>): readonly string[] {
  return !hasMarks(name) && isRead(places, own) ? places.keyed : places.held;
}

function definesType(owner: string, existing: readonly string[], facts: SurfaceEvidence["facts"]): boolean {
  return existing.some((path) => facts.get(path)?.types.includes(owner) === true);
}

/** Whether all own code that holds a name is in languages whose definitions are read: what none defines is a library's. */
function isRead({ held }: NamePlaces, own: ReadonlySet<string>): boolean {
  const code = held.filter((path) => own.has(path) && isCode(path));
  return (
    code.length > 0 && code.every((path) => !isUnreadCode(path)) && held.every((path) => !own.has(path) || isCode(path))
  );
}

/**
 * A file of the story that holds the name. One that defines a name of its own uses that, unless it imports what the maker
 * writes, or the story's code uses the maker's names: there a definition passes on what was imported, or overrides it.
 */
export function userOf(
  { name, how, quoted }: GoingName,
  user: StorySurface,
  maker: StorySurface,
  evidence: SurfaceEvidence,
): string | null {
  const places = evidence.names.get(name);
  const owned = new Set(maker.existing);
  const isUse = (path: string, defines: boolean) =>
    !defines ||
    !isCode(path) ||
    usedNames(user, maker, evidence).length > 0 ||
    evidence.facts.get(path)?.imports.some((imported) => owned.has(imported)) === true;
  if (places === undefined) {
    for (const [path, { words, defines }] of factsOf(user, evidence)) {
      if (words.includes(name) && isUse(path, defines.includes(name))) return path;
    }
    return null;
  }
  const [defined, held, coded] = [new Set(places.defined), new Set(places.held), new Set(places.coded)];
  const holds = (path: string) => {
    if (!isPlain(name)) return held.has(path);
    if (!isCode(path)) return quoted && coded.has(path);
    // A word like any other in code that has nothing to do with the maker's is another thing.
    return defined.size > 0
      ? held.has(path)
      : coded.has(path) && (isLinked(user, maker, evidence) || (quoted && isTitledFor(user, maker, evidence)));
  };
  const tells = (path: string) => how !== "gives another value to" || !isCode(path) || isTest(path);
  return user.existing.find((path) => holds(path) && tells(path) && isUse(path, defined.has(path))) ?? null;
}

/**
 * Two types of one name in two packages are two types, and what twins each define is each one's own; who imports the
 * other's means that one.
 */
export function hasOwnOf(name: string, user: StorySurface, maker: StorySurface, evidence: SurfaceEvidence): boolean {
  const both = [user, maker].every(({ existing }) =>
    areTwins(user, maker)
      ? existing.some((path) => evidence.facts.get(path)?.defines.includes(name) === true)
      : definesType(name, existing, evidence.facts),
  );
  return both && importReason(user, maker, evidence) === null;
}

function isLinked(user: StorySurface, maker: StorySurface, evidence: SurfaceEvidence): boolean {
  if (maker.sources.some(isUnreadCode) || maker.sources.length === 0) return true;
  return [importReason, barrelReason, linkedReason].some((reason) => reason(user, maker, evidence) !== null);
}

/** A word of the maker's title that few paths have, and that a file of the user's is called by: data goes where no import does. */
function isTitledFor(user: StorySurface, maker: StorySurface, { files }: SurfaceEvidence): boolean {
  const called = new Set([...user.pathTopics].map(stem));
  const rarity = topicRarity(files);
  return [...maker.titleTopics].some((topic) => called.has(stem(topic)) && rarity(topic) > leastRare);
}

const leastRare = 0.5;

/** Whether a text speaks of a name: a plain word must stand there as a name does. */
export function speaksOf(text: string, going: GoingName): boolean {
  return isPlain(going.name) ? asNamed(going).test(text) : holdsName(text, going.name);
}

const asNamed = onceEach(({ name }: GoingName) => namedAs(name));

/** Whether a text holds a name with no letter before or after it. */
export function holdsName(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/[\w$]/.test(text[at - 1] ?? " ") && !/[\w$]/.test(text[at + name.length] ?? " ")) return true;
  }
  return false;
}
