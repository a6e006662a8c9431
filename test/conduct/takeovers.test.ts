import { expect, test } from "bun:test";
import type { StoryAgent } from "../../src/conduct/effects.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import type { RunEventBody } from "../../src/core/event.ts";
import type { AgentRequest } from "../../src/worktrees/effects.ts";
import { LeaseLost } from "../../src/worktrees/lease-lost.ts";
import { story } from "./support/conduct-in.ts";
import { edited, finish, play, type Turn, writer } from "./support/fake-effects.ts";

const error = (kind: "crash" | "usage_limit" | "rate_limit" | "auth", message = `${kind}!`): AgentEvent => ({
  type: "agent.error",
  kind,
  message,
  resetAt: null,
});
const session = (name: string): AgentEvent => ({ type: "agent.session", session: name });
const used = (input: number, more: object = {}): AgentEvent => ({
  type: "agent.usage",
  input,
  cachedInput: 0,
  output: 0,
  reasoning: 0,
  usd: null,
  requests: 1,
  ...more,
});
/** What the agents of one story say, one list for each of them. */
const saying =
  (...turns: AgentEvent[][]) =>
  (turn: Turn) =>
    turns[turn.turn - 1] ?? [];
const stoppedBy = (signal: AbortSignal) =>
  new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
const begun = (events: readonly RunEventBody[]) =>
  events.flatMap((event) =>
    event.type === "story.started" ? [`${event.story} #${event.attempt} ${event.why} in ${event.worktree}`] : [],
  );

const [big, small, other] = ["big", "small", "other"].map((model) => ({ name: "a", model, provider: model })) as [
  StoryAgent,
  StoryAgent,
  StoryAgent,
];

test("who takes over hears who had it, why, what was said and what was changed; who goes on himself does not", async () => {
  const seen: AgentRequest[] = [];
  const { of } = await play({
    stories: [story("S1")],
    effects: { agentOf: () => big, fallbacksOf: () => [small, other] },
    agent: (turn) => {
      seen.push(turn);
      if (turn.turn > 2) return;
      const says: AgentEvent[] = [session("s"), { type: "agent.text", text: `words of ${turn.agent.model}` }];
      return [...says, error("usage_limit"), finish({ ok: false, why: "usage_limit" })];
    },
  });
  expect(of("agent.switched")).toEqual([
    { type: "agent.switched", story: "S1", from: "a:big", to: "a:small", why: "usage_limit!" },
    { type: "agent.switched", story: "S1", from: "a:small", to: "a:other", why: "usage_limit!" },
  ]);
  expect(seen.map(({ agent, session: one }) => [agent.model, one])).toEqual([
    ["big", null],
    ["small", null],
    ["other", null],
  ]);
  for (const words of ["# Story S1", "(a:big)", "usage_limit!", "words of big", "- s1/a.txt"])
    expect(seen[1]?.prompt).toContain(words);
  expect(seen[1]?.prompt).not.toContain("cut off");
});

test("a story that was not begun when its agent's provider gave out has nothing to hand over", async () => {
  const prompts: string[] = [];
  const { of } = await play({
    stories: [story("S1"), story("S2")],
    input: { parallelism: 1 },
    effects: { agentOf: () => big, fallbacksOf: () => [small] },
    agent: ({ story: { id }, agent, prompt }) => {
      if (id === "S2") prompts.push(prompt);
      return agent.model === "big" ? [error("auth"), finish({ ok: false, why: "auth" })] : [];
    },
  });
  expect(of("agent.switched").map(({ story: id, to }) => [id, to])).toEqual([
    ["S1", "a:small"],
    ["S2", "a:small"],
  ]);
  expect(prompts[0]).not.toContain("Done so far");
});

test("an agent whose provider was busy goes on where it was, and one without a session is told of the folder", async () => {
  const prompts: string[] = [];
  const { events, clock } = await play({
    stories: [story("S1")],
    agent: (turn) => {
      prompts.push(turn.prompt);
      return saying([error("rate_limit"), finish({ ok: false, why: "rate_limit" })])(turn);
    },
  });
  expect(begun(events)).toEqual(["S1 #1 first in /w1", "S1 #2 provider in /w1"]);
  expect(prompts[1]).toContain("An earlier attempt was cut off");
  // Two seconds are given to a provider that names no time.
  expect(clock.now).toBe(2000);
});

