import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { goingNames } from "./going-names.ts";
import { onceEach } from "./once-each.ts";
import { eitherWay, type Finding } from "./pair-rules.ts";
import { usedNames } from "./shared-names.ts";
import { factsOf, type StorySurface } from "./story-surface.ts";

/** A story that uses a name which another one renames, removes or calls in another way is ordered against it. */
export function needsWhatGoes(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): Finding | null {
  const found = eitherWay((maker, user) => usesGoing(maker, user, evidence), a, b);
  if (found === null) return null;
  const { first, why, leavesIt } = found as Finding & { leavesIt: boolean };
  // Whoever takes the last uses away goes before the name does.
  const turned = first === "a" ? "b" : "a";
  return { rule: "needs-what-goes", why, first: leavesIt ? turned : first };
}

function usesGoing(maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence) {
  for (const { name, how } of goingOf(maker)) {
    if (!isMakers(name, maker, evidence)) continue;
    const path = userOf(name, user, maker, evidence);
    const said = holdsName(user.text, name);
    if (path === null && !said) continue;
    const where = path === null ? `${user.story.id} speaks of` : `${user.story.id}'s \`${path}\` uses`;
    const what = how === "changes" ? "changes how" : how;
    const why = `${maker.story.id} ${what} \`${name}\`${how === "changes" ? " is called" : ""}, which ${where}`;
    return { rule: "needs-what-goes" as const, why, leavesIt: how === "removes" && said && leaves(user.text, name) };
  }
  return null;
}

const goingOf = onceEach(({ text }: StorySurface) => goingNames(text));

/** Whether the story's own files define the name, or hold it where no file is known to define it. */
function isMakers(name: string, { existing }: StorySurface, { names, facts }: SurfaceEvidence): boolean {
  const places = names.get(name);
  if (places === undefined) return existing.some((path) => facts.get(path)?.defines.includes(name) === true);
  const from = places.defined.length > 0 ? places.defined : places.held;
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
  return user.existing.find((path) => held.has(path) && isUse(path, defined.has(path))) ?? null;
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
