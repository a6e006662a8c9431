import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Agent } from "../agents/agent.ts";
import { type ConductResult, conduct } from "../conduct/conduct.ts";
import { makeEffects, type RealEffects } from "../conduct/real-effects.ts";
import { runChecks } from "../conduct/run-checks.ts";
import type { EnforcedPlan } from "../core/plan.ts";
import type { Story } from "../core/story.ts";
import { totalTokens } from "../core/usage.ts";
import { figuresOf } from "../report/figures.ts";
import { foldRun } from "../state/run-state.ts";
import { isTrusted } from "../store/trust.ts";
import type { Session } from "./run-context.ts";

/** One check may take this long: the slowest builds of CI do. */
const checkTimeoutMs = 30 * 60_000;

/** Where a run's stories are worked on. */
export interface Workshop {
  effects: RealEffects;
  /** The run's checks, looked for from the start. */
  checks: Promise<string[]>;
  /** `whole`: every story has its outcome, and nothing in here is needed any more. Only the first call counts. */
  close(whole: boolean): Promise<void>;
}

/**
 * Lets stages have a workshop, and closes it whatever happens: what finished stories left is removed, what a resumed run
 * needs stays. The first worktree is made at once, while a model or a person still thinks.
 */
export async function withWorkshop<T>(session: Session, stages: (workshop: Workshop) => Promise<T>): Promise<T> {
  const { dryRun, keep } = session.options;
  const effects = makeEffects(session.host, effectOptions(session));
  const checks = dryRun ? Promise.resolve([]) : runChecks(session);
  // A failure shows where the checks are asked for, if the run comes that far.
  checks.catch(() => {});
  if (!dryRun) effects.prepare(session.base, 1);
  let closing: Promise<void> | null = keep ? Promise.resolve() : null;
  const close = (whole: boolean) => {
    closing ??= effects.close(whole);
    return closing;
  };
  try {
    return await stages({ effects, checks, close });
  } finally {
    // What is still looked for may not speak when the stream is closed.
    await checks.catch(() => {});
    await close(false);
  }
}

/** Runs the plan's stories from wherever the journal says they stand. */
export async function conductStories(
  session: Session,
  workshop: Workshop,
  enforced: EnforcedPlan,
): Promise<ConductResult> {
  const { options, stream, interrupts } = session;
  const { effects } = workshop;
  const { stories } = enforced.plan;
  effects.prepare(session.base, Math.min(enforced.parallelism, stories.length));
  const checks = await workshop.checks;
  const spent = figuresOf(stream.events);
  const progress = foldRun(stream.events);
  const result = await conduct(
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
  await workshop.close(result.outcome === "done");
  return result;
}

function effectOptions(session: Session): Parameters<typeof makeEffects>[1] {
  const { options, repository, stream, crew } = session;
  const { silenceMs, toolMs, maxTurns, effort, extraInstructions } = options.agentSettings;
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
    effort,
    instructions: extraInstructions,
    logDir: (story, attempt) => {
      const folder = join(stream.folder.logs, `${story.id}-${attempt}`);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    trailers: options.trailers ?? true,
    checkTimeoutMs,
    setUp: {
      commands: options.setup ?? null,
      logDir: join(stream.folder.logs, "set-up"),
      isTrusted: (file, content) => isTrusted(options.stateDir, file, content),
    },
    env: {},
  };
}
