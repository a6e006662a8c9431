import { expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { BaroError } from "../../src/core/error.ts";
import { defaultCap } from "../../src/core/mode.ts";
import { nobody, type Person, type RunLine } from "../../src/core/person.ts";
import type { Host } from "../../src/host/host.ts";
import type { Invocation } from "../../src/run/run-context.ts";
import { intakeOnly, planOnly } from "../../src/run/think.ts";
import { loadSettings } from "../../src/settings/load.ts";
import type { FlagValues } from "../../src/settings/texts.ts";
import { type Scenario, scriptedEndpoint, story } from "../artifact/scripted-endpoint.ts";
import { testHost } from "../cli/test-host.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { installStandIn, signedIn } from "../support/stand-in/install.ts";

const goal = "Rewrite a.txt and b.txt";
const twoStories: NonNullable<Scenario["plan"]> = {
  stories: [story("S1", { title: "Write a", writes: ["a.txt"] }), story("S2", { title: "Write b", writes: ["b.txt"] })],
};

interface Thinking {
  scenario?: Scenario;
  flags?: FlagValues;
  person?: Partial<Person> | null;
  /** Without an endpoint, no agent is there. */
  env?: Record<string, string>;
  host?: Partial<Host>;
}

/** A repository, and somebody who only thinks about it. */
async function thinker({ scenario = {}, flags = {}, person = null, env, host = {} }: Thinking = {}) {
  const endpoint = await scriptedEndpoint(scenario);
  const repo = scratchRepository({ "README.md": "# Words\n", "a.txt": "a\n", "b.txt": "b\n" });
  const home = scratchFolder();
  const state = join(home.path, "state");
  const own: Record<string, string> = { HOME: home.path, BARO_HOME: state, XDG_CACHE_HOME: join(home.path, "cache") };
  const machine: Host = { ...testHost({ cwd: repo.path, env: { ...own, ...(env ?? endpoint.env) } }), ...host };
  const { options } = await loadSettings(machine, flags);
  const joined: RunLine[] = [];
  const somebody: Person | null =
    person === null ? null : ({ join: (line: RunLine) => void joined.push(line), ...person } as unknown as Person);
  const invocation: Invocation = {
    host: machine,
    options,
    person: somebody,
    watcher: { see: () => {}, pause: () => {} },
  };
  return {
    invocation,
    repo,
    joined,
    served: endpoint.served,
    plans: (): string[] => (existsSync(join(state, "plans")) ? readdirSync(join(state, "plans")) : []),
    runs: (): string[] => (existsSync(join(state, "runs")) ? readdirSync(join(state, "runs")) : []),
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await endpoint[Symbol.asyncDispose]();
      repo[Symbol.dispose]();
      home[Symbol.dispose]();
    },
  };
}

/** How it ended that should fail: code, words and hint. */
async function failing(doing: Promise<unknown>): Promise<string> {
  const error: unknown = await doing.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof BaroError)) throw error ?? new Error("It did not fail");
  return `${error.code}: ${error.message}; ${error.hint ?? "-"}`;
}

test("intake alone decides by rules, asks nobody for what is plain, and leaves nothing", async () => {
  await using place = await thinker();
  const { decision, notices } = await intakeOnly(place.invocation, "Fix the typo in README.md");
  expect([decision.mode, decision.source, decision.clarity, notices]).toEqual(["focused", "rules", "clear", []]);
  expect(place.served).toEqual([]);
  expect([place.runs(), place.plans(), place.repo.git("status", "--porcelain", "--ignored")]).toEqual([[], [], ""]);
});

test("intake asks the model where it is told to; where no agent is ready, the rules decide and that is said", async () => {
  const decision = { mode: "sequential", confidence: 0.9, reason: "One after the other", clear: true, question: null };
  await using asking = await thinker({ scenario: { decision }, flags: { intake: "model" } });
  const asked = await intakeOnly(asking.invocation, goal);
  expect(asking.served.length).toBeGreaterThan(0);
  expect(asked.decision.source).toBe("model");
  await using unready = await thinker({ flags: { intake: "model", agent: "pi" }, env: {} });
  const { decision: ruled, notices } = await intakeOnly(unready.invocation, goal);
  expect(ruled.source).toBe("rules");
  expect(notices.join("\n")).toContain('Cannot use agent "pi"');
});