test("a provider's trouble holds everybody else of it back at once, another provider's agents not", async () => {
  const agents: Record<string, StoryAgent> = { S1: big, S2: big, S3: small };
  const starts: [string, number][] = [];
  const { outcome } = await play({
    stories: ["S1", "S2", "S3"].map((id) => story(id)),
    input: { parallelism: 2 },
    effects: { agentOf: ({ id }) => agents[id] ?? big },
    agent: async function* ({ story: { id }, turn, clock }: Turn): AsyncGenerator<AgentEvent> {
      starts.push([id, clock.now]);
      if (id !== "S1" || turn > 1) return;
      yield error("rate_limit");
      // It thinks about it for a while, as agents do.
      await new Promise<void>((resolve) => void clock.after(700, resolve));
      yield finish({ ok: false, why: "rate_limit" });
    },
  });
  expect(outcome).toBe("done");
  expect(starts).toEqual([
    ["S1", 0],
    ["S2", 0],
    ["S3", 0],
    ["S1", 2700],
  ]);
});

test("an agent whose machine is gone is in flight still, and its story goes on somewhere else", async () => {
  const lost = new LeaseLost("box", 4, "it said nothing for 20 s", 1500);
  const { of, events, calls } = await play({
    stories: [story("S1")],
    agent: async function* ({ turn }: Turn): AsyncGenerator<AgentEvent> {
      if (turn > 1) return;
      yield session("s");
      throw lost;
    },
    effects: { openWorktree: workerOf() },
  });
  expect(of("agent.finished").map(({ why }) => why)).toEqual(["killed", "done"]);
  expect(of("lease.lost")).toEqual([
    { type: "lease.lost", story: "S1", worker: "box", fence: 4, why: "it said nothing for 20 s", lostMs: 1500 },
  ]);
  expect(begun(events)).toEqual(["S1 #1 first in /box1", "S1 #2 resumed in /box2"]);
  expect(of("story.started").map(({ worker }) => worker)).toEqual(["box", "box"]);
  expect(calls).toContain("abandon S1 /box1");
});

/** Worktrees on another machine. */
function workerOf() {
  let made = 0;
  return ({ base }: { base: string }) => Promise.resolve({ path: `/box${++made}`, base, worker: "box" });
}

test("a story that is held back while its machine is waited for starts no agent, and nothing is held for it", async () => {
  let [slots, freed] = [0, 0];
  let give: (order: { kind: "pause" | "go-on" }) => void = () => {};
  const { calls, of } = await play({
    stories: [story("S1")],
    effects: {
      takeSlot: async () => {
        if (++slots === 1) give({ kind: "pause" });
        return { [Symbol.dispose]: () => void freed++ };
      },
    },
    input: {
      orders: (listener) => {
        give = listener;
        return () => {};
      },
    },
    onEvent: (event) => {
      if (event.type === "run.paused" && event.paused) setImmediate(() => give({ kind: "go-on" }));
    },
  });
  expect(of("run.paused").map(({ paused }) => paused)).toEqual([true, false]);
  expect(calls.slice(0, 2)).toEqual(["open S1 /w1 on base", "release S1 /w1"]);
  expect(of("story.started").map(({ worktree }) => worktree)).toEqual(["/w2"]);
  expect(freed).toBe(2);
});

