import type { Watcher } from "../core/person.ts";
import { makeScratchRepository } from "../demo/scratch-repository.ts";
import type { Host } from "../host/host.ts";
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
 * stays for its `result`, or for a run that can be resumed; one that nothing was begun in goes.
 */
export async function runDemo(
  { host, options, person, watcher }: Invocation,
  which: "focused" | "parallel",
): Promise<{ end: RunEnd; result: DemoResult | null }> {
  const { root, goal, verify, remove } = await makeScratchRepository(which);
  const demo: RunOptions = {
    ...options,
    cwd: root,
    agent: { name: "demo", model: null, command: null },
    planner: null,
    tiers: {},
    deliver: "branch",
    base: "HEAD",
    includeDirty: false,
    // Each demo has a repository of its own, so nothing that is set up there is used again.
    warm: false,
    verify,
    followUp: null,
  };
  host.writeErr(`This demo is scripted: a built-in model plays the agent, in the scratch repository ${root}\n`);
  const result: Noted = { branch: null, began: false };
  let kept = true;
  try {
    const end = await playGoal({ host, options: demo, person, watcher: noting(watcher, result) }, goal);
    kept = end.run !== null;
    return { end, result: await resultOf(host, root, result) };
  } catch (error) {
    kept = result.began;
    throw error;
  } finally {
    if (!kept) remove();
  }
}

async function resultOf(host: Host, root: string, { branch }: Noted): Promise<DemoResult | null> {
  return branch === null ? null : { root, branch, diff: await branchDiff(host, root, "main", branch) };
}

interface Noted {
  branch: string | null;
  began: boolean;
}

function noting(watcher: Watcher, result: Noted): Watcher {
  return {
    recall: (events) => watcher.recall?.(events),
    see: (event) => {
      result.began = true;
      if (event.type === "delivery.finished") result.branch = event.branch;
      watcher.see(event);
    },
    pause: () => watcher.pause(),
  };
}
