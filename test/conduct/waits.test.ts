import { expect, test } from "bun:test";
import type { StoryAgent } from "../../src/conduct/effects.ts";
import { Queue, WakeUp } from "../../src/conduct/waiting.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import { story } from "./support/conduct-in.ts";
import { finish, type Play, play, type Turn } from "./support/fake-effects.ts";

const stopped = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
const trouble = (kind: "usage_limit" | "rate_limit" | "network", resetAt: string | null = null): AgentEvent[] => [
  { type: "agent.error", kind, message: `${kind}!`, resetAt },
  finish({ ok: false, why: kind }),
];
/** The clock of a test begins at 1,000,000. */
const at = (ms: number) => new Date(1_000_000 + ms).toISOString();
const spent = { tokens: 0, usd: 0, ms: 0 };
const limits = { maxTokens: null, maxUsd: null, timeoutMs: null };
const [one, other] = ["one", "other"].map((provider) => ({ name: "a", model: null, provider })) as [
  StoryAgent,
  StoryAgent,
];

test("a call that nobody waited for wakes the next who waits, once", async () => {
  const wakeUp = new WakeUp();
  wakeUp.call();
  wakeUp.call();
  await wakeUp.wait();
  let woken = 0;
  const second = wakeUp.wait().then(() => woken++);
  await Promise.resolve();
  expect(woken).toBe(0);
  wakeUp.call();
  await second;
  expect(woken).toBe(1);
  // Waking has not been kept.
  const third = wakeUp.wait().then(() => woken++);
  await new Promise((resolve) => void setImmediate(resolve));
  expect(woken).toBe(1);
  wakeUp.call();
  await third;
});

test("one works at a time; of those who wait the lowest place is next, and whoever fails lets the next in", async () => {
  const queue = new Queue();
  const order: string[] = [];
  let atWork = 0;
  const work =
    (name: string, fails = false) =>
    async () => {
      expect(++atWork).toBe(1);
      await new Promise((resolve) => void setImmediate(resolve));
      order.push(name);
      atWork--;
      if (fails) throw new Error(name);
      return name;
    };
  const first = queue.run(5, work("first"));
  const all = [
    queue.run(3, work("c", true)),
    queue.run(1, work("a")),
    queue.run(2, work("b")),
    queue.run(1, work("a2")),
  ];
  expect(await first).toBe("first");
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual([
    "rejected",
    "fulfilled",
    "fulfilled",
    "fulfilled",
  ]);
  expect(order).toEqual(["first", "a", "a2", "b", "c"]);
  // Nobody is left: the next goes in at once.
  expect(await queue.run(1, work("later"))).toBe("later");
});

test("whoever is called next has the place, whatever comes meanwhile", async () => {
  const queue = new Queue();
  const order: string[] = [];
  const first = queue.run(1, async () => void order.push("first"));
  const second = queue.run(2, async () => void order.push("second"));
  const late = first.then(() => queue.run(0, async () => void order.push("late")));
  await Promise.all([first, second, late]);
  expect(order).toEqual(["first", "second", "late"]);
});

test("nobody is started beyond the parallelism, and each end lets the next begin at once", async () => {
  let [now, most] = [0, 0];
  const { outcome, clock } = await play({
    stories: Array.from({ length: 5 }, (_, n) => story(`S${n + 1}`)),
    input: { parallelism: 2 },
    agent: async ({ clock }: Turn) => {
      most = Math.max(most, ++now);
      await new Promise<void>((resolve) => void clock.after(100, resolve));
      now--;
    },
  });
  expect({ most, outcome }).toEqual({ most: 2, outcome: "done" });
  expect(clock.now).toBe(300);
});

test("two stories that start together are both of their provider's: one that takes one takes one", async () => {
  const starts: [string, number][] = [];
  const { of } = await play({
    stories: ["S1", "S2", "S3"].map((id) => story(id)),
    input: { parallelism: 3 },
    agent: (turn: Turn) => {
      starts.push([`${turn.story.id} #${turn.turn}`, turn.clock.now]);
      return turn.turn === 1 ? trouble("rate_limit") : slowly(turn);
    },
  });
  // All were hit by the same burst: after two seconds, one of the three may go on, then one more with each that ends well.
  expect(starts.slice(3).map(([, when]) => when)).toEqual([2000, 2100, 2100]);
  expect(of("story.finished").map(({ outcome }) => outcome)).toEqual(["merged", "merged", "merged"]);
});
async function* slowly({ clock }: Turn): AsyncGenerator<AgentEvent> {
  await new Promise<void>((resolve) => void clock.after(100, resolve));
}

