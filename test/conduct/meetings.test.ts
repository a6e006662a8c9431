import { expect, test } from "bun:test";
import type { AgentEvent, ToolKind } from "../../src/core/agent-event.ts";
import type { RunEventBody } from "../../src/core/event.ts";
import { VirtualClock } from "./simulation/virtual-clock.ts";
import { story } from "./support/conduct-in.ts";
import { edited, type Play, play, type Turn } from "./support/fake-effects.ts";

const shared = edited("test/__snapshots__/all.snap");
const two = [story("S1"), story("S2")];
let calls = 0;
function* uses(tool: ToolKind = "edit"): Generator<AgentEvent> {
  const call = `c${calls++}`;
  yield { type: "agent.tool.called", call, tool, nativeTool: tool, input: {}, paths: [] };
  yield { type: "agent.tool.finished", call, ok: true, exitCode: null, output: "", outputBytes: 0 };
}
const stopped = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
const started = (id: string) => (event: RunEventBody) => event.type === "story.started" && event.story === id;

/** Two stories that write the same; S2 has begun to when S1 uses a tool. */
const meeting = (more: Partial<Play> = {}, tool: ToolKind = "edit") =>
  play({
    stories: two,
    changes: ({ path }) => [edited(path === "/w1" ? "s1/a.txt" : "s2/a.txt"), shared],
    agent: async function* ({ story: { id }, turn, signal, until, clock }: Turn): AsyncGenerator<AgentEvent> {
      if (turn > 1) return;
      if (id === "S1") {
        await until(started("S2"));
        yield* uses(tool);
        await new Promise<void>((resolve) => void clock.after(500, resolve));
      } else await Promise.race([stopped(signal), new Promise<void>((resolve) => void clock.after(9000, resolve))]);
    },
    effects: { conflictsOf: async () => ["z.snap", "a.snap"] },
    ...more,
  });

test("of two that will conflict the later one is stopped, and done again on top when the first has landed", async () => {
  const { of, calls: asked } = await meeting();
  expect(of("conflict.predicted")).toEqual([
    { type: "conflict.predicted", stories: ["S1", "S2"], paths: ["a.snap", "z.snap"] },
  ]);
  expect(of("agent.finished").map(({ story: id, why }) => [id, why])).toEqual([
    ["S2", "killed"],
    ["S1", "done"],
    ["S2", "done"],
  ]);
  expect(of("story.conflicted")).toEqual([
    { type: "story.conflicted", story: "S2", paths: ["z.snap", "a.snap"], next: "redo" },
  ]);
  expect(of("story.started").map(({ story: id, why, base }) => [id, why, base])).toEqual([
    ["S1", "first", "base"],
    ["S2", "first", "base"],
    ["S2", "conflict", "landed S1"],
  ]);
  expect(asked).toContain("release S2 /w2");
});

test("what is looked at is what would land, as commits on no branch", async () => {
  const asked: string[][] = [];
  const snapshots: string[] = [];
  await meeting({
    changes: ({ path }) => [edited(path === "/w1" ? "s1/a.txt" : "s2/a.txt"), shared, edited("outside.ts")],
    effects: {
      snapshot: async ({ path }, paths) => {
        snapshots.push(`${path}: ${paths.join(", ")}`);
        return `now of ${path}`;
      },
      conflictsOf: async (ours, theirs) => {
        asked.push([ours, theirs]);
        return [];
      },
    },
  });
  expect(snapshots.slice(0, 2)).toEqual([`/w1: s1/a.txt, ${shared.path}`, `/w2: s2/a.txt, ${shared.path}`]);
  expect(asked[0]).toEqual(["now of /w1", "now of /w2"]);
});

test.each<[ToolKind, boolean]>([
  ["edit", true],
  ["write", true],
  ["run", true],
  ["other", true],
  ["read", false],
  ["search", false],
  ["plan", false],
])("a look after %s: %p", async (tool, looks) => {
  let peeked = 0;
  const agent = async function* ({ story: { id }, until }: Turn): AsyncGenerator<AgentEvent> {
    if (id === "S1") {
      await until(started("S2"));
      yield* uses(tool);
      // Nothing is looked at for its end before this one.
      peekedThen = peeked;
      yield* [];
    } else await until((event) => event.type === "agent.finished");
  };
  let peekedThen = 0;
  await meeting({
    agent,
    effects: {
      peek: async () => {
        peeked++;
        return [shared];
      },
      conflictsOf: async () => [],
    },
  });
  expect(peekedThen > 0).toBe(looks);
});

test("stories that come nowhere near each other are not held against each other", async () => {
  let asked = 0;
  const { of } = await meeting({
    changes: ({ path }) => [edited(path === "/w1" ? "s1/a.txt" : "s2/a.txt")],
    effects: {
      conflictsOf: async () => {
        asked++;
        return ["a"];
      },
    },
  });
  expect(asked).toBe(0);
  expect(of("conflict.predicted")).toEqual([]);
});

