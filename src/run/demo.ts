import type { Watcher } from "../core/person.ts";
import { makeScratchRepository } from "../demo/scratch-repository.ts";
import type { RunOptions } from "../settings/options.ts";
import { shellWord } from "../text/quoting.ts";
import { runGoal } from "./run.ts";
import type { Invocation, RunEnd } from "./run-context.ts";

/**
 * Plays the whole main job on a scratch repository with the built-in scripted model: no key, no network. The repository
 * stays, so that the result can be looked at: `advice` says how, when the run has ended and its card is shown.
 */
export async function runDemo(
  { host, options, person, watcher }: Invocation,
  which: "focused" | "parallel",
): Promise<{ end: RunEnd; advice: string | null }> {
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
  const end = await runGoal({ host, options: demo, person, watcher: notingBranch(watcher, result) }, goal);
  return { end, advice: result.branch === null ? null : adviceFor(root, result.branch) };
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

/** What to type next. Each command stands alone on a line, to be copied. */
function adviceFor(root: string, branch: string): string {
  const git = `git -C ${shellWord(root)}`;
  return `See what it changed:\n  ${git} diff main...${shellWord(branch)}\nMerge it:\n  ${git} merge ${shellWord(branch)}\n`;
}
