import { folderOf, nameOf } from "../../core/path.ts";
import type { RuleName } from "../../core/plan.ts";
import { topicsOf, wordsIn } from "../../core/words.ts";
import { isCode, isTest } from "../../ecosystems/file-kind.ts";
import { isMadeFrom } from "../../ecosystems/known.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { patternsIntersect, spansRepository } from "../pattern/pattern.ts";
import { onceEach } from "./once-each.ts";
import { announcesNewCode, isRecordedFrom, sharedFileKind } from "./shared-file.ts";
import { common } from "./shared-names.ts";
import { createdCode, type StorySurface } from "./story-surface.ts";

/** What a rule found: why two stories can't run side by side, and which one should go first if that is known. */
export interface Finding {
  rule: RuleName;
  first: "a" | "b" | null;
  why: string;
}

/** The first rule that puts two stories in order whatever else is known; `null` when none does. */
export function ruleFor(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): Finding | null {
  return (
    undeclared(a) ??
    undeclared(b) ??
    overlap(a, b, evidence) ??
    manifestAndLockfile(a, b) ??
    migrations(a, b) ??
    eitherWay(snapshotOf, a, b) ??
    eitherWay((maker, user) => announced(maker, user, evidence), a, b) ??
    family(a, b)
  );
}

/** A rule that looks from the one that makes to the one that needs, asked both ways. */
export function eitherWay(
  rule: (maker: StorySurface, user: StorySurface) => Omit<Finding, "first"> | null,
  a: StorySurface,
  b: StorySurface,
): Finding | null {
  const forward = rule(a, b);
  if (forward !== null) return { ...forward, first: "a" };
  const backward = rule(b, a);
  return backward === null ? null : { ...backward, first: "b" };
}

function undeclared({ story, patterns }: StorySurface): Finding | null {
  if (patterns.length === 0) return { rule: "surface-required", first: null, why: `${story.id} declares no surface` };
  const wide = patterns.find(spansRepository);
  if (wide === undefined) return null;
  return {
    rule: "surface-required",
    first: null,
    why: `${story.id} may write anywhere in the repository: \`${wide.text}\``,
  };
}

function overlap(a: StorySurface, b: StorySurface, { ignoreCase }: SurfaceEvidence): Finding | null {
  for (const one of a.patterns) {
    const other = b.patterns.find((pattern) => patternsIntersect(one, pattern, { ignoreCase }));
    if (other === undefined) continue;
    const what = one.text === other.text ? `\`${one.text}\`` : `what matches \`${one.text}\` and \`${other.text}\``;
    return { rule: "overlap", first: null, why: `${a.story.id} and ${b.story.id} may both write ${what}` };
  }
  return null;
}

/** A lockfile is written anew whenever a manifest beside or below it changes. */
function manifestAndLockfile(a: StorySurface, b: StorySurface): Finding | null {
  return eitherWay(
    (maker, user) => {
      const lockfiles = lockfilesOf(user);
      for (const manifest of lockfiles.length === 0 ? [] : maker.paths) {
        const lockfile = lockfiles.find((path) => isMadeFrom(path, manifest));
        if (lockfile === undefined) continue;
        const why = `${maker.story.id} writes \`${manifest}\`, which ${user.story.id}'s \`${lockfile}\` is made from`;
        return { rule: "shared-file" as const, why };
      }
      return null;
    },
    a,
    b,
  );
}

const lockfilesOf = onceEach(({ paths }: StorySurface) => paths.filter((path) => sharedFileKind(path) === "lockfile"));

/** Migrations are numbered and run one after another: two new ones of one folder must know of each other. */
function migrations(a: StorySurface, b: StorySurface): Finding | null {
  const others = migrationsOf(b);
  if (others.size === 0) return null;
  const one = a.created.find((path) => isMigration(path) && others.has(folderOf(path)));
  if (one === undefined) return null;
  const other = others.get(folderOf(one)) ?? "";
  const why = `${a.story.id} creates the migration \`${one}\` and ${b.story.id} \`${other}\`, which run one after another`;
  return { rule: "shared-file", first: null, why };
}

/** New migrations by their folder. */
const migrationsOf = onceEach(
  ({ created }: StorySurface) => new Map(created.filter(isMigration).map((path) => [folderOf(path), path] as const)),
);

function isMigration(path: string): boolean {
  return sharedFileKind(path) === "migration";
}

/** A snapshot is recorded anew whenever its test changes. */
function snapshotOf(maker: StorySurface, user: StorySurface): Omit<Finding, "first"> | null {
  for (const test of maker.tests) {
    const snapshot = user.paths.find((path) => isRecordedFrom(path, test));
    if (snapshot === undefined) continue;
    const why = `${maker.story.id} writes \`${test}\`, which ${user.story.id}'s \`${snapshot}\` is recorded from`;
    return { rule: "shared-file", why };
  }
  return null;
}

/** A new file is announced in the barrel, the registry or the routes beside it, or one folder up. */
function announced(maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence): Omit<Finding, "first"> | null {
  const lists = user.paths.filter((path) => isCode(path) && announcesNewCode(path, evidence));
  for (const created of maker.created) {
    if (!isCode(created) || isTest(created)) continue;
    const folder = folderOf(created);
    const near = lists.find((path) => folderOf(path) === folder || folderOf(path) === folderOf(folder));
    if (near === undefined) continue;
    const why = `${maker.story.id} creates \`${created}\`, and ${user.story.id} writes \`${near}\` near it, which lists what there is`;
    return { rule: "shared-file", why };
  }
  return null;
}

/** Without its ending, which says the language and not what it is about. */
const bareNameOf = (path: string) => nameOf(path).replace(/\.\w+$/, "");

/** New files of one kind side by side are often one that was renamed or copied: their histories would collide. */
function family(a: StorySurface, b: StorySurface): Finding | null {
  for (const one of createdCode(a)) {
    for (const other of createdCode(b)) {
      if (folderOf(one) !== folderOf(other) || areTestsOfTheirOwn(one, a, other, b)) continue;
      const topics = common(topicsOf(bareNameOf(one)), topicsOf(bareNameOf(other)));
      if (topics.length === 0) continue;
      const why = `${a.story.id} creates \`${one}\` and ${b.story.id} \`${other}\` beside it, both about "${topics[0]}"`;
      return { rule: "needs", first: null, why };
    }
  }
  return null;
}

/** Tests of two things are each called after its own: what their names share is no more than the family's. */
function areTestsOfTheirOwn(one: string, a: StorySurface, other: string, b: StorySurface): boolean {
  return isTest(one) && isTest(other) && isCalledAfterOwn(one, a, other) && isCalledAfterOwn(other, b, one);
}

/** Whether a word that the other test's name lacks is in the name of something else that the story writes. */
function isCalledAfterOwn(test: string, { paths }: StorySurface, other: string): boolean {
  const tested = new Set(paths.flatMap((path) => (isTest(path) ? [] : wordsIn(bareNameOf(path)))));
  const theirs = new Set(wordsIn(bareNameOf(other)));
  return wordsIn(bareNameOf(test)).some((word) => tested.has(word) && !theirs.has(word));
}