test("a usage limit pauses the run with its words; whoever is at work and what is done goes on", async () => {
  const { outcome, reason, stories, of } = await play({
    stories: ["S1", "S2", "S3"].map((id) => story(id)),
    input: { parallelism: 1 },
    effects: { agentOf: ({ id }) => (id === "S1" ? one : other) },
    agent: ({ story: { id } }: Turn) => (id === "S1" ? trouble("usage_limit", at(60_000)) : []),
  });
  expect({ outcome, reason }).toEqual({ outcome: "paused", reason: "usage_limit!" });
  expect(stories.map((each) => each.outcome)).toEqual([null, "merged", "merged"]);
  expect(of("story.kept").map(({ story: id }) => id)).toEqual(["S1"]);
});

test("a limit whose end is waited for is waited for, unless the run is over before", async () => {
  const wait = (more: Partial<Play["input"] & object>) =>
    play({
      stories: [story("S1")],
      input: { waitForReset: true, ...more },
      agent: ({ turn }: Turn) => (turn === 1 ? trouble("usage_limit", at(60_000)) : []),
    });
  const waited = await wait({});
  expect([waited.outcome, waited.clock.now]).toEqual(["done", 60_000]);
  const short = await wait({ limits: { ...limits, timeoutMs: 50_000 } });
  expect([short.outcome, short.reason]).toEqual(["paused", "usage_limit!"]);
  const long = await wait({ limits: { ...limits, timeoutMs: 90_000 }, spent: { ...spent, ms: 1000 } });
  expect(long.outcome).toBe("done");
  // A time that nobody can read is none.
  const odd = await play({
    stories: [story("S1")],
    input: { waitForReset: true },
    agent: ({ turn }: Turn) => (turn === 1 ? trouble("usage_limit", "soon") : []),
  });
  expect(odd.outcome).toBe("paused");
  const past = await play({
    stories: [story("S1")],
    agent: ({ turn }: Turn) => (turn === 1 ? trouble("rate_limit", at(-5000)) : []),
  });
  expect([past.outcome, past.clock.now]).toEqual(["done", 0]);
});

test("at the time's end agents are stopped, and with the reserve used up the checks are", async () => {
  let [agentAt, checkAt] = [-1, -1];
  const ended = await play({
    stories: [story("S1"), story("S2")],
    input: { checks: ["test"], limits: { ...limits, timeoutMs: 10_000 }, spent: { ...spent, ms: 1000 } },
    agent: async ({ story: { id }, signal, clock }: Turn) => {
      if (id !== "S1") return;
      await stopped(signal);
      agentAt = clock.now;
    },
    effects: {
      checkWorktree: async (_worktree, _story, command, signal) => {
        await stopped(signal);
        checkAt = clockOf();
        return { command, ok: true, ms: 1, tail: "" };
      },
    },
    withClock: (clock) => {
      clockOf = () => clock.now;
    },
  });
  expect({ agentAt, checkAt }).toEqual({ agentAt: 8000, checkAt: 9000 });
  expect(ended.outcome).toBe("ceiling");
  expect(ended.reason).toBe("The time is up; what is left is for landing the finished stories");
  expect(ended.of("story.verified")).toEqual([]);
  expect(ended.of("limit.reached")).toHaveLength(1);
  expect(
    ended
      .of("story.kept")
      .map(({ story: id }) => id)
      .sort(),
  ).toEqual(["S1", "S2"]);
});
let clockOf: () => number = () => -1;

test("what is finished when the time is up is done, checks of the result and all", async () => {
  const { outcome, verified } = await play({
    stories: [story("S1")],
    input: { checks: ["test"], limits: { ...limits, timeoutMs: 10_000 } },
    agent: async ({ clock }: Turn) => new Promise<void>((resolve) => void clock.after(8999, resolve)),
    effects: { takeSlot: async () => ({ [Symbol.dispose]: () => {} }) },
  });
  expect({ outcome, verified }).toEqual({ outcome: "done", verified: "passed" });
});

test("an interruption ends everything and keeps what is there; nothing of it is an outcome", async () => {
  const stop = new AbortController();
  const { outcome, reason, of, calls, stories } = await play({
    stories: [story("S1"), story("S2", { dependsOn: ["S1"] })],
    signal: stop.signal,
    agent: async ({ signal }: Turn) => {
      stop.abort();
      await stopped(signal);
    },
  });
  expect({ outcome, reason }).toEqual({ outcome: "interrupted", reason: "" });
  expect(of("agent.finished")).toMatchObject([{ why: "killed" }]);
  expect(of("story.finished")).toEqual([]);
  expect(stories.map((each) => each.outcome)).toEqual([null, null]);
  expect(calls.slice(-2)).toEqual(["keep S1", "hears no orders"]);
  // One that was stopped before it began does nothing.
  const early = await play({ stories: [story("S1")], signal: AbortSignal.abort() });
  expect([early.outcome, early.calls]).toEqual(["interrupted", ["hears no orders"]]);
});