test.each<[string, Partial<Play["effects"] & object>]>([
  ["nothing can be seen of it", { peek: async () => null }],
  ["nothing of it differs", { snapshot: async () => null }],
  ["it merges", { conflictsOf: async () => [] }],
])("no conflict is predicted where %s", async (_name, effects) => {
  const { of } = await meeting({ effects: { conflictsOf: async () => ["a"], ...effects } });
  expect(of("conflict.predicted")).toEqual([]);
  expect(of("story.started")).toHaveLength(2);
});

test("a look that fails is told once, and there is none after it", async () => {
  let peeked = 0;
  const { of, outcome } = await meeting({
    effects: {
      peek: () => {
        peeked++;
        return Promise.reject(new Error("no such folder"));
      },
    },
  });
  expect(peeked).toBe(1);
  expect(of("run.notice").map(({ message }) => message)).toEqual([
    "Conflicts between stories will show only when they land: the early check failed (no such folder)",
  ]);
  expect(outcome).toBe("done");
});

test("looks take a small share of the time: after one that took a second, ten pass without another", async () => {
  const looks: number[] = [];
  let clock = new VirtualClock();
  await play({
    stories: two,
    withClock: (one) => {
      clock = one;
    },
    changes: () => [shared],
    agent: async function* ({ story: { id }, until }: Turn): AsyncGenerator<AgentEvent> {
      if (id === "S2") return await until((event) => event.type === "agent.finished");
      await until(started("S2"));
      for (let n = 0; n < 14; n++) {
        yield* uses();
        await new Promise<void>((resolve) => void clock.after(1000, resolve));
      }
    },
    effects: {
      conflictsOf: async () => [],
      peek: async () => {
        looks.push(clock.now);
        await new Promise<void>((resolve) => void clock.after(500, resolve));
        return [];
      },
    },
  });
  // Two stories were looked at in the first round, half a second each; ten seconds later comes the next.
  expect(looks.slice(0, 3)).toEqual([0, 500, 11_000]);
});

test("who was looked at beside another is not looked at again before doing more", async () => {
  const looks: string[] = [];
  let clock = new VirtualClock();
  const pass = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));
  await play({
    stories: two,
    withClock: (one) => {
      clock = one;
    },
    changes: () => [shared],
    agent: async function* ({ story: { id }, until }: Turn): AsyncGenerator<AgentEvent> {
      if (id === "S1") await until(started("S2"));
      else await pass(200);
      yield* uses();
      await pass(id === "S1" ? 5_000 : 60_000);
    },
    effects: {
      conflictsOf: async () => [],
      peek: async ({ path }) => {
        looks.push(path);
        await pass(500);
        return [];
      },
    },
  });
  // S2 did something while S1 was looked at, and nothing more until S1 ended.
  expect(looks.slice(0, 3)).toEqual(["/w1", "/w2", "/w1"]);
});

test("a prediction that was made before is not made again, and makes nobody wait again", async () => {
  let rounds = 0;
  const { of } = await meeting({
    agent: async function* ({ story: { id }, turn, signal, until, clock }: Turn): AsyncGenerator<AgentEvent> {
      if (id === "S2") {
        if (turn === 1) await stopped(signal);
        return;
      }
      await until(started("S2"));
      for (; rounds < 5; rounds++) {
        yield* uses();
        await new Promise<void>((resolve) => void clock.after(100, resolve));
      }
    },
  });
  expect(of("conflict.predicted")).toHaveLength(1);
});

test("when the first one lands without what conflicted, the other goes on where it was", async () => {
  let asked = 0;
  const { of } = await meeting({ effects: { conflictsOf: async () => (++asked === 1 ? ["a.snap"] : []) } });
  expect(of("story.conflicted")).toEqual([]);
  expect(
    of("story.started")
      .map(({ story: id, why, worktree }) => [id, why, worktree])
      .at(-1),
  ).toEqual(["S2", "resumed", "/w2"]);
  // Where nothing has landed there is nothing to hold it against.
  let questions = 0;
  const failed = await meeting({
    agent: async function* (turn: Turn): AsyncGenerator<AgentEvent> {
      if (turn.turn > 1) return;
      if (turn.story.id === "S2") return await stopped(turn.signal);
      await turn.until(started("S2"));
      yield* uses();
      yield { type: "agent.error", kind: "refused", message: "No", resetAt: null };
      await turn.until((event) => event.type === "conflict.predicted");
      yield { type: "agent.finished", ok: false, why: "refused", exitCode: 1, signal: null, ms: 1 };
    },
    effects: {
      conflictsOf: async () => {
        questions++;
        return ["a.snap"];
      },
    },
  });
  expect(failed.of("story.finished").map(({ story: id, outcome }) => [id, outcome])).toEqual([
    ["S1", "failed"],
    ["S2", "merged"],
  ]);
  expect(failed.of("story.started").at(-1)?.why).toBe("resumed");
  expect(questions).toBe(1);
});
