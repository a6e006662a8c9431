import process from "node:process";
import { type DeliverySettings, defaultDeliverySettings } from "../../src/core/delivery.ts";
import type { BodyFacts, BodyStory } from "../../src/deliver/body-facts.ts";
import type { Host } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";

/** The real machine with its waits cut short, and with `env` on top of the test's own environment. */
export function testHost(env: Readonly<Record<string, string>> = {}): Host & { slept: number[] } {
  const real = systemHost();
  const slept: number[] = [];
  return {
    ...real,
    env: { ...process.env, ...env },
    slept,
    sleep: (ms, signal) => {
      slept.push(ms);
      // A time limit must not strike while a test's own server answers; anything shorter is a wait between two tries.
      return ms >= 5000 && signal !== undefined ? real.sleep(ms, signal) : Promise.resolve();
    },
  };
}

export const settings: DeliverySettings = defaultDeliverySettings;
export const never: AbortSignal = new AbortController().signal;

/** A story that landed and may write anywhere. */
export const anywhere: BodyStory = {
  id: "S1",
  title: "Add a farewell",
  outcome: "merged",
  reason: "",
  commit: null,
  owns: [],
};

/** What a run of one story would say. */
export function bodyFacts(change: Partial<BodyFacts> = {}): BodyFacts {
  return {
    goal: "Add a farewell",
    mode: "focused",
    reason: "The goal names one surface",
    source: "rules",
    stories: [{ ...anywhere, owns: ["src/", "README.md"] }],
    checks: [],
    figures: {
      wallMs: 61_000,
      agentMs: 50_000,
      savedMs: null,
      speedup: null,
      usage: { input: 12_000, cachedInput: 8_000, output: 900, reasoning: 100 },
      usd: null,
      files: 2,
      insertions: 10,
      deletions: 1,
    },
    partial: false,
    ...change,
  };
}
