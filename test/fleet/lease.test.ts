import { describe, expect, test } from "bun:test";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import { WorktreeTrouble } from "../../src/git/place.ts";
import { LeaseLost } from "../../src/worktrees/lease-lost.ts";
import { base, joined, never, story, work } from "./joined.ts";

describe("a lease", () => {
  test("carries a call and its answer over the protocol", async () => {
    const seen: unknown[] = [];
    const { open } = joined({
      openWorktree: (args) => {
        seen.push(args);
        return Promise.resolve({ path: "/w1" });
      },
    });
    expect(await open(1).call("openWorktree", { story, base, work: null })).toEqual({ path: "/w1" });
    expect(seen).toEqual([{ story, base, work: null }]);
  });

  test("gives trouble with a story's files as what it is", async () => {
    const { open } = joined({ inspect: () => Promise.reject(new WorktreeTrouble("Gone", { lost: true })) });
    const lease = open(1);
    const error = await lease.call("inspect", {}).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(WorktreeTrouble);
    expect(error).toMatchObject({ message: "Gone", lost: true });
    expect(lease.lost).toBeNull();
  });

  test("is lost with all its calls when the worker can't go on, and the worker lets go of it", async () => {
    const waits = Promise.withResolvers<unknown>();
    const { open, pass, desk, cleared } = joined({
      runAgent: () => waits.promise,
      peek: () => waits.promise,
      inspect: () => Promise.reject(new Error("No space left on device")),
    });
    const lease = open(1);
    work(lease);
    const peek = lease.call("peek", {});
    pass(1_200);
    const errors = await Promise.all([peek, lease.call("inspect", {})].map((one) => one.catch((error) => error)));
    for (const error of errors) expect(error).toBeInstanceOf(LeaseLost);
    expect(errors[0]).toMatchObject({ worker: "box", fence: 1, message: "No space left on device", lostMs: 1_200 });
    expect(await lease.call("keep", { story }).catch((error) => error)).toBe(lease.lost);
    expect(desk.size).toBe(0);
    expect(cleared).toEqual(["cleared"]);
  });

  test("tells the loss from the last time that the work was kept", () => {
    const { open, pass, back } = joined({});
    const lease = open(3);
    work(lease);
    pass(5_000);
    back({ is: "kept", lease: "run.S1", fence: 3, commit: base });
    pass(700);
    lease.lose("gone");
    expect(lease.lost?.lostMs).toBe(700);
  });

  test("what was kept is as old as the worker's look at it, and not as its arrival", () => {
    const { open, pass, back } = joined({});
    const lease = open(3);
    work(lease);
    pass(5_000);
    back({ is: "kept", lease: "run.S1", fence: 3, commit: base, agoMs: 1_500 });
    pass(700);
    // An older one that was under way for longer takes nothing back.
    back({ is: "kept", lease: "run.S1", fence: 3, commit: base, agoMs: 4_000 });
    lease.lose("gone");
    expect(lease.lost?.lostMs).toBe(2_200);
  });

  test("no work is lost where no agent is at work, or what it left is here", () => {
    const { open, pass } = joined({});
    const [idle, over] = [open(3), open(4, "run.S2")];
    pass(5_000);
    work(over);
    pass(1_000);
    over.allKept();
    pass(60_000);
    for (const lease of [idle, over]) lease.lose("gone");
    expect([idle.lost?.lostMs, over.lost?.lostMs]).toEqual([0, 0]);
  });

  test("an answer under an older fence, of another story or to no call is nobody's", async () => {
    const waits = Promise.withResolvers<unknown>();
    const { open, back } = joined({ keep: () => waits.promise });
    const lease = open(2);
    const kept = lease.call("keep", { story });
    const stale = { is: "answer", lease: "run.S1", fence: 1, n: 0, value: "b".repeat(40) } as const;
    back(stale);
    back({ ...stale, fence: 2, lease: "run.S2" });
    back({ ...stale, fence: 2, n: 7 });
    waits.resolve(base);
    expect(await kept).toBe(base);
  });

  test("an answer in another form ends the lease, and decides nothing", async () => {
    const { open } = joined({ commit: () => Promise.resolve({ commit: "--upload-pack=evil", message: "x" }) });
    const args = { story, attempt: 1, paths: [], whole: true, message: null };
    expect(
      await open(1)
        .call("commit", args)
        .catch((error) => error),
    ).toBeInstanceOf(LeaseLost);
  });

  test("a stopped call is stopped on the worker", async () => {
    const { open } = joined({
      checkWorktree: (_args, signal) =>
        new Promise((resolve) => {
          const stop = () => resolve({ command: "make", ok: false, ms: 1, tail: "" });
          if (signal.aborted) stop();
          else signal.addEventListener("abort", stop, { once: true });
        }),
    });
    const stop = new AbortController();
    const check = open(1).call("checkWorktree", { story, command: "make" }, stop.signal);
    stop.abort();
    expect(await check).toMatchObject({ ok: false });
  });
});

describe("an agent's events", () => {
  const ask = { story, attempt: 1, prompt: "Do", agent: { name: "claude", model: null }, session: null };
  const text = (one: string): AgentEvent => ({ type: "agent.text", text: one });
  const under = { lease: "run.S1", fence: 1, n: 0 };

  async function hear(batches: { seq: number; events: AgentEvent[] }[]): Promise<string[]> {
    const done = Promise.withResolvers<unknown>();
    const { open, back } = joined({ runAgent: () => done.promise });
    const heard: string[] = [];
    const all = open(1).listen(ask, never);
    const first = all.next();
    for (const batch of batches) back({ is: "events", ...under, ...batch });
    done.resolve({ kept: base, log: null, output: [], left: null });
    let next = await first;
    for (; next.done !== true; next = await all.next()) {
      if (next.value.type === "agent.text") heard.push(next.value.text);
      if (next.value.type === "agent.notice") heard.push(next.value.message);
    }
    expect(next.value).toEqual({ kept: base, log: null, output: [], left: null });
    return heard;
  }

  test.each<[string, [seq: number, texts: string[]][], string[]]>([
    [
      "in order",
      [
        [0, ["a", "b"]],
        [2, ["c"]],
      ],
      ["a", "b", "c"],
    ],
    [
      "said twice",
      [
        [0, ["a", "b"]],
        [1, ["b", "c"]],
      ],
      ["a", "b", "c"],
    ],
    [
      "with a gap",
      [
        [0, ["a"]],
        [4, ["e"]],
      ],
      ["a", "3 of its events did not arrive from the worker", "e"],
    ],
    [
      "said again as a whole",
      [
        [0, ["a"]],
        [0, ["a"]],
      ],
      ["a"],
    ],
  ])("%s", async (_name, batches, heard) => {
    const said = batches.map(([seq, texts]) => ({ seq, events: texts.map(text) }));
    expect(await hear(said)).toEqual(heard);
  });
});
