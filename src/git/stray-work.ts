import { copyFile, lstat, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Host } from "../host/host.ts";
import { copyPlain, readPlain } from "../host/read-plain.ts";
import { type GitHost, git, noHooks, tryGit } from "./git.ts";
import type { WorktreePlace } from "./place.ts";
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
  if (tips.length === 0) return false;
  // Copies: the worktree's index stays that of the base, so that what is brought shows as changes, and git opens no file
  // that somebody else may still put a pipe or a link in the place of.
  const index = `${place.index}.${host.newId()}`;
  const objects = `${index}.objects`;
  const untracked = `${index}.untracked`;
  try {
    await mkdir(objects, { mode: 0o700 });
    if (!(await copyObjects(join(place.path, ".git", "objects"), objects))) return false;
    const env = { ...outsideView(source, place, index), GIT_ALTERNATE_OBJECT_DIRECTORIES: objects };
    const stray = await newestStray(host, place, { tips, base, env });
    if (stray === null) return false;
    await copyFile(place.index, index);
    await git(host, place.path, [...noHooks, "read-tree", "--reset", "-u", stray], { env, timeoutMs: mostLookMs });
    await bringUntracked(host, place, stray, { ...env, GIT_INDEX_FILE: untracked });
    return true;
  } finally {
    for (const path of [index, `${index}.lock`, untracked, `${untracked}.lock`, objects])
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

/** The newest of these that was made on top of the base. */
async function newestStray(
  host: GitHost,
  place: WorktreePlace,
  { tips, base, env }: { tips: readonly string[]; base: string; env: Record<string, string> },
): Promise<string | null> {
  const args = ["rev-list", "--no-walk", "--ignore-missing", "--date-order", ...tips];
  const known = await tryGit(host, place.path, args, { env, timeoutMs: mostLookMs });
  if (known.exitCode !== 0) return null;
  for (const tip of known.stdout.toString("utf8").split("\n")) {
    if (tip === "") continue;
    const below = ["merge-base", "--is-ancestor", base, tip];
    if ((await tryGit(host, place.path, below, { env, timeoutMs: mostLookMs })).exitCode === 0) return tip;
  }
  return null;
}

/** What the branches of a repository and its newest stash point to, as its files say. */
async function branchTips(dotGit: string): Promise<string[]> {
  const tips = new Set<string>();
  const add = async (path: string) => {
    const tip = (await readPlain(join(dotGit, path), 100))?.toString("latin1").trim() ?? "";
    if (/^[0-9a-f]{40,64}$/.test(tip)) tips.add(tip);
  };
  await add("refs/stash");
  for await (const files of walkFiles(dotGit, "refs/heads/", () => false)) {
    for (const { path } of files.filter(({ entry }) => entry.isFile())) {
      if (tips.size >= mostTips) break;
      await add(path);
    }
  }
  const packed = (await readPlain(join(dotGit, "packed-refs"), mostRefBytes))?.toString("latin1") ?? "";
  for (const line of packed.split("\n")) {
    const tip = /^([0-9a-f]{40,64}) refs\/(?:heads\/|stash$)/.exec(line)?.[1];
    if (tip !== undefined && tips.size < mostTips) tips.add(tip);
  }
  return [...tips];
}
