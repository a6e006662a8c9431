import { tryGit } from "../git/git.ts";
import type { Host } from "../host/host.ts";
import type { RunListing } from "../store/find-run.ts";
import { listKeptPlans, listSandboxCaches } from "../store/left-overs.ts";
import { shellWord } from "../text/quoting.ts";

/** Something that lies beside the runs. */
export interface LeftOver {
  path: string;
  /** Why it stays; null: it may go. */
  why: string | null;
  /** Somebody works with it: not even force takes it. */
  inUse: boolean;
}

/**
 * What no run owns: the sandbox's caches of the repository at `root`, which are only a quicker install. Null: those of every
 * repository, and the plans that the person left, which are paid work and belong to none. A cache stays while a run that is live may use it.
 */
export async function findLeftOvers(
  host: Host,
  { cacheDir, stateDir }: { cacheDir: string; stateDir: string },
  { root, known }: { root: string | null; known: readonly RunListing[] },
): Promise<LeftOver[]> {
  const caches = listSandboxCaches(cacheDir);
  const live = caches.length === 0 ? [] : known.filter(({ state }) => state === "live");
  const used = new Set(await Promise.all(live.map(({ repository }) => commonDirOf(host, repository))));
  const here = root === null || caches.length === 0 ? null : await commonDirOf(host, root);
  const ours = root === null ? caches : caches.filter(({ commonDir }) => commonDir !== null && commonDir === here);
  // A live run whose repository can't be asked may be anybody's.
  const isUsed = (commonDir: string | null) =>
    used.has(null) || (used.size > 0 && commonDir === null) || used.has(commonDir);
  const plans = root === null ? listKeptPlans(stateDir) : [];
  return [
    ...ours.map(({ path, commonDir }): LeftOver => {
      const inUse = isUsed(commonDir);
      return { path, why: inUse ? "a live run may use it" : null, inUse };
    }),
    ...plans.map(({ file }): LeftOver => {
      return { path: file, why: `it can be run with: baro conduct ${shellWord(file)}`, inUse: false };
    }),
  ];
}

/** The git directory that a repository's worktrees share, absolute; `null`: git does not tell. */
export async function commonDirOf(host: Host, repository: string): Promise<string | null> {
  const args = ["rev-parse", "--path-format=absolute", "--git-common-dir"];
  const result = await tryGit(host, repository, args).catch(() => null);
  return result?.exitCode === 0 ? result.stdout.toString("utf8").trimEnd() : null;
}
