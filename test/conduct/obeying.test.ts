import { expect, test } from "bun:test";
import type { StoryAgent } from "../../src/conduct/effects.ts";
import type { Order } from "../../src/core/person.ts";
import { story } from "./support/conduct-in.ts";
import { type Play, play, type Turn } from "./support/fake-effects.ts";

const stopped = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
const limits = { maxTokens: null, maxUsd: null, timeoutMs: null };
const [_one, _other] = ["one", "other"].map((provider) => ({ name: "a", model: null, provider })) as [
  StoryAgent,
  StoryAgent,
];

/** Orders that a person gives while S1's agent works. */
async function ordered(orders: Order[], more: Partial<Play> = {}) {
  return play({
    stories: [story("S1"), story("S2", { dependsOn: ["S1"] })],
    agent: async ({ story: { id }, turn, give, signal, clock }: Turn) => {
      if (id !== "S1" || turn > 1) return;
      for (const order of orders) give(order);
      await Promise.race([stopped(signal), new Promise<void>((resolve) => void clock.after(100, resolve))]);
    },
    ...more,
  });
}

test("a story that a person stops ends, one that has not begun as well, and who needs it is skipped", async () => {
  const first = await ordered([{ kind: "stop", story: "S1" }]);
  expect(first.of("story.stopped")).toEqual([{ type: "story.stopped", story: "S1" }]);
  expect(first.of("agent.finished")).toMatchObject([{ why: "killed" }]);
  expect(first.of("story.finished").map(({ story: id, outcome, reason }) => [id, outcome, reason])).toEqual([
    ["S1", "failed", "You stopped it"],
    ["S2", "skipped", "S1 did not land"],
  ]);
  const second = await ordered([{ kind: "stop", story: "S2" }]);
  expect(second.of("story.finished").map(({ story: id, outcome }) => [id, outcome])).toEqual([
    ["S2", "skipped"],
    ["S1", "merged"],
  ]);
  expect(second.of("agent.finished")).toMatchObject([{ why: "done" }]);
});

test("orders about what is none of the plan's, or over, are not obeyed, nor answers that come too late", async () => {
  const { of, outcome } = await ordered([
    { kind: "stop", story: "S9" },
    { kind: "tell", story: "S9", text: "x" },
    { kind: "answer", id: "q1", answer: "yes" } as never,
    { kind: "go-on" },
  ]);
  expect([of("story.stopped"), of("story.told"), of("run.paused")]).toEqual([[], [], []]);
  expect(outcome).toBe("done");
  let give: (order: Order) => void = () => {};
  const late = await ordered([], {
    input: {
      orders: (take) => {
        give = take;
        return () => {};
      },
    },
    onEvent: (event) => {
      if (event.type !== "story.merged" || event.story !== "S1") return;
      setImmediate(() => {
        give({ kind: "stop", story: "S1" });
        give({ kind: "tell", story: "S1", text: "x" });
      });
    },
  });
  expect([late.of("story.stopped"), late.of("story.told")]).toEqual([[], []]);
});

test("a person holds agents back and lets them go on, each said once; what is told meanwhile waits", async () => {
  let give: (order: Order) => void = () => {};
  const prompts: string[] = [];
  const { of, clock } = await play({
    stories: [story("S1"), story("S2", { dependsOn: ["S1"] })],
    input: {
      orders: (take) => {
        give = take;
        return () => {};
      },
    },
    agent: ({ story: { id }, prompt, clock }: Turn) => {
      if (id === "S2") prompts.push(prompt);
      if (id !== "S1") return;
      give({ kind: "pause" });
      clock.after(500, () => {
        give({ kind: "pause" });
        give({ kind: "tell", story: "S2", text: "Mind the gap" });
      });
      clock.after(900, () => give({ kind: "go-on" }));
    },
  });
  expect(of("run.paused").map(({ paused }) => paused)).toEqual([true, false]);
  expect(of("story.told")).toEqual([{ type: "story.told", story: "S2", text: "Mind the gap", how: "next" }]);
  expect(prompts[0]).toContain("Mind the gap");
  expect(clock.now).toBe(900);
});

test("a run that is held back when its time is up ends", async () => {
  const { outcome, clock } = await ordered([{ kind: "pause" }], {
    input: { limits: { ...limits, timeoutMs: 10_000 } },
  });
  expect([outcome, clock.now]).toEqual(["ceiling", 9000]);
});

test("a word to an agent that is at work starts it again with that, in its session", async () => {
  const { of } = await ordered([{ kind: "tell", story: "S1", text: "Use tabs" }]);
  expect(of("story.told")).toMatchObject([{ how: "restart" }]);
  expect(of("story.started").map(({ story: id, why }) => `${id} ${why}`)).toEqual([
    "S1 first",
    "S1 resumed",
    "S2 first",
  ]);
});

test("nothing is obeyed once a run is stopped", async () => {
  const stop = new AbortController();
  const { of } = await play({
    stories: [story("S1")],
    signal: stop.signal,
    agent: ({ give }: Turn) => {
      stop.abort();
      give({ kind: "stop", story: "S1" });
      give({ kind: "pause" });
    },
  });
  expect([of("story.stopped"), of("run.paused")]).toEqual([[], []]);
});

test("what a run landed is looked for before it goes on; a run that landed nothing asks nothing", async () => {
  const first = await play({ stories: [story("S1")] });
  const upTo = first.events.slice(0, -1);
  const second = await play({ stories: [story("S1"), story("S2")], events: upTo });
  expect(second.calls[0]).toBe("require landed S1");
  expect(second.outcome).toBe("done");
  const fresh = await play({ stories: [story("S1")] });
  expect(fresh.calls.some((call) => call.startsWith("require"))).toBe(false);
  // What it can't find ends it.
  expect(
    play({
      stories: [story("S1")],
      events: upTo,
      effects: { requireLanded: () => Promise.reject(new Error("moved")) },
    }),
  ).rejects.toThrow("moved");
});