test("each ceiling stops the agents at once, with what was used before the stories counted in", async () => {
  const at = async (limits: object, spent: object, ...says: AgentEvent[]) => {
    const { of, outcome, reason } = await play({
      stories: [story("S1"), story("S2")],
      input: {
        parallelism: 1,
        limits: { maxTokens: null, maxUsd: null, timeoutMs: null, ...limits },
        spent: { tokens: 0, usd: 0, ms: 0, ...spent },
      },
      agent: ({ signal }) =>
        (async function* () {
          for (const event of says) yield event;
          if (!signal.aborted) yield finish();
        })(),
    });
    return { outcome, reason, limit: of("limit.reached").map((one) => one.limit), starts: of("story.started").length };
  };
  const reached = (limit: string, reason: string) => ({ outcome: "ceiling", reason, limit: [limit], starts: 1 });
  expect(await at({ maxTokens: 100 }, { tokens: 60 }, used(40))).toEqual(
    reached("tokens", "100 of 100 tokens are used") as never,
  );
  expect(await at({ maxTokens: 100 }, {}, used(100, { estimated: true }))).toEqual(
    reached("tokens", "100 of 100 tokens are used (partly an estimate)") as never,
  );
  expect(await at({ maxUsd: 2 }, { usd: 1.5 }, used(1, { usd: 0.5 }))).toEqual(
    reached("usd", "2.00 of 2.00 dollars are spent") as never,
  );
  expect(await at({ maxUsd: 2 }, {}, used(1, { usd: 2, usdEstimated: true }))).toEqual(
    reached("usd", "2.00 of 2.00 dollars are spent (partly an estimate)") as never,
  );
  // Enough was spent before the first story.
  expect(await at({ maxUsd: 2 }, { usd: 2 })).toMatchObject({ outcome: "ceiling", starts: 0 });
  expect(await at({ timeoutMs: 1000 }, { ms: 900 })).toMatchObject({ limit: ["timeout"], starts: 0 });
  // Nobody names a price, and enough is left of the rest.
  expect(await at({ maxUsd: 2, maxTokens: 101 }, {}, used(50))).toMatchObject({ outcome: "done", starts: 2 });
});

test("a person's words reach the agent that did not hear them, each once", async () => {
  const prompts: string[] = [];
  const { of } = await play({
    stories: [story("S1")],
    agent: async function* (turn: Turn): AsyncGenerator<AgentEvent> {
      prompts.push(turn.prompt);
      if (turn.turn === 1) yield session("s");
      if (turn.turn > 2) return;
      turn.give({ kind: "tell", story: "S1", text: `word ${turn.turn}` });
      await stoppedBy(turn.signal);
      yield finish({ ok: false, why: "killed" });
    },
  });
  expect(of("story.told").map(({ text, how }) => [text, how])).toEqual([
    ["word 1", "restart"],
    ["word 2", "restart"],
  ]);
  expect(prompts).toHaveLength(3);
  expect(prompts[1]).toContain("word 1");
  expect(prompts[2]).toContain("word 2");
  expect(prompts[2]).not.toContain("word 1");
});

test("an agent that hears takes words at its turn; those it did not take it is started again for", async () => {
  const heard: string[][] = [];
  const prompts: string[] = [];
  const { of } = await play({
    stories: [story("S1")],
    effects: { agentOf: () => ({ ...writer, hears: true }) },
    agent: async (turn) => {
      prompts.push(turn.prompt);
      if (turn.turn > 1) return;
      for (const text of ["one", "two"]) turn.give({ kind: "tell", story: "S1", text });
      heard.push(turn.inbox?.take() ?? [], turn.inbox?.take() ?? []);
      turn.give({ kind: "tell", story: "S1", text: "three" });
    },
  });
  expect(heard).toEqual([["one", "two"], []]);
  expect(of("story.heard")).toEqual([{ type: "story.heard", story: "S1", messages: 2 }]);
  expect(of("story.told").map(({ how }) => how)).toEqual(["turn", "turn", "turn"]);
  expect(of("agent.finished").map(({ ok, why }) => [ok, why])).toEqual([
    [false, "killed"],
    [true, "done"],
  ]);
  expect(prompts).toHaveLength(2);
  expect(prompts[1]).toContain("three");
});

test("an agent on another machine has no inbox, nor has one that does not hear", async () => {
  const inboxes: unknown[] = [];
  const agent = (turn: Turn) => void inboxes.push(turn.inbox);
  await play({ stories: [story("S1")], agent });
  const hears = { agentOf: () => ({ ...writer, hears: true }) };
  await play({ stories: [story("S1")], agent, effects: { ...hears, openWorktree: workerOf() } });
  expect(inboxes).toEqual([undefined, undefined]);
});

test("every check of the story is named to its agent, in the folder that the person stands in", async () => {
  const prompts: string[] = [];
  await play({
    stories: [story("S1", { verify: ["own"] })],
    input: { checks: ["test"], folder: "web/app" },
    changes: () => [edited("s1/a.txt")],
    agent: ({ prompt }) => void prompts.push(prompt),
  });
  expect(prompts[0]).toContain("- test");
  expect(prompts[0]).toMatch(/- .*web\/app.*own/);
  expect(prompts[0]).toContain("`web/app`");
});
