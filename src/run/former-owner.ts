import { removeLeftLocks } from "../git/left-locks.ts";
import type { Host } from "../host/host.ts";
import type { Ownership } from "../store/owner.ts";
import { runRefs } from "../worktrees/run-commits.ts";

/**
 * Ends what a process that was killed with the run in its hands had started, and takes away the locks that its git left on
 * the run's own refs: they would refuse each later move for ever. Only the run's owner may. `commonDir`: the git
 * directory that has the refs; `branch`: the run's own.
 */
export async function endFormerOwner(
  host: Host,
  { dead }: Pick<Ownership, "dead">,
  { run, branch, commonDir }: { run: string; branch: string; commonDir: string },
): Promise<void> {
  // Its agents may work on for a moment; nobody else may start in their worktrees before.
  if (dead?.treeMark != null) await host.endTrees(dead.treeMark);
  await removeLeftLocks(commonDir, [runRefs(run).prefix, `refs/heads/${branch}`]);
}
