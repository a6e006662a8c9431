import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Agent } from "../agents/agent.ts";
import { type ConductResult, conduct } from "../conduct/conduct.ts";
import { foldProgress } from "../conduct/progress.ts";
import { makeEffects, type RealEffects } from "../conduct/real-effects.ts";
import type { EnforcedPlan } from "../core/plan.ts";
import type { Story } from "../core/story.ts";
import { totalTokens } from "../core/usage.ts";
import { integrateCommit } from "../merge/integrate.ts";
import { replayCommits } from "../merge/replay.ts";
import { figuresOf } from "../report/figures.ts";
import { runChecks } from "./run-checks.ts";
import type { Session } from "./session.ts";
import { isTrusted } from "./trust.ts";

/** One check may take this long: the slowest builds of CI do. */
const checkTimeoutMs = 30 * 60_000;

/** Runs the plan's stories from wherever the journal says they stand. */
export async function conductStories(session: Session, enforced: EnforcedPlan): Promise<ConductResult> {
  const { options, stream, interrupts, host } = session;
  const effects = makeEffects(host, effectOptions(session));
  const { stories } = enforced.plan;
  effects.prepare(session.base, Math.min(enforced.parallelism, stories.length));
  let result: ConductResult | null = null;
  try {
    const checks = await runChecks(session);
    const spent = figuresOf(stream.events);
    const progress = foldProgress(stream.events);
    result = await conduct(
      effects,
      {
        run: session.run,
        goal: session.goal,
        base: session.base,
        stories,
        parallelism: enforced.parallelism,
        checks,
        limits: { maxTokens: options.maxTokens, maxUsd: options.maxUsd, timeoutMs: options.timeoutMs },
        // What the stories used is in their progress; here goes what was used before them.
        spent: {
          tokens: totalTokens(spent.usage) - totalTokens(progress.usage),
          usd: (spent.usd ?? 0) - (progress.usd ?? 0),
          ms: spent.wallMs,
        },
        waitForReset: options.waitForReset,
        progress,
      },
      interrupts.signal,
    );
    return result;
  } finally {
    await closeEffects(effects, result, options.keep);
  }
}

/** What finished stories left is removed; what a resumed run needs stays. */
async function closeEffects(effects: RealEffects, result: ConductResult | null, keep: boolean): Promise<void> {
  if (keep) return;
  await effects.close(result?.outcome === "done");
}

function effectOptions(session: Session): Parameters<typeof makeEffects>[1] {
  const { options, repository, stream, crew } = session;
  const { silenceMs, toolMs, maxTurns } = options.agentSettings;
  return {
    root: repository.root,
    run: session.run,
    branch: session.branch,
    base: session.base,
    cacheDir: options.cacheDir,
    stateDir: options.stateDir,
    emit: (event) => stream.emit(event),
    agentFor: (story: Story): Agent => crew.tiers[story.weight] ?? crew.writer,
    sandbox: options.sandbox,
    agentLimits: { silenceMs, toolMs, maxTurns },
    logDir: (story, attempt) => {
      const folder = join(stream.folder.logs, `${story.id}-${attempt}`);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    integrate: integrateCommit,
    replay: replayCommits,
    trailers: true,
    checkTimeoutMs,
    setUp: {
      logDir: join(stream.folder.logs, "set-up"),
      isTrusted: (file, content) => isTrusted(options.stateDir, file, content),
    },
    env: {},
  };
}
