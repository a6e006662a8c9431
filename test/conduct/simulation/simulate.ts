import { type ConductResult, conduct } from "../../../src/conduct/conduct.ts";
import type { ConductInput } from "../../../src/conduct/conductor.ts";
import type { RunEventBody } from "../../../src/core/event.ts";
import { lostStories, withRelated } from "../../../src/state/run-again.ts";
import { foldRun, type RunState } from "../../../src/state/run-state.ts";
import { Invariants } from "./invariants.ts";
import { Random } from "./random.ts";
import { makeScenario, type Scenario } from "./scenario.ts";
import { simEffects } from "./sim-effects.ts";
import { simFleet } from "./sim-fleet.ts";
import { SimProcess } from "./sim-process.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { World } from "./world.ts";

/** A seed that broke a promise, with the journal up to there. */
export class SeedFailure extends Error {
  readonly journal: readonly RunEventBody[];
  constructor(seed: number, cause: unknown, journal: readonly RunEventBody[]) {
    super(`Seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.journal = journal;
  }
}

export interface Simulated {
  scenario: Scenario;
  journal: RunEventBody[];
  result: ConductResult;
  processes: number;
  world: World;
}

/** More of either means that a run does not end. */
const mostSteps = 20_000;
const mostProcesses = 40;

/** Plays one seed to its end, through every death and interruption. Throws when an invariant breaks. */
export async function simulate(seed: number, change: Partial<Scenario> = {}): Promise<Simulated> {
  const journal: RunEventBody[] = [];
  try {
    return await play({ ...makeScenario(seed), ...change }, journal);
  } catch (error) {
    throw new SeedFailure(seed, error, journal);
  }
}

async function play(scenario: Scenario, journal: RunEventBody[]): Promise<Simulated> {
  const world = new World(new Map([["README.md", "base"]]));
  const invariants = new Invariants(scenario);
  let now = 0;
  for (let processes = 1; processes <= mostProcesses; processes++) {
    const process = new SimProcess(new VirtualClock(now), scenario.deaths[processes - 1] ?? Number.POSITIVE_INFINITY);
    const result = await playProcess(scenario, world, process, journal, invariants, processes);
    now = process.clock.now;
    if (result !== null) invariants.atTheEnd(result, world, journal, now);
    invariants.newProcess();
    if (result === null) {
      invariants.died();
      continue;
    }
    if (result.outcome === "done") {
      const state = foldRun(journal);
      const again = state.resumes < scenario.again ? chooseAgain(scenario, state) : [];
      if (again.length === 0) return { scenario, journal, result, processes, world };
      const resumed: RunEventBody = { type: "run.resumed", pid: processes, again };
      journal.push(resumed);
      invariants.see(resumed, world, now);
    }
    invariants.died();
    // Whoever resumes a paused run has waited for the reset.
    if (result.outcome === "paused") now += 3_600_000;
  }
  throw new Error("the run does not come to an end");
}

/** All that did not land, or one of it with what belongs to it. */
function chooseAgain(scenario: Scenario, state: RunState): string[] {
  const lost = lostStories(state);
  const random = new Random(scenario.seed).branch(`again/${state.resumes}`);
  return lost.length === 0 || random.chance(0.5) ? lost : withRelated(state, [random.pick(lost)]);
}

/** One process, until the conductor answers (its result) or the process dies (`null`). */
async function playProcess(
  scenario: Scenario,
  world: World,
  process: SimProcess,
  journal: RunEventBody[],
  invariants: Invariants,
  number: number,
): Promise<ConductResult | null> {
  const stop = new AbortController();
  const interruptAt = scenario.interrupts[number - 1] ?? null;
  const interrupt = () => {
    invariants.interrupted(process.clock.now);
    stop.abort();
  };
  if (interruptAt === 0) interrupt();
  else if (interruptAt !== null) process.clock.after(interruptAt, interrupt);
  let ended: { result: ConductResult } | { error: unknown } | null = null;
  const near = simEffects(scenario, world, process, journal, invariants);
  const { fleet } = scenario;
  const effects =
    fleet === undefined ? near : simFleet({ ...scenario, fleet }, world, process, near, journal, invariants);
  conduct(effects, inputOf(scenario, journal, number), stop.signal).then(
    (result) => {
      ended = { result };
    },
    (error: unknown) => {
      ended = { error };
    },
  );
  const outcome = () => ended as { result: ConductResult } | { error: unknown } | null;
  for (let steps = 0; outcome() === null && !process.dead; steps++) {
    await settled();
    if (process.broken !== null) throw process.broken;
    if (outcome() !== null || process.dead) break;
    if (!process.clock.step()) throw new Error("everybody waits for somebody else");
    if (steps > mostSteps) throw new Error("the run does not come to an end");
  }
  const end = outcome();
  if (end !== null && "error" in end) throw end.error;
  return end === null || process.dead ? null : end.result;
}

function inputOf(scenario: Scenario, journal: readonly RunEventBody[], number: number): ConductInput {
  // A ceiling counts for the first process; whoever resumes raises it.
  const limited = number === 1;
  return {
    run: "sim",
    goal: "simulate",
    base: "base",
    stories: scenario.stories,
    parallelism: scenario.parallelism,
    checks: scenario.checks,
    limits: {
      maxTokens: limited ? scenario.maxTokens : null,
      maxUsd: null,
      timeoutMs: limited ? scenario.timeoutMs : null,
    },
    spent: { tokens: 0, usd: 0, ms: 0 },
    waitForReset: scenario.waitForReset,
    progress: foldRun(journal),
  };
}

/** Resolves when no promise that can go on is left. */
function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
