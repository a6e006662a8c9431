import { basename } from "node:path";
import pkg from "../../package.json" with { type: "json" };
import { renderAgentChoice } from "../core/agent-name.ts";
import { defaultParallelism } from "../core/mode.ts";
import type { Story } from "../core/story.ts";
import { type FleetEffects, fleetEffects } from "../fleet/fleet-effects.ts";
import type { Opening } from "../fleet/worker-link.ts";
import { signsCommits } from "../git/commit.ts";
import { contentRules } from "../git/content-rules.ts";
import type { Host } from "../host/host.ts";
import { parseWorkerSpec } from "../settings/worker-spec.ts";
import type { WorktreeEffects } from "../worktrees/effects.ts";
import type { LocalEffects } from "../worktrees/local-effects.ts";
import type { Run } from "./run-context.ts";

/** How stories are worked on here, as far as it is the same on every machine. */
export interface SharedSettings {
  checkTimeoutMs: number;
  logDir(story: Story, attempt: number): string | null;
}

/** The effects on this machine's own worktrees. */
type NearEffects = WorktreeEffects & Pick<LocalEffects, "messageOf">;

/** The machines of a run that names some. `local`: this one's own effects. */
export async function openFleet(run: Run, local: NearEffects, shared: SharedSettings): Promise<FleetEffects> {
  const { host, options, repository, stream, agents, interrupts } = run;
  const { silenceMs, toolMs, maxTurns, effort, extraInstructions } = options.agentSettings;
  const agentOf = (story: Story) => plainName(agents.tiers[story.weight] ?? agents.writer);
  const everybody = [agents.writer, ...Object.values(agents.tiers), ...agents.fallbacks.map(({ agent }) => agent)];
  const opening: Opening = {
    version: pkg.version,
    repository: { name: basename(repository.root), remote: repository.remote },
    agents: [...new Set(everybody.map(plainName))],
    settings: {
      run: run.run,
      base: run.base,
      folder: run.folder,
      trailers: options.trailers,
      checkTimeoutMs: shared.checkTimeoutMs,
      setup: options.setup,
      content: await contentRules(host, repository.root, run.base),
      env: options.env,
      sandbox: options.sandbox,
      agentLimits: { silenceMs, toolMs, maxTurns },
      effort,
      instructions: extraInstructions,
      priced: options.maxUsd !== null,
      patienceMs: options.workerTimeoutMs,
    },
  };
  return fleetEffects(host, local, {
    root: repository.root,
    workers: options.workers.map(parseWorkerSpec),
    openPool:
      options.queue === null
        ? null
        : async () => {
            const { openPool } = await import("./pool.ts");
            return openPool(run, opening);
          },
    opening,
    emit: (event) => run.stream.emit(event),
    fence: highestFence(stream.events),
    agentOf,
    sign: onceAsked(host, repository.root),
    logDir: shared.logDir,
    messageOf: (story) => local.messageOf(story),
    localSlots: defaultParallelism,
    signal: interrupts.signal,
  });
}

function plainName({ choice }: Run["agents"]["writer"]): string {
  return renderAgentChoice({ ...choice, model: null });
}

/** Leases of an earlier process of the run are below every one of this process. */
function highestFence(events: Run["stream"]["events"]): number {
  return events.reduce((most, event) => (event.type === "lease.taken" ? Math.max(most, event.fence) : most), 0);
}

function onceAsked(host: Host, root: string): () => Promise<boolean> {
  let signs: Promise<boolean> | null = null;
  return () => {
    signs ??= signsCommits(host, root);
    return signs;
  };
}
