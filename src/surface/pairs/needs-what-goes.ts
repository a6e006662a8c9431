import { nameOf } from "../../core/path.ts";
import { isCode } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { changesContract } from "./contract-words.ts";
import { derivedType } from "./derived-types.ts";
import { describedName } from "./described-name.ts";
import { goingNames } from "./going-names.ts";
import { onceEach } from "./once-each.ts";
import { eitherWay, type Finding } from "./pair-rules.ts";
import { toldNames, usedNames } from "./shared-names.ts";
import { factsOf, type StorySurface } from "./story-surface.ts";
import { speaksOfGoing } from "./told-to-go.ts";
import { type GoingName, isCodeLike } from "./written-name.ts";

/** A story that uses a name which another one renames, removes or calls in another way is ordered against it. */
export function needsWhatGoes(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): Finding | null {
  const found =
    eitherWay((maker, user) => importsGoing(maker, user, evidence), a, b) ??
    eitherWay((maker, user) => usesGoing(maker, user, evidence), a, b) ??
    eitherWay((maker, user) => usesMeant(maker, user, evidence), a, b) ??
    eitherWay(speaksOfGoing, a, b);
  if (found === null) return null;
  const { first, why, leavesIt } = found as Finding & { leavesIt?: boolean };
  // Whoever takes the last uses away goes before the name does.
  const turned = first === "a" ? "b" : "a";
  return { rule: "needs-what-goes", why, first: leavesIt ? turned : first };
}

const fileGoes =
  /\b(?:renam(?:e|es|ed|ing)|mov(?:e|es|ed|ing)|remov(?:e|es|ed|ing)|delet(?:e|es|ed|ing)|drop(?:s|ped|ping)?|get(?:s|ting)? rid of)\s+(?:the\s+)?(?:file\s+|module\s+)?[`"']?([\w@./-]+\.\w+)/gi;

/** A file that a title renames, moves or removes takes the imports of it along. */
function importsGoing(maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence) {
  for (const [, going = ""] of maker.story.title.matchAll(fileGoes)) {
    const file = maker.existing.find((path) => path === going || path.endsWith(`/${going}`));
    if (file === undefined) continue;
    const path = [...factsOf(user, evidence)].find(([, { imports }]) => imports.includes(file))?.[0];
    if (path === undefined) continue;
    const why = `${maker.story.id} moves or removes \`${file}\`, which ${user.story.id}'s \`${path}\` imports`;
    return { rule: "needs-what-goes" as const, why };
  }
  return null;
}

function usesGoing(maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence) {
  for (const { name, how } of goingOf(maker)) {
    if (!isMakers(name, how, maker, evidence)) continue;
    const path = userOf(name, user, maker, evidence);
    const said = holdsName(user.text, name);
    if (path === null && !said) continue;
    const where = path === null ? `${user.story.id} speaks of` : `${user.story.id}'s \`${path}\` uses`;
    const why = `${maker.story.id} ${how} \`${name}\`, which ${where}`;
    return { rule: "needs-what-goes" as const, why, leavesIt: how === "removes" && said && leaves(user.text, name) };
  }
  return null;
}

/** A title that changes something for its users, and means a name of its files without writing it. */
function usesMeant(maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence): Omit<Finding, "first"> | null {
  if (!changing(maker).contract) return null;
  const rule = "needs-what-goes";
  const described = describedName(maker.story.title, [
    ...usedNames(user, maker, evidence),
    ...toldNames(user, maker, evidence),
  ]);
  if (described !== null) {
    const path = [...factsOf(user, evidence)].find(([, { words }]) => words.includes(described))?.[0];
    return {
      rule,
      why: `${maker.story.id}'s title speaks of \`${described}\`, which ${user.story.id}'s \`${path}\` uses`,
    };
  }
  const derived = derivedType(
    user,
    maker,
    evidence,
    goingOf(maker).map(({ name }) => name),
  );
  if (derived === null) return null;
  const { type, path } = derived;
  return {
    rule,
    why: `${maker.story.id} changes \`${type}\`, which ${user.story.id}'s \`${path}\` derives from`,
  };
}

const changing = onceEach(({ story }: StorySurface) => ({ contract: changesContract(story.title) }));

const goingOf = onceEach(({ text }: StorySurface) => goingNames(text));

/**
 * Whether the story's own files define the name, or hold it where no file is known to define it. The name of a file is
 * held by whoever imports it, and what is said of what is in it is not said of it.
 */
function isMakers(
  name: string,
  how: GoingName["how"],
  { existing }: StorySurface,
  { names, facts }: SurfaceEvidence,
): boolean {
  const places = names.get(name);
  if (places === undefined) return existing.some((path) => facts.get(path)?.defines.includes(name) === true);
  const isFile = () => how === "changes" && existing.some((path) => nameOf(path).split(".")[0] === name);
  const from = places.defined.length > 0 || isPlain(name) || isFile() ? places.defined : places.held;
  const own = new Set(existing);
  return from.some((path) => own.has(path));
}

/**
 * A file of the story that holds the name. One that defines a name of its own uses that, unless it imports what the maker
 * writes, or the story's code uses the maker's names: there a definition passes on what was imported, or overrides it.
 */
function userOf(name: string, user: StorySurface, maker: StorySurface, evidence: SurfaceEvidence): string | null {
  const places = evidence.names.get(name);
  const owned = new Set(maker.existing);
  const isUse = (path: string, defines: boolean) =>
    !defines ||
    usedNames(user, maker, evidence).length > 0 ||
    evidence.facts.get(path)?.imports.some((imported) => owned.has(imported)) === true;
  if (places === undefined) {
    for (const [path, { words, defines }] of factsOf(user, evidence)) {
      if (words.includes(name) && isUse(path, defines.includes(name))) return path;
    }
    return null;
  }
  const [defined, held] = [new Set(places.defined), new Set(places.held)];
  const isProse = (path: string) => isPlain(name) && !isCode(path);
  return user.existing.find((path) => held.has(path) && !isProse(path) && isUse(path, defined.has(path))) ?? null;
}

/** A word like any other: only code that defines it makes it a name, and only code uses it. */
function isPlain(name: string): boolean {
  return !isCodeLike(name);
}

function holdsName(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/[\w$]/.test(text[at - 1] ?? " ") && !/[\w$]/.test(text[at + name.length] ?? " ")) return true;
  }
  return false;
}

/** Whether the text says that its story stops using the name. */
function leaves(text: string, name: string): boolean {
  return text
    .split(/(?<=[.;!?])\s+|\n+/)
    .some(
      (sentence) =>
        holdsName(sentence, name) &&
        /\b(stop|instead of|replace|migrate|move|switch|port|off|away|no longer|without)\b/i.test(sentence),
    );
}
