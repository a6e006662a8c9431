import { copyFile, lstat, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { readPlain } from "../host/read-plain.ts";
import { type GitHost, git, noHooks, tryGit } from "./git.ts";
import type { WorktreePlace } from "./place.ts";
import { walkFiles } from "./special-files.ts";
import { mostLookMs, outsideView, type WorktreeSource } from "./worktree.ts";

/**
 * Brings work into a worktree's files that was committed in it on some branch and then left there. False: there is none.
 * The worktree's own settings have no say in it: whoever worked there may have changed them.
 */
export async function bringStrayWork(
  host: GitHost & Pick<Host, "newId">,
  source: WorktreeSource,
  place: WorktreePlace,
  base: string,
): Promise<boolean> {
  const stray = await newestStray(host, source, place, base);
  if (stray === null) return false;
  // A copy: the worktree's index stays that of the base, so that what is brought shows as changes.
  const index = `${place.index}.${host.newId()}`;
  await copyFile(place.index, index);
  try {
    const objects = join(place.path, ".git", "objects");
    const env = { ...outsideView(source, place, index), GIT_ALTERNATE_OBJECT_DIRECTORIES: objects };
    await git(host, place.path, [...noHooks, "read-tree", "--reset", "-u", stray], { env, timeoutMs: mostLookMs });
    return true;
  } finally {
    await rm(index, { force: true });
    await rm(`${index}.lock`, { force: true });
  }
}

const mostRefBytes = 16 * 1024 * 1024;
const mostTips = 200;

/**
 * The newest branch tip that was made on top of the base and that the person does not have. The worktree's repository is
 * read as files: git would take its settings from it, and those belong to whoever worked there.
 */
async function newestStray(
  host: GitHost,
  source: WorktreeSource,
  place: WorktreePlace,
  base: string,
): Promise<string | null> {
  const dotGit = join(place.path, ".git");
  if ((await lstat(dotGit).catch(() => null))?.isDirectory() !== true) return null;
  const tips = (await branchTips(dotGit)).filter((tip) => tip !== base && !source.packedRefs.includes(tip));
  if (tips.length === 0) return null;
  const env = {
    ...outsideView(source, place),
    GIT_ALTERNATE_OBJECT_DIRECTORIES: join(dotGit, "objects"),
  };
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

/** What the branches of a repository point to, as its files say. */
async function branchTips(dotGit: string): Promise<string[]> {
  const tips = new Set<string>();
  for await (const { path, entry } of walkFiles(dotGit, "refs/heads/", () => false)) {
    if (tips.size >= mostTips) break;
    const text = entry.isFile() ? await readPlain(join(dotGit, path), 100) : null;
    const tip = text?.toString("latin1").trim() ?? "";
    if (/^[0-9a-f]{40,64}$/.test(tip)) tips.add(tip);
  }
  const packed = (await readPlain(join(dotGit, "packed-refs"), mostRefBytes))?.toString("latin1") ?? "";
  for (const line of packed.split("\n")) {
    const tip = /^([0-9a-f]{40,64}) refs\/heads\//.exec(line)?.[1];
    if (tip !== undefined && tips.size < mostTips) tips.add(tip);
  }
  return [...tips];
}