test("a plan is made, enforced and given with its decision; nothing of it is recorded", async () => {
  await using place = await thinker({ scenario: { plan: twoStories }, flags: { mode: "parallel" } });
  const { decision, enforced, notices } = await planOnly(place.invocation, goal);
  expect([decision.mode, decision.source]).toEqual(["parallel", "flag"]);
  expect(enforced.plan.stories.map(({ id, title }) => `${id} ${title}`)).toEqual(["S1 Write a", "S2 Write b"]);
  expect(notices).toEqual(["Nothing is checked: the repository holds only documents; name a check with --verify"]);
  expect([place.runs(), place.plans()]).toEqual([[], []]);
  expect(place.repo.git("for-each-ref", "refs/heads/baro", "refs/baro")).toBe("");
});

test.each<[FlagValues, number]>([
  [{ mode: "parallel" }, defaultCap.parallel],
  [{ mode: "sequential" }, defaultCap.sequential],
  [{ mode: "parallel", "max-stories": "3" }, 3],
])("a planner with %j is told of at most %p stories", async (flags, cap) => {
  const asked: string[] = [];
  const first: Scenario["first"] = ({ system, schema }) => {
    if (schema !== null) asked.push(/ Write 2 to (\d+)[,.]/.exec(system)?.[1] ?? "none");
    return undefined;
  };
  await using place = await thinker({ scenario: { plan: twoStories, first }, flags });
  await planOnly(place.invocation, goal);
  expect(asked).toEqual([String(cap)]);
});

test("checks that can't run here are named with the plan", async () => {
  await using place = await thinker({ flags: { mode: "focused" } });
  place.repo.commit("Needs what is not here", { "mix.exs": "defmodule X do\nend\n", "test/x_test.exs": "x\n" });
  const { notices } = await planOnly(place.invocation, "Fix the typo in README.md");
  expect(notices.join("\n")).toContain("mix test");
});

test("an agent that takes another's place is told of with the plan", async () => {
  using bin = scratchFolder();
  installStandIn(bin.path, "claude", [{ do: "say", text: JSON.stringify(twoStories) }, { do: "end" }]);
  await using refusing = await scriptedEndpoint({ first: () => ({ misbehave: { kind: "unauthorized" } }) });
  const env = { ...refusing.env, ...signedIn, PATH: `${bin.path}:${process.env["PATH"]}` };
  await using place = await thinker({ env, flags: { mode: "parallel", agent: "openai", fallback: ["claude"] } });
  const { enforced, notices } = await planOnly(place.invocation, goal);
  expect(enforced.plan.stories.map(({ title }) => title)).toEqual(["Write a", "Write b"]);
  expect(notices.filter((one) => /openai.*claude|claude.*openai/.test(one))).toHaveLength(1);
});

test("who leaves the plan keeps it, and reads how it goes on; who leaves before it has none", async () => {
  const takes = { chooseMode: async () => ({ mode: "parallel" as const, accepted: false }) };
  await using leaving = await thinker({
    scenario: { plan: twoStories },
    person: { ...takes, reviewPlan: async () => ({ action: "leave" as const }) },
  });
  const left = await failing(planOnly(leaving.invocation, goal));
  expect(left).toMatch(
    /^interrupted: Nothing was planned: you left; The plan is kept; go on with: baro conduct \S+\.json$/,
  );
  expect(leaving.plans()).toHaveLength(1);
  expect(leaving.joined.map(({ asked }) => asked)).toEqual([0]);
  await using early = await thinker({ person: { chooseMode: async () => null } });
  expect(await failing(planOnly(early.invocation, goal))).toBe("interrupted: Nothing was planned: you left; -");
  expect(early.plans()).toEqual([]);
});

