import { isCode, isTest } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { changesContract, isPrivateWork } from "./contract-words.ts";
import { derivedType } from "./derived-types.ts";
import { describedName } from "./described-name.ts";
import { focusNames } from "./focus-names.ts";
import { goneOrReplaced } from "./going-names.ts";
import { usesMoved } from "./moved-files.ts";
import { hasOwnOf, holdsName, isMakers, speaksOf, userOf } from "./name-users.ts";
import { onceEach } from "./once-each.ts";
import { meansAnother } from "./own-only.ts";
import { eitherWay, type Finding } from "./pair-rules.ts";
import { holdsQuotation } from "./quotations.ts";
import { toldNames, usedNames } from "./shared-names.ts";
import { factsOf, type StorySurface } from "./story-surface.ts";
import { holdsWhatIsSeen } from "./told-outcome.ts";
import { speaksOfGoing } from "./told-to-go.ts";
import { usesWhole } from "./type-members.ts";
import { needsUnnamed } from "./unnamed-change.ts";

/** A story that uses a name which another one renames, removes or calls in another way is ordered against it. */
export function needsWhatGoes(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): Finding | null {
  const found =
    eitherWay((maker, user) => usesMoved(maker, user, evidence), a, b) ??
    eitherWay((maker, user) => usesGoing(maker, user, evidence), a, b) ??
    eitherWay((maker, user) => usesMeant(maker, user, evidence), a, b) ??
    eitherWay((maker, user) => speaksOfGoing(maker, user, evidence), a, b) ??
    eitherWay((maker, user) => needsUnnamed(maker, user, evidence), a, b) ??
    eitherWay((maker, user) => usesWhole(maker, user, evidence), a, b) ??
    eitherWay((maker, user) => holdsQuotation(maker, user, evidence), a, b) ??
    eitherWay((maker, user) => holdsWhatIsSeen(maker, user, evidence), a, b);
  if (found === null) return null;
  const { first, why, leavesIt } = found as Finding & { leavesIt?: boolean };
  // Whoever takes the last uses away goes before the name does.
  const turned = first === "a" ? "b" : "a";
  return { rule: "needs-what-goes", why, first: leavesIt ? turned : first };
}

function usesGoing(maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence) {
  for (const going of goingOrAbout(maker)) {
    const { name, how, to } = going;
    // What would come in its place is there already, and is another thing.
    if (to !== undefined && evidence.names.get(to)?.held.length !== 0) continue;
    if (!isMakers(going, maker, evidence) || hasOwnOf(name, user, maker, evidence)) continue;
    if (meansAnother(name, user, maker, evidence)) continue;
    const path = userOf(going, user, maker, evidence);
    const said = speaksOf(user.text, going);
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

/**
 * Whether a story tells what it does, and nothing of it is seen by others: no name goes or changes, no code is new. Two such
 * stories that share a word or a folder have little else in common.
 */
export const worksInside = onceEach((surface: StorySurface) => ({
  tells:
    surface.tells &&
    (isPrivateWork(surface.story.title) || (!changing(surface).contract && goingOf(surface).length === 0)) &&
    !surface.created.some((path) => isCode(path) && !isTest(path)),
}));

const changing = onceEach(({ story }: StorySurface) => ({ contract: changesContract(story.title) }));

const goingOf = onceEach(({ text }: StorySurface) => goneOrReplaced(text));

/** With what the brief is about, where it tells of a change that others see. */
const goingOrAbout = onceEach((surface: StorySurface) => {
  const known = new Set(goingOf(surface).map(({ name }) => name));
  return [...goingOf(surface), ...focusNames(surface.story).filter(({ name }) => !known.has(name))];
});

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
