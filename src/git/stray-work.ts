import { lstat, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { textRecords } from "../core/path-text.ts";
import type { Host } from "../host/host.ts";
import { copyPlain, readPlain } from "../host/read-plain.ts";
import { readGitWords } from "./explain.ts";
import { GitFailure, type GitHost, git, gitBytes, noHooks, tryGit } from "./git.ts";
import { readIndexFile } from "./index-entries.ts";
import { type WorktreePlace, WorktreeTrouble } from "./place.ts";
import { walkFiles } from "./special-files.ts";
import { mostLookMs, outsideView, type WorktreeSource } from "./worktree.ts";

/**
 * Brings work into a worktree's files that was committed in it on some branch, or stashed, and then left there. False: there is none.
 * The worktree's own settings have no say in it: whoever worked there may have changed them.
 */
export async function bringStrayWork(
  host: GitHost & Pick<Host, "newId">,
  source: WorktreeSource,
  place: WorktreePlace,
  base: string,
): Promise<boolean> {
  const tips = await strayTips(source, place, base);
  const brought = await withStray(host, source, place, { tips, base }, async ([stray = ""], env, index) => {
    await writeFile(index, await readIndexFile(place.index), { mode: 0o600 });
    await git(host, place.path, [...noHooks, "read-tree", "--reset", "-u", stray], { env, timeoutMs: mostLookMs });
    await bringUntracked(host, place, stray, { ...env, GIT_INDEX_FILE: `${index}.untracked` });
    return true;
  });
  return brought === true;
}

/** A file as it is in work that was left on another branch or in a stash. */
export interface StrayFile {
  path: string;
  mode: string;
  oid: string;
}

/**
 * The files of work that was committed in a worktree on another branch than the one that is checked out there, or stashed,
 * and then left beside other work: those that nothing was done to in the worktree's files (`changed`). Their contents are in
 * the person's repository from then on.
 */
export async function keepStrayFiles(
  host: GitHost & Pick<Host, "newId">,
  source: WorktreeSource,
  place: WorktreePlace,
  { base, changed }: { base: string; changed: ReadonlySet<string> },
): Promise<StrayFile[]> {
  const head = await headTip(join(place.path, ".git"));
  const tips = (await strayTips(source, place, base)).filter((tip) => tip !== head);
  const kept = withStray(host, source, place, { tips, base }, async (strays, env) => {
    const found = new Map<string, StrayFile>();
    // The newest last: it counts.
    for (const stray of strays.toReversed()) {
      if (head !== null && (await isBelow(host, place, { older: stray, newer: head, env }))) continue;
      for (const file of await filesOf(host, place, { base, stray, env })) found.set(file.path, file);
    }
    const left = [...found.values()].filter(({ path }) => !changed.has(path));
    const files = left.toSorted((a, b) => (a.path < b.path ? -1 : 1)).slice(0, mostStrayFiles);
    const ids = files.filter(({ mode }) => mode !== submoduleMode).map(({ oid }) => `${oid}\n`);
    const pack = await gitBytes(host, place.path, ["pack-objects", "--stdout", "--quiet"], {
      env,
      stdin: ids.join(""),
      timeoutMs: mostLookMs,
    });
    const { GIT_ALTERNATE_OBJECT_DIRECTORIES: _, ...own } = env;
    await git(host, place.path, ["unpack-objects", "-q"], { env: own, stdin: pack, timeoutMs: mostLookMs });
    return files;
  });
  try {
    return (await kept) ?? [];
  } catch (error) {
    // Whoever worked there may have taken a part of it away: there is nothing whole to keep, and other work goes on.
    if (error instanceof WorktreeTrouble) return [];
    throw error;
  }
}

const submoduleMode = "160000";
/** More than these no story leaves aside. */
const mostStrayFiles = 1_000;

/** What a stray commit has that the base has not, the untracked files of a stash included. */
async function filesOf(
  host: GitHost,
  place: WorktreePlace,
  { base, stray, env }: { base: string; stray: string; env: Record<string, string> },
): Promise<StrayFile[]> {
  const raw = ["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", base, stray];
  const records = textRecords(await gitBytes(host, place.path, raw, { env, timeoutMs: mostLookMs }));
  const changed = records.flatMap((record, at) => {
    const [, mode = "", oid = "", kind] = /^:\d+ (\d+) \S+ (\S+) ([AMT])$/.exec(record) ?? [];
    return kind === undefined ? [] : [{ path: records[at + 1] ?? "", mode, oid }];
  });
  const untracked = await tryGit(host, place.path, ["ls-tree", "-r", "-z", "--full-tree", `${stray}^3`], {
    env,
    timeoutMs: mostLookMs,
  });
  // A merge of three branches is no stash: its third parent has what it was merged from.
  const more =
    untracked.exitCode === 0 && (await isStash(host, place, stray, env)) ? textRecords(untracked.stdout) : [];
  const added = more.flatMap((record) => {
    const [, mode = "", oid = "", path] = /^(\d+) blob (\S+)\t([\s\S]+)$/.exec(record) ?? [];
    return path === undefined ? [] : [{ path, mode, oid }];
  });
  return [...changed, ...added];
}

/** The untracked files of a stash are a commit without a parent. */
async function isStash(
  host: GitHost,
  place: WorktreePlace,
  stray: string,
  env: Record<string, string>,
): Promise<boolean> {
  const parent = ["rev-parse", "--verify", "--quiet", `${stray}^3^`];
  return (await tryGit(host, place.path, parent, { env, timeoutMs: mostLookMs })).exitCode !== 0;
}

/**
 * Looks at the stray commits among these tips, newest first, with copies of the worktree's objects: git opens no file that
 * somebody else may still put a pipe or a link in the place of. The index is a new one, too: the worktree's stays that of
 * the base. `null`: there are none, or they are too large.
 */
async function withStray<T>(
  host: GitHost & Pick<Host, "newId">,
  source: WorktreeSource,
  place: WorktreePlace,
  { tips, base }: { tips: readonly string[]; base: string },
  use: (strays: string[], env: Record<string, string>, index: string) => Promise<T>,
): Promise<T | null> {
  if (tips.length === 0) return null;
  const index = `${place.index}.${host.newId()}`;
  const objects = `${index}.objects`;
  try {
    await mkdir(objects, { mode: 0o700 });
    if (!(await copyObjects(join(place.path, ".git", "objects"), objects))) return null;
    const env = { ...outsideView(source, place, index), GIT_ALTERNATE_OBJECT_DIRECTORIES: objects };
    const strays = await straysOf(host, place, { tips, base, env });
    return strays.length === 0 ? null : await use(strays, env, index);
  } catch (error) {
    throw asUnreadable(error);
  } finally {
    for (const path of [index, `${index}.lock`, `${index}.untracked`, `${index}.untracked.lock`, objects])
      await rm(path, { recursive: true, force: true });
  }
}

/** A stash has a third parent where it took untracked files along. */
async function bringUntracked(
  host: GitHost,
  place: WorktreePlace,
  stray: string,
  env: Record<string, string>,
): Promise<void> {
  const parent = ["rev-parse", "--verify", "--quiet", `${stray}^3^{tree}`];
  const found = await tryGit(host, place.path, parent, { env, timeoutMs: mostLookMs });
  if (found.exitCode !== 0) return;
  for (const args of [
    ["read-tree", found.stdout.toString("utf8").trim()],
    ["checkout-index", "--all", "--force", "--quiet"],
  ])
    await git(host, place.path, [...noHooks, ...args], { env, timeoutMs: mostLookMs });
}

/** What whoever worked there broke is that story's trouble; a disk without room is everybody's. */
function asUnreadable(error: unknown): unknown {
  if (!(error instanceof GitFailure) || /No space left|Disk quota|unable to write/i.test(error.stderr)) return error;
  const { reason } = readGitWords(error.stderr);
  return new WorktreeTrouble(
    `Work that was left on another branch or in a stash can't be read (${reason}): put it among the files`,
    { cause: error },
  );
}

/** More than that is no story's work. */
const mostObjectBytes = 1024 ** 3;
const objectName = /^(?:[0-9a-f]{2}\/[0-9a-f]{38,62}|pack\/pack-[0-9a-f]{40,64}\.(?:pack|idx))$/;

/** Copies a repository's own objects, and nothing that leads elsewhere. False: there is more than that. */
async function copyObjects(from: string, to: string): Promise<boolean> {
  let room = mostObjectBytes;
  for await (const files of walkFiles(from, "", () => false)) {
    for (const { path } of files) {
      if (!objectName.test(path)) continue;
      await mkdir(dirname(join(to, path)), { recursive: true });
      const bytes = await copyPlain(join(from, path), join(to, path), room);
      if (bytes === null) return false;
      room -= bytes;
    }
  }
  return true;
}

const mostRefBytes = 16 * 1024 * 1024;
const mostTips = 200;

/**
 * The tips of branches that the person does not have. The worktree's repository is read as files: git would take its
 * settings from it, and those belong to whoever worked there.
 */
async function strayTips(source: WorktreeSource, place: WorktreePlace, base: string): Promise<string[]> {
  const dotGit = join(place.path, ".git");
  for (const folder of [dotGit, join(dotGit, "objects")]) {
    if ((await lstat(folder).catch(() => null))?.isDirectory() !== true) return [];
  }
  return (await branchTips(dotGit)).filter((tip) => tip !== base && !source.packedRefs.includes(tip));
}

/** So many branches of a story are looked into. */
const mostStrays = 20;

/** Those of these that were made on top of the base, newest first. */
async function straysOf(
  host: GitHost,
  place: WorktreePlace,
  { tips, base, env }: { tips: readonly string[]; base: string; env: Record<string, string> },
): Promise<string[]> {
  const args = ["rev-list", "--no-walk", "--ignore-missing", "--date-order", ...tips];
  const known = await tryGit(host, place.path, args, { env, timeoutMs: mostLookMs });
  if (known.exitCode !== 0) return [];
  const strays: string[] = [];
  for (const tip of known.stdout.toString("utf8").split("\n").slice(0, mostStrays)) {
    if (tip === "") continue;
    if (await isBelow(host, place, { older: base, newer: tip, env })) strays.push(tip);
  }
  return strays;
}

async function isBelow(
  host: GitHost,
  place: WorktreePlace,
  { older, newer, env }: { older: string; newer: string; env: Record<string, string> },
): Promise<boolean> {
  const args = ["merge-base", "--is-ancestor", older, newer];
  return (await tryGit(host, place.path, args, { env, timeoutMs: mostLookMs })).exitCode === 0;
}

/** The commit that is checked out, as the files of a repository say; what is in it was in the worktree's files. */
async function headTip(dotGit: string): Promise<string | null> {
  const read = async (path: string) => (await readPlain(join(dotGit, path), 1_000))?.toString("latin1").trim() ?? "";
  const ref = /^ref: (refs\/heads\/[^\0]+)$/.exec(await read("HEAD"))?.[1];
  if (ref === undefined) return null;
  const loose = ref.split("/").includes("..") ? "" : await read(ref);
  if (loose !== "") return loose;
  const packed = (await readPlain(join(dotGit, "packed-refs"), mostRefBytes))?.toString("latin1") ?? "";
  const line = packed.split("\n").find((one) => one.endsWith(` ${ref}`));
  return line?.slice(0, line.indexOf(" ")) ?? null;
}

/** Of a repository's own notes of what it pointed to: older stashes, and commits on no branch that somebody went away from. */
const notes = [
  ["logs/refs/stash", /^[0-9a-f]+ ([0-9a-f]{40,64}) /gm],
  ["logs/HEAD", /\tcheckout: moving from ([0-9a-f]{40,64}) to /g],
] as const;

/** The commits that were made in the repository, as it notes them. */
async function madeHere(dotGit: string): Promise<Set<string>> {
  const text = (await readPlain(join(dotGit, "logs/HEAD"), mostRefBytes))?.toString("latin1") ?? "";
  return new Set([...text.matchAll(/^[0-9a-f]+ ([0-9a-f]{40,64}) [^\n]*\tcommit\b/gm)].map(([, tip = ""]) => tip));
}

async function notedTips(dotGit: string): Promise<string[]> {
  const texts = notes.map(async ([path, line]) => {
    const text = (await readPlain(join(dotGit, path), mostRefBytes))?.toString("latin1") ?? "";
    return [...text.matchAll(line)].map(([, tip = ""]) => tip);
  });
  return (await Promise.all(texts)).flatMap((tips) => [...new Set(tips)].slice(-mostTips));
}

/** What the branches of a repository and its newest stash point to, as its files say, and what it notes beside. */
async function branchTips(dotGit: string): Promise<string[]> {
  const tips = new Set<string>();
  const made = await madeHere(dotGit);
  const add = async (path: string) => {
    const tip = (await readPlain(join(dotGit, path), 100))?.toString("latin1").trim() ?? "";
    // A tag may have been fetched: then it is nobody's work here.
    if (/^[0-9a-f]{40,64}$/.test(tip) && (!path.startsWith("refs/tags/") || made.has(tip))) tips.add(tip);
  };
  await add("refs/stash");
  for (const folder of ["refs/heads/", "refs/tags/"]) {
    for await (const files of walkFiles(dotGit, folder, () => false)) {
      for (const { path } of files.filter(({ entry }) => entry.isFile())) {
        if (tips.size >= mostTips) break;
        await add(path);
      }
    }
  }
  const packed = (await readPlain(join(dotGit, "packed-refs"), mostRefBytes))?.toString("latin1") ?? "";
  for (const line of packed.split("\n")) {
    const tip = /^([0-9a-f]{40,64}) refs\/(?:heads\/|stash$)/.exec(line)?.[1];
    if (tip !== undefined && tips.size < mostTips) tips.add(tip);
  }
  return [...tips, ...(await notedTips(dotGit))].slice(0, 2 * mostTips);
}
