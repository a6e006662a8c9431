import type { RunOptions } from "../core/options.ts";
import type { Watcher } from "../core/person.ts";
import type { RunEnd } from "../core/run-end.ts";
import { makeScratchRepository } from "../demo/scratch-repository.ts";
import type { Host } from "../host/host.ts";
import { runGoal } from "./run-goal.ts";

/**
 * Plays the whole main job on a scratch repository with the built-in scripted model: no key, no network. The repository
 * stays, so that the result can be looked at.
 */
export async function runDemo(
  host: Host,
  options: RunOptions,
  which: "focused" | "parallel",
  watcher: Watcher,
): Promise<RunEnd> {
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
    yes: true,
  };
  host.writeErr(`This demo is scripted: a built-in model plays the agent, in the scratch repository ${root}\n`);
  const end = await runGoal(host, demo, goal, null, watcher);
  host.writeErr(`Look at the result: git -C ${root} log --patch\n`);
  return end;
}
