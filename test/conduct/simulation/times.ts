import { checksOf } from "../../../src/conduct/next-step.ts";
import type { Scenario } from "./scenario.ts";

/** What things of the simulation take at most, in milliseconds. */
export const most = {
  /** An effect that runs nothing of the project's. */
  effect: 40,
  check: 4_000,
  /** From the word to end to an agent's end. */
  agentEnd: 50,
  /** One way between conductor and worker. */
  lag: 60,
};

/** A conductor that hears nothing for so long gives a worker up. */
export const patienceMs = 20_000;

/** What a person may be kept waiting by: whoever stops wants the end, and at a ceiling what is done still lands. */
export type StopKind = "interruption" | "ceiling";

/**
 * A machine that is not heard is waited for: once for its agent and once for what a story has. At a ceiling on as many machines as a
 * story may lose.
 */
const mostSilences = { interruption: 2, ceiling: 4 };
/** A story that is over is looked at, kept and given back; one that lands is committed, merged and told of beside. */
const mostEffects = 10;

/** How late an agent may say something after everything was told to stop: the word comes there, and what was said until then from it. */
export function mostLateMs({ fleet }: Scenario): number {
  return fleet === undefined ? 0 : 2 * most.lag;
}

/** From the word to stop to the end of the run. */
export function mostToStopMs(scenario: Scenario, kind: StopKind): number {
  const way = scenario.fleet === undefined ? 0 : 2 * most.lag;
  const effects = mostEffects * (most.effect + way);
  const silences = scenario.fleet === undefined ? 0 : mostSilences[kind] * patienceMs;
  const check = most.check + way;
  // No check hears that it is to end: one that has begun is waited for, and for its like on the base where it is red.
  if (kind === "interruption") return most.agentEnd + 2 * check + effects + silences;
  const { stories, checks, hooks, parallelism } = scenario;
  const commands = Math.max(...stories.map((story) => checksOf(story, checks).length)) + (hooks ? 1 : 0);
  // Each story that was at work is checked, and once more as it lands on what landed before it; what is red, on its base, too.
  const landing = parallelism * (4 * commands * check + effects);
  // The result is checked, and where it is red, so is each that may be to blame for that.
  return most.agentEnd + landing + (1 + stories.length) * checks.length * check + silences;
}