test("a goal is asked for; who gives none, or is not there, is told", async () => {
  await using there = await thinker({ person: { askGoal: async () => "Fix the typo in README.md" } });
  expect((await intakeOnly(there.invocation, null)).decision.mode).toBe("focused");
  await using leaving = await thinker({ person: { askGoal: async () => null } });
  expect(await failing(intakeOnly(leaving.invocation, null))).toBe("interrupted: Nothing was decided: you left; -");
  await using gone = await thinker({ person: { askGoal: async () => nobody } });
  expect(await failing(intakeOnly(gone.invocation, null))).toStartWith("input-needed: Cannot start: there is no goal");
  await using alone = await thinker();
  expect(await failing(planOnly(alone.invocation, null))).toStartWith("input-needed: Cannot start: there is no goal");
});

/** A signal that comes while the model is asked, which then never answers. */
async function stopped(
  signal: "SIGINT" | "SIGTERM",
  how: typeof planOnly | typeof intakeOnly,
): Promise<[string, number]> {
  let hear: ((name: typeof signal) => void) | null = null;
  let listening = 0;
  const scenario: Scenario = {
    first: () => {
      hear?.(signal);
      return undefined;
    },
    plan: twoStories,
    decision: { mode: "parallel", confidence: 0.9, reason: "x" },
  };
  const onSignal: Host["onSignal"] = (listener) => {
    listening++;
    hear = listener as typeof hear;
    return () => void listening--;
  };
  await using place = await thinker({
    scenario,
    flags: { mode: how === planOnly ? "parallel" : "auto", intake: "model" },
    host: { onSignal },
  });
  return [await failing(how(place.invocation, goal)), listening];
}

test("a signal ends thinking with its own words and code, and is not heard any more", async () => {
  expect(await stopped("SIGINT", planOnly)).toEqual(["interrupted: Stopped by SIGINT without an answer; -", 0]);
  expect(await stopped("SIGTERM", planOnly)).toEqual(["terminated: Stopped by SIGTERM without an answer; -", 0]);
  expect(await stopped("SIGINT", intakeOnly)).toEqual(["interrupted: Stopped by SIGINT without an answer; -", 0]);
});

test("a time limit ends thinking as one", async () => {
  const late = Promise.withResolvers<void>();
  const limit = 7_000;
  const clocks: AbortSignal[] = [];
  const real = testHost();
  const sleep: Host["sleep"] = (ms, signal) => {
    if (ms !== limit) return real.sleep(ms, signal);
    if (signal !== undefined) clocks.push(signal);
    return late.promise;
  };
  const slow: Scenario = {
    first: () => {
      late.resolve();
      return undefined;
    },
    plan: twoStories,
  };
  await using place = await thinker({ scenario: slow, flags: { mode: "parallel", timeout: "7s" }, host: { sleep } });
  expect(await failing(planOnly(place.invocation, goal))).toBe("ceiling: Stopped without an answer: the time is up; -");
  expect(clocks.map(({ aborted }) => aborted)).toEqual([true]);
});

test("the scripted agent thinks, too, and is closed after it", async () => {
  await using place = await thinker({ flags: { agent: "demo", mode: "focused" } });
  const { enforced } = await planOnly(place.invocation, "Fix the typo in README.md");
  expect(enforced.plan.stories).toHaveLength(1);
  await using mixed = await thinker({ flags: { agent: "demo", planner: "openai" } });
  expect(await failing(planOnly(mixed.invocation, goal))).toBe(
    'usage: Cannot combine agent "demo" with others: it is scripted; Use --agent demo alone, without --planner and --tier',
  );
});

test("what the repository keeps secret, and what is passed on, is not shown", async () => {
  await using place = await thinker({
    flags: { mode: "focused", env: ["PASSED"] },
    env: { PASSED: "postgres://ada:pass-word-1234567@db.local/x" },
  });
  place.repo.write({ ".env": "API_KEY=hunter2hunter2\n" });
  await intakeOnly(place.invocation, "Fix the typo in README.md");
  const { host } = place.invocation;
  expect(host.shown("a hunter2hunter2 b")).not.toContain("hunter2");
  expect(host.shown("a pass-word-1234567 b")).not.toContain("pass-word");
});
