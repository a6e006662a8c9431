import type { Watcher } from "../core/person.ts";
import { makeScratchRepository } from "../demo/scratch-repository.ts";
import type { RunOptions } from "../settings/options.ts";
import { branchDiff } from "./diff.ts";
import { playGoal } from "./run.ts";
import type { Invocation, RunEnd } from "./run-context.ts";

/** What a demo left: its scratch repository, the branch with the result, and what that changes. */
export interface DemoResult {
  root: string;
  branch: string;
  diff: string;
}

/**
 * Plays the whole main job on a scratch repository with the built-in scripted model: no key, no network. The repository
 * stays, so that its `result` can be looked at.
 */
export async function runDemo(
  { host, options, person, watcher }: Invocation,
  which: "focused" | "parallel",
): Promise<{ end: RunEnd; result: DemoResult | null }> {
  const { root, goal, verify } = await makeScratchRepository(which);
  const demo: RunOptions = {
    ...options,
    cwd: root,
    agent: { name: "demo", model: null, command: null },
    planner: null,
    tiers: {},
    deliver: "branch",
    base: "HEAD",
    includeDirty: false,
    verify,
    followUp: null,
  };
  host.writeErr(`This demo is scripted: a built-in model plays the agent, in the scratch repository ${root}\n`);
  const result: { branch: string | null } = { branch: null };
  const end = await playGoal({ host, options: demo, person, watcher: notingBranch(watcher, result) }, goal);
  const { branch } = result;
  return { end, result: branch === null ? null : { root, branch, diff: await branchDiff(host, root, "main", branch) } };
}

function notingBranch(watcher: Watcher, result: { branch: string | null }): Watcher {
  return {
    recall: (events) => watcher.recall?.(events),
    see: (event) => {
      if (event.type === "delivery.finished") result.branch = event.branch;
      watcher.see(event);
    },
    pause: () => watcher.pause(),
  };
}
