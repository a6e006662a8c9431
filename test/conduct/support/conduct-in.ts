import { join } from "node:path";
import type { Agent } from "../../../src/agents/agent.ts";
import { defaultAgentLimits } from "../../../src/agents/agent.ts";
import { type ConductResult, conduct } from "../../../src/conduct/conduct.ts";
import type { ConductInput } from "../../../src/conduct/conductor.ts";
import { type EffectOptions, makeEffects, type RealEffects } from "../../../src/conduct/real-effects.ts";
import type { EventOf, RunEventBody } from "../../../src/core/event.ts";
import type { Story } from "../../../src/core/story.ts";
import { systemHost } from "../../../src/host/system.ts";
import { foldRun } from "../../../src/state/run-state.ts";
import { gitIn } from "../../support/scratch.ts";

const host = systemHost();

export const story = (id: string, change: Partial<Story> = {}): Story => ({
  id,
  title: `Story ${id}`,
  brief: `Do ${id}`,
  writes: [`${id.toLowerCase()}/`],
  reads: [],
  dependsOn: [],
  acceptance: [],
  verify: [],
  weight: "standard",
  ...change,
});

export interface Conducted extends ConductResult {
  events: RunEventBody[];
  /** What the clean-up failed with. */
  unclean: string | null;
  of<T extends RunEventBody["type"]>(type: T): EventOf<T>[];
}

export interface ConductRequest {
  root: string;
  stories: Story[];
  agent: Agent | ((story: Story) => Agent);
  /** Kept by the caller for a second round of the same run. */
  folder: string;
  events?: RunEventBody[];
  input?: Partial<ConductInput>;
  options?: Partial<EffectOptions>;
  /** Changes what the effects do. */
  around?: (effects: RealEffects) => Partial<RealEffects>;
  signal?: AbortSignal;
  onEvent?: (event: RunEventBody) => void;
}

export const branch = "baro/scratch-r1";

/** Conducts a plan in a real repository with agents of the test's own. */
export async function conductIn(request: ConductRequest): Promise<Conducted> {
  const events = request.events ?? [];
  const { agent } = request;
  const base = request.input?.base ?? gitIn(request.root, "rev-parse", "HEAD");
  const real = makeEffects(host, {
    root: request.root,
    run: "r1",
    branch,
    base,
    cacheDir: join(request.folder, "cache"),
    stateDir: join(request.folder, "state"),
    emit: (event) => {
      events.push(event);
      request.onEvent?.(event);
      return Promise.resolve();
    },
    agentFor: typeof agent === "function" ? agent : () => agent,
    sandbox: null,
    agentLimits: defaultAgentLimits,
    effort: null,
    instructions: null,
    logDir: () => null,
    trailers: true,
    checkTimeoutMs: 60_000,
    setUp: null,
    env: {},
    ...request.options,
  });
  const effects = { ...real, ...request.around?.(real) };
  const input: ConductInput = {
    run: "r1",
    goal: "The goal",
    base,
    stories: request.stories,
    parallelism: 4,
    checks: [],
    limits: { maxTokens: null, maxUsd: null, timeoutMs: null },
    spent: { tokens: 0, usd: 0, ms: 0 },
    waitForReset: false,
    progress: foldRun(events),
    ...request.input,
  };
  const result = await conduct(effects, input, request.signal ?? new AbortController().signal);
  const left = await effects.close(result.outcome === "done" ? result.head : null);
  const unclean = left.folder === null ? null : String(left.folder);
  return {
    ...result,
    unclean,
    events,
    of: <T extends RunEventBody["type"]>(type: T) =>
      events.filter((event): event is EventOf<T> & RunEventBody => event.type === type) as EventOf<T>[],
  };
}
