import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Agent } from "../agents/agent.ts";
import type { EffectOptions, makeEffects } from "../conduct/real-effects.ts";
import type { Story } from "../core/story.ts";
import { passedVariables } from "../host/environment.ts";
import { isTrusted } from "../settings/trust.ts";
import type { RunFolder } from "../store/run-folder.ts";
import type { WarmLimits } from "../worktrees/warm/warm-store.ts";
import { fallbacksFor } from "./agents.ts";
import { traceVariables } from "./export-otel.ts";
import type { Run } from "./run-context.ts";

/** One check may take this long: the slowest builds of CI do. */
const checkTimeoutMs = 30 * 60_000;

/** What may outlive the run; null: nothing. Who keeps worktrees for a look wants them as they are. */
export function warmLimits({ warm, keep, warmWorktrees, warmForMs, warmBytes }: Run["options"]): WarmLimits | null {
  return warm && !keep ? { worktrees: warmWorktrees, ageMs: warmForMs, bytes: warmBytes } : null;
}

/** What the stories of a run are worked on with. `accepted`: see `worktreeOptions`. */
export function effectOptions(run: Run, accepted: Promise<void>): Parameters<typeof makeEffects>[1] {
  const { options, stream, agents } = run;
  const { silenceMs, toolMs, maxTurns, effort, extraInstructions } = options.agentSettings;
  return {
    ...worktreeOptions(run, accepted),
    folder: run.folder,
    branch: run.branch,
    warm: warmLimits(options),
    early: run.early ?? null,
    stateDir: options.stateDir,
    emit: (event) => stream.emit(event),
    agentFor: (story: Story): Agent => agents.tiers[story.weight] ?? agents.writer,
    fallbacks: (story: Story) => fallbacksFor(agents, story.weight),
    agentLimits: { silenceMs, toolMs, maxTurns },
    effort,
    instructions: extraInstructions,
    logDir: (story, attempt) => {
      const folder = join(stream.folder.logs, `${story.id}-${attempt}`);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    agentEnv: (attempt) => traceVariables(run.host.env, run.run, attempt),
  };
}

/** What the worktrees of a run are like. `accepted`: what the repository brings may run from then on. */
export function worktreeOptions(
  { host, options, repository, run, base, sandbox, stream, typedGoal }: WorktreesOf,
  accepted: Promise<void>,
): Pick<
  EffectOptions,
  "root" | "run" | "base" | "cacheDir" | "sandbox" | "trailers" | "typedGoal" | "checkTimeoutMs" | "setUp" | "env"
> {
  return {
    root: repository.root,
    run,
    base,
    cacheDir: options.cacheDir,
    sandbox,
    trailers: options.trailers,
    typedGoal,
    checkTimeoutMs,
    setUp: {
      accepted,
      commands: options.setup,
      logDir: join(stream.folder.logs, "set-up"),
      isTrusted: (file, content) => isTrusted(options.stateDir, file, content),
    },
    env: passedVariables(host.env, options.env),
  };
}

type WorktreesOf = Pick<Run, "host" | "options" | "run" | "base" | "sandbox" | "typedGoal"> & {
  repository: { root: string };
  stream: { folder: RunFolder };
};
