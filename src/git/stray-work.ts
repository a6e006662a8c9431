import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { type GitHost, git, noHooks, tryGit } from "./git.ts";
import type { WorktreePlace } from "./place.ts";
import { outsideView, type WorktreeSource } from "./worktree.ts";

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
    await git(host, place.path, [...noHooks, "read-tree", "--reset", "-u", stray], { env });
    return true;
  } finally {
    await rm(index, { force: true });
    await rm(`${index}.lock`, { force: true });
  }
}

/** The newest branch tip that was made on top of the base and that the person does not have. */
async function newestStray(
  host: GitHost,
  source: WorktreeSource,
  place: WorktreePlace,
  base: string,
): Promise<string | null> {
  const format = ["--format=%(objectname)", "--sort=-committerdate", `--contains=${base}`];
  const env = { GIT_DIR: join(place.path, ".git") };
  const result = await tryGit(host, place.path, ["for-each-ref", ...format, "refs/heads"], { env });
  // No repository is left, or none that knows the base: then nothing was committed on top of it.
  if (result.exitCode !== 0) return null;
  const tips = result.stdout.toString("utf8").split("\n");
  return tips.find((tip) => tip !== "" && tip !== base && !source.packedRefs.includes(tip)) ?? null;
}
