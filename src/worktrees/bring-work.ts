import { rm } from "node:fs/promises";
import { besideFiles } from "../git/beside-files.ts";
import { git, gitBytes, noHooks, tryGit } from "../git/git.ts";
import { resolveCommit } from "../git/refs.ts";
import { copyIndex, mostLookMs, outsideView, type WorktreeSource } from "../git/worktree.ts";
import type { Host } from "../host/host.ts";
import type { PooledWorktree } from "./worktree-pool.ts";

/**
 * Brings what a commit changed into a worktree, not committed. What does not fit any more is not brought: a file with
 * conflict markers is nothing to go on from.
 */
export async function bringWork(
  host: Host,
  { root, source, worktree }: { root: string; source: WorktreeSource; worktree: PooledWorktree },
  work: string,
): Promise<void> {
  const parent = await resolveCommit(host, root, `${work}^`);
  const diff = ["diff", "--binary", "--full-index", parent ?? worktree.base, work];
  const place = await besideFiles(host, root);
  const patch = await gitBytes(host, place.cwd, diff, { env: place.env });
  if (patch.length === 0) return;
  // A copy: the worktree's index stays that of the base, so that what is brought shows as changes.
  const index = `${worktree.index}.${host.newId()}`;
  await copyIndex(worktree.index, index);
  const env = outsideView(source, worktree, index);
  try {
    const apply = [...noHooks, "apply", "--3way", "--whitespace=nowarn", "-"];
    const result = await tryGit(host, worktree.path, apply, { stdin: patch, env, timeoutMs: mostLookMs });
    const back = [...noHooks, "read-tree", "--reset", "-u", worktree.base];
    if (result.exitCode !== 0) await git(host, worktree.path, back, { env, timeoutMs: mostLookMs });
  } finally {
    await rm(index, { force: true });
  }
}
