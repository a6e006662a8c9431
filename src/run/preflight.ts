import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { BaroError } from "../core/error.ts";
import { worktreesFolder } from "../core/worktree-folder.ts";
import { readGitWords } from "../git/explain.ts";
import { GitFailure, git } from "../git/git.ts";
import { readRefs, tryRefs } from "../git/refs.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { exchangeOf } from "./exchange.ts";
import { requireBelow, requireObjects, requireStateRoom, requireTemp, requireWorktrees } from "./preflight-places.ts";
import type { Invocation } from "./run-context.ts";

/** What would stop a run late stops it here: before anything is spent or written. Throws with exit code 5, or `usage`. */
export async function preflight({ host, options }: Invocation, root: string): Promise<void> {
  if (options.dryRun) return;
  requireTemp(tmpdir());
  requireStateRoom(options.stateDir);
  requireWorktrees(join(options.cacheDir, worktreesFolder));
  const stays = options.deliver === "branch" || options.deliver === "patch" || options.deliver === "none";
  await requireNamespace(host, root, stays ? ["refs/heads/baro"] : ["refs/heads/baro", "refs/remotes/"]);
  await requireGitPlaces(host, root);
  await requireRefs(host, root);
  if (options.queue !== null) await requirePool(host, options, root);
}

/** A pool's broker answers, and there is a remote that its workers can fetch from. */
async function requirePool(host: Host, options: RunOptions, root: string): Promise<void> {
  await exchangeOf(host, options, root, "");
  const { reachPool } = await import("./pool.ts");
  await reachPool(host, options);
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

/** The repository lets a branch of ours be made: its folders can be written, and git takes its settings. */
async function requireRefs(host: Host, root: string): Promise<void> {
  try {
    await tryRefs(host, root, ["refs/heads/baro/preflight", "refs/baro/preflight"], "HEAD");
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    const { reason, advice } = readGitWords(error.stderr);
    throw new BaroError("delivery-impossible", `Cannot make a branch in "${root}": ${reason}`, {
      hint: advice ?? "Make the repository's git directory writable, or correct the setting that git names",
      cause: error,
    });
  }
}

/** What is kept of our branches, of the run's refs below `refs/baro/`, and of every commit, git puts into these. */
async function requireGitPlaces(host: Host, root: string): Promise<void> {
  const names = ["refs/heads/baro", "refs/baro", "logs/refs/heads/baro", "logs/refs/baro", "objects"];
  const asked = await git(host, root, ["rev-parse", ...names.flatMap((name) => ["--git-path", name])]);
  const places = asked
    .trimEnd()
    .split("\n")
    .map((path) => resolve(root, path));
  for (const place of places.slice(0, -1)) requireBelow(place);
  requireObjects(places.at(-1) ?? root);
}
