import { accessSync, constants, mkdirSync, readdirSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { BaroError, messageOf } from "../core/error.ts";
import { worktreesFolder } from "../core/worktree-folder.ts";
import { readGitWords } from "../git/explain.ts";
import { GitFailure, git } from "../git/git.ts";
import { readRefs, tryRef } from "../git/refs.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { sizeText } from "../text/units.ts";
import { exchangeOf } from "./exchange.ts";
import type { Invocation } from "./run-context.ts";

/** Less than this is used up by the first checkout, or by what git writes beside it. */
const leastFreeBytes = 64 * 1024 * 1024;

/** What would stop a run late stops it here: before anything is spent or written. Throws with exit code 5, or `usage`. */
export async function preflight({ host, options }: Invocation, root: string): Promise<void> {
  if (options.dryRun) return;
  requireTemp(tmpdir());
  requireRoom(join(options.cacheDir, worktreesFolder));
  const stays = options.deliver === "branch" || options.deliver === "patch" || options.deliver === "none";
  await requireNamespace(host, root, stays ? ["refs/heads/baro"] : ["refs/heads/baro", "refs/remotes/"]);
  await requireRefs(host, root);
  requireObjects(resolve(root, (await git(host, root, ["rev-parse", "--git-path", "objects"])).trimEnd()));
  if (options.queue !== null) await requirePool(host, options, root);
}

/** A pool's broker answers, and there is a remote that its workers can fetch from. */
async function requirePool(host: Host, options: RunOptions, root: string): Promise<void> {
  await exchangeOf(host, options, root, "");
  const { reachPool } = await import("./pool.ts");
  await reachPool(host, options);
}

/** Agents, hooks and patches have their notes there, and none of them makes the folder. */
export function requireTemp(folder: string): void {
  try {
    if (!isAbsolute(folder)) throw new Error("the path is relative");
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new BaroError("no-state", `Cannot keep temporary files in "${folder}": ${messageOf(error, folder)}`, {
      hint: "Set TMPDIR to a folder that can be written",
    });
  }
}

/** The folder of the worktrees can be made, can be written, and has room. */
function requireRoom(folder: string): void {
  const hint = "Set XDG_CACHE_HOME to a folder that can be written and has room";
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new BaroError("delivery-impossible", `Cannot make worktrees in "${folder}": ${messageOf(error, folder)}`, {
      hint,
    });
  }
  const free = tooLittleFree(statfsSync(folder));
  if (free === null) return;
  throw new BaroError("delivery-impossible", `Cannot make worktrees in "${folder}": only ${sizeText(free)} are free`, {
    hint,
  });
}

/** The bytes that are free on a file system where they are too few; null: they are enough, or it counts nothing at all. */
export function tooLittleFree({ bavail, bsize }: { bavail: number; bsize: number }): number | null {
  const free = bavail * bsize;
  return bsize === 0 || free >= leastFreeBytes ? null : free;
}

/** Our branches are all below `baro/`, which no branch called `baro` lets anybody make, here or on a remote. */
async function requireNamespace(host: Host, root: string, names: readonly string[]): Promise<void> {
  const refs = await readRefs(host, root, names);
  for (const ref of refs.keys()) {
    const isHere = ref === "refs/heads/baro";
    if (!isHere && !/^refs\/remotes\/[^/]+\/baro$/.test(ref)) continue;
    const name = isHere ? "baro" : ref.slice("refs/remotes/".length);
    throw new BaroError("delivery-impossible", `Cannot make a branch below "baro/": a branch is called "${name}"`, {
      hint: isHere
        ? "Rename it: git branch -m baro NEW-NAME"
        : "Rename that branch on the remote, then: git fetch --prune",
    });
  }
}

/**
 * Contents and commits can be kept: git writes into the folder of objects and into those in it, of which a command that ran
 * as somebody else may have left some that nobody else can write.
 */
export function requireObjects(folder: string): void {
  const paths = [folder];
  for (const path of paths) {
    try {
      accessSync(path, constants.W_OK | constants.X_OK);
      const inside = path === folder ? readdirSync(path).filter((name) => /^[0-9a-f]{2}$/.test(name)) : [];
      paths.push(...inside.map((name) => join(path, name)));
    } catch (error) {
      throw new BaroError("delivery-impossible", `Cannot keep work in "${path}": ${messageOf(error, path)}`, {
        hint: "Make the repository's git directory writable for you",
        cause: error,
      });
    }
  }
}

/** The repository lets a branch of ours be made: its folders can be written, and git takes its settings. */
async function requireRefs(host: Host, root: string): Promise<void> {
  try {
    await tryRef(host, root, "refs/heads/baro/preflight", "HEAD");
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    const { reason, advice } = readGitWords(error.stderr);
    throw new BaroError("delivery-impossible", `Cannot make a branch in "${root}": ${reason}`, {
      hint: advice ?? "Make the repository's git directory writable, or correct the setting that git names",
      cause: error,
    });
  }
}
