import { type ConductResult, conduct } from "../conduct/conduct.ts";
import { agentTimeLeft } from "../conduct/limits.ts";
import type { EnforcedPlan } from "../core/plan.ts";
import { totalTokens } from "../core/usage.ts";
import { figuresOf } from "../report/figures.ts";
import { foldRun, type RunState } from "../state/run-state.ts";
import { takeOrders } from "../store/orders.ts";
import type { Run } from "./run-context.ts";
import type { RunWorktrees } from "./run-worktrees.ts";
import { timeSpent } from "./time-spent.ts";
import { watchingStories } from "./watched-checkout.ts";

/** What a program that was told to stop has to do so by itself. */
const deafMs = 1_000;

/** Runs the plan's stories from wherever the journal says they stand. */
export async function conductStories(
  run: Run,
  worktrees: RunWorktrees,
  enforced: EnforcedPlan,
): Promise<ConductResult> {
  const { options, stream, interrupts } = run;
  const { effects } = worktrees;
  const { stories } = enforced.plan;
  worktrees.prepare(Math.min(enforced.parallelism, stories.length));
  const { checks, scope } = await worktrees.checks;
  await worktrees.look();
  await inTime(run, worktrees.requirePlaces(stories));
  const figures = figuresOf(stream.events);
  const spentMs = timeSpent(run.host, stream.events);
  // After everything was told to stop: what does not even hear that ends then.
  if (options.timeoutMs !== null) run.ending?.endIn(Math.max(0, options.timeoutMs - spentMs) + deafMs);
  const progress = foldRun(stream.events);
  const conducting = () =>
    conduct(
      effects,
      {
        run: run.run,
        goal: run.goal,
        folder: run.folder,
        base: run.base,
        stories,
        parallelism: enforced.parallelism,
        checks,
        scope,
        limits: { maxTokens: options.maxTokens, maxUsd: options.maxUsd, timeoutMs: options.timeoutMs },
        spent: { ...spentBefore(figures, progress), ms: spentMs },
        waitForReset: options.waitForReset,
        orders: (take) => takeOrders(run.host, stream.folder, take),
        progress,
      },
      interrupts.signal,
    );
  // In a sandbox nobody can write there.
  if (run.sandbox !== null) return conducting();
  const notice = (message: string) => stream.emit({ type: "run.notice", message }).then(() => {});
  return watchingStories(run.host, { root: run.repository.root, options, notice }, conducting);
}

/** Waits for workers as long as agents may take; then the stories hear that the time is up. */
async function inTime({ host, options, stream }: Run, places: Promise<void>): Promise<void> {
  const left = agentTimeLeft(options, timeSpent(host, stream.events));
  if (left === null) return places;
  const done = new AbortController();
  places.catch(() => {});
  try {
    await Promise.race([places, host.sleep(left, done.signal)]);
  } finally {
    done.abort();
  }
}

/** Tokens and money that were used before the stories, of all that was used so far: what they used themselves is in their progress. */
export function spentBefore(
  all: Pick<ReturnType<typeof figuresOf>, "usage" | "usd">,
  ofStories: Pick<RunState, "usage" | "usd">,
): { tokens: number; usd: number } {
  const tokens = totalTokens(all.usage) - totalTokens(ofStories.usage);
  return { tokens, usd: (all.usd ?? 0) - (ofStories.usd ?? 0) };
}
