import type { Story } from "../core/story.ts";
import { unsafeName } from "../core/unsafe-name.ts";
import { isSnapshot, isTestFolder, testedSubject } from "../ecosystems/file-kind.ts";
import { isMadeFrom } from "../ecosystems/known.ts";
import {
  namesFolder,
  type Pattern,
  parsePattern,
  patternMatches,
  spansRepository,
} from "../surface/pattern/pattern.ts";
import { type Change, isAside, leftOutKind, mostBytes } from "../worktrees/change.ts";

/** What the guard enforces, in the words that the agent is told. The code below holds each line. */
export const guardRules = [
  "Only paths of your surface are kept; a change anywhere else is undone.",
  "A new test beside a file that you changed, and a test's snapshot, are kept too.",
  "Lockfiles, build output and editor files are left out unless your surface names them.",
  "No symlink out of the repository, no repository inside it, no file over 95 MB.",
] as const;

export interface Judgement {
  /** Paths that become part of the story's commit, granted ones included. */
  take: string[];
  grant: { path: string; why: string }[];
  revert: ({ path: string } & Cause)[];
  /** Left where they are, but not committed. */
  leave: string[];
  /** Of those, what the repository ignores and nobody explains: it is named, and held on a ref. */
  hidden: string[];
  /** And what lies in a submodule: held on that ref as well. */
  inSubmodule: string[];
  /** And what was left on another branch or in a stash. */
  stray: string[];
  /** Something was put back that the story may not work without. */
  matters: boolean;
}

/** Decides for each changed path whether the story may have it. */
export function judgeChanges(story: Story, stories: readonly Story[], changes: readonly Change[]): Judgement {
  const own = story.writes.map(parsePattern);
  const others = stories
    .filter((other) => other.id !== story.id)
    .flatMap((other) => named(other.writes.map(parsePattern)).map((pattern) => ({ id: other.id, pattern })));
  const result: Judgement = {
    ...{ take: [], grant: [], revert: [], leave: [], hidden: [], inSubmodule: [], stray: [] },
    matters: false,
  };
  const inside = changes.filter((change) => isOwn(own, change.path)).map((change) => change.path);
  for (const change of changes) {
    const verdict = judge(change, { own, others, inside, changed: changes });
    if (verdict.kind === "revert") {
      result.revert.push({ path: change.path, ...verdict.cause });
      result.matters ||= verdict.matters;
    } else if (verdict.kind === "leave") {
      leave(result, change);
    } else {
      result.take.push(change.path);
      if (verdict.kind === "grant") result.grant.push({ path: change.path, why: verdict.why });
    }
  }
  return keepWhole(result, changes);
}

function leave(result: Judgement, change: Change): void {
  const { path } = change;
  if (change.stray === true) return void result.stray.push(path);
  result.leave.push(path);
  if (change.submodule === true) result.inSubmodule.push(path);
  else if (isUnexplained(change)) result.hidden.push(path);
}

interface Surroundings {
  own: Pattern[];
  others: { id: string; pattern: Pattern }[];
  /** Changed paths of the story's surface. */
  inside: string[];
  changed: readonly Change[];
}

/** A check of the run explains what it writes. */
function isUnexplained({ ignored, byCheck }: Change): boolean {
  return ignored === true && byCheck !== true;
}

type Verdict =
  | { kind: "take" }
  | { kind: "leave" }
  | { kind: "grant"; why: string }
  | { kind: "revert"; cause: Cause; matters: boolean };

/** `unfit`: for what it is, wherever it lies. */
interface Cause {
  why: string;
  unfit?: true;
}

function judge(change: Change, around: Surroundings): Verdict {
  if (isAside(change)) return { kind: "leave" };
  const forbidden = forbiddenNode(change);
  if (forbidden !== null) return { kind: "revert", cause: { why: forbidden, unfit: true }, matters: true };
  const { path } = change;
  if (change.ignored === true) {
    return around.own.some((pattern) => namesIgnored(pattern, change)) ? { kind: "take" } : { kind: "leave" };
  }
  if (named(around.own).some((pattern) => patternMatches(pattern, path))) return { kind: "take" };
  const owner = around.others.find(({ pattern }) => patternMatches(pattern, path));
  if (owner !== undefined && !isOwn(around.own, path)) {
    return { kind: "revert", cause: { why: `belongs to ${owner.id}` }, matters: mayMatter(change) };
  }
  const left = leftOutKind(path, change.kind !== "added");
  if (left !== null)
    return left === "lockfile" && followsManifest(change, around) ? { kind: "take" } : { kind: "leave" };
  if (isOwn(around.own, path)) return { kind: "take" };
  const consequence = isConsequence(change, around.inside);
  if (consequence !== null) return { kind: "grant", why: consequence };
  const matters = mayMatter(change) && change.byCheck !== true;
  return { kind: "revert", cause: { why: "outside the surface" }, matters };
}

