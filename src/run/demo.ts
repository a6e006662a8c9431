import type { RunEnd } from "../core/run-end.ts";
import { makeScratchRepository } from "../demo/scratch-repository.ts";
import type { RunOptions } from "../settings/options.ts";
import { shellWord } from "../text/shell-word.ts";
import { runGoal } from "./run.ts";
import type { Invocation } from "./run-context.ts";

/**
 * Plays the whole main job on a scratch repository with the built-in scripted model: no key, no network. The repository
 * stays, so that the result can be looked at.
 */
export async function runDemo(
  { host, options, watcher }: Omit<Invocation, "person">,
  which: "focused" | "parallel",
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
  const end = await runGoal({ host, options: demo, person: null, watcher }, goal);
  host.writeErr(`Look at the result: git -C ${shellWord(root)} log --patch\n`);
  return end;
}
