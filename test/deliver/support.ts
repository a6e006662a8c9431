import process from "node:process";
import type { BodyFacts, BodyStory } from "../../src/deliver/body-facts.ts";
import type { Host } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";

/** The real machine with its short waits cut out, and with `env` on top of the test's own environment. */
export function testHost(env: Readonly<Record<string, string>> = {}): Host {
  const real = systemHost();
  return {
    ...real,
    env: { ...process.env, ...env },
    // Long ones are time limits of programs: those must not strike while a test's own server answers.
    sleep: (ms, signal) => (ms >= 5000 ? real.sleep(ms, signal) : Promise.resolve()),
  };
}

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
    unchecked: [],
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