function forbiddenNode(change: Change): string | null {
  if (change.kind === "deleted") return null;
  const unsafe = unsafeName(change.path, change.kind === "added");
  if (unsafe !== null) return unsafe;
  if (change.node === "linked") return "a hard link to a file that is not in the repository";
  if (change.node === "special") return "a pipe, a socket or a device, or too large to be what its name says";
  if (change.leadsOut) return "a symlink that leads out of the repository";
  if (change.node === "repository") return "a repository inside the repository";
  return change.bytes > mostBytes ? "larger than 95 MB" : null;
}

/**
 * Whether a surface means an ignored path: it names the file, the folder that the file is in, or one of those around that,
 * up to the one that is ignored as a whole. `src/` alone says nothing about what is ignored somewhere below it.
 */
function namesIgnored(pattern: Pattern, { path, ignoredFolder }: Change): boolean {
  if (!patternMatches(pattern, path)) return false;
  if (pattern.text === path) return true;
  const depth = path.split("/").length - 1;
  const least = ignoredFolder === undefined ? depth : ignoredFolder.split("/").length - 1;
  return namesFolder(pattern, path, { least: Math.max(1, least), most: depth });
}

/** Patterns that stand for the whole repository own it, but name nothing in it. */
function named(patterns: Pattern[]): Pattern[] {
  return patterns.filter((pattern) => !spansRepository(pattern));
}

function isOwn(own: readonly Pattern[], path: string): boolean {
  return own.length === 0 || own.some((pattern) => patternMatches(pattern, path));
}

/** In a story that owns the whole repository, a lockfile goes with a manifest beside or below it that was changed. */
function followsManifest(lockfile: Change, around: Surroundings): boolean {
  if (!isOwn(around.own, lockfile.path)) return false;
  return around.inside.some((path) => isMadeFrom(lockfile.path, path));
}

/** Notes and logs that an agent leaves beside its work are not missed. */
function mayMatter(change: Change): boolean {
  return change.kind !== "added" || !/\.(md|txt|log|tmp|bak|out)$/i.test(change.path);
}

/** What goes back goes back whole: a moved file with both its places, a folder with what took its place. */
function keepWhole(result: Judgement, changes: readonly Change[]): Judgement {
  const byPath = new Map(changes.map((change) => [change.path, change]));
  const undone = result.revert.map(({ path }) => path);
  const lost = new Set(
    undone.flatMap((path) => {
      const change = byPath.get(path);
      return change?.kind === "added" && change.oid !== null ? [change.oid] : [];
    }),
  );
  const replaced = undone.filter((path) => byPath.get(path)?.node !== "file").map((path) => `${path}/`);
  const keepsInner = result.inSubmodule.length > 0 && byPath.get(".gitmodules")?.kind === "deleted";
  const isSubmodule = keepsInner || undone.some((path) => byPath.get(path)?.node === "repository");
  const back = result.take.filter((path) => {
    const change = byPath.get(path);
    // It names what is not there.
    if (isSubmodule && path === ".gitmodules") return true;
    if (change?.kind !== "deleted") return false;
    return (change.oid !== null && lost.has(change.oid)) || replaced.some((folder) => path.startsWith(folder));
  });
  if (back.length === 0) return result;
  return {
    ...result,
    take: result.take.filter((path) => !back.includes(path)),
    revert: [
      ...result.revert,
      ...back.map((path) => ({
        path,
        why:
          path !== ".gitmodules"
            ? "its other half is put back"
            : `it names a repository that ${keepsInner ? "stays" : "is put back"}`,
      })),
    ],
    matters: true,
  };
}

/**
 * Why a change outside the surface is a plain consequence of the changes inside it, or `null`: a new test of a changed
 * file, or the snapshot of a test.
 */
function isConsequence(change: Change, inside: readonly string[]): string | null {
  if (change.node !== "file" || change.kind === "deleted") return null;
  if (isSnapshot(change.path)) return "a test's snapshot";
  if (change.kind !== "added") return null;
  const tested = testedSubject(change.path);
  if (tested === null) return null;
  const beside = inside.find((path) => stemOf(path) === tested && near(path, change.path));
  return beside === undefined ? null : `a new test of ${beside}`;
}

function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.replace(/\.[^.]+$/, "");
}

/** The same folder, a test folder in it, or the mirrored place below a test root. */
function near(code: string, test: string): boolean {
  const folder = (path: string) => path.split("/").slice(0, -1);
  const plain = (parts: string[]) => parts.filter((part) => !isTestFolder(part)).join("/");
  const inTests = plain(folder(test));
  const inCode = plain(folder(code));
  return inTests === inCode || inTests === inCode.replace(/^(src|lib|app|main)(\/|$)/, "");
}
