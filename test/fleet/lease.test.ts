import { describe, expect, test } from "bun:test";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import { Lease } from "../../src/fleet/lease.ts";
import { type Bench, LeaseDesk } from "../../src/fleet/lease-desk.ts";
import {
  decode,
  encode,
  type FromWorker,
  fromWorker,
  type Operation,
  type ToWorker,
  toWorker,
} from "../../src/fleet/protocol.ts";
import { WorktreeTrouble } from "../../src/git/place.ts";
import { LeaseLost } from "../../src/worktrees/lease-lost.ts";

const story = {
  ...{ id: "S1", title: "One", brief: "Do it", writes: [], reads: [], dependsOn: [], acceptance: [], verify: [] },
  weight: "standard" as const,
};
const base = "a".repeat(40);
const never = new AbortController().signal;

/** A lease and a desk with the protocol's own lines between them; what passes can be looked at and held back. */
function joined(bench: Partial<Record<Operation, (args: unknown, signal: AbortSignal) => Promise<unknown>>>) {
  const passed: (ToWorker | FromWorker)[] = [];
  const cleared: string[] = [];
  const leases: Lease[] = [];
  let cut = false;
  const back = (message: FromWorker) => {
    passed.push(message);
    const read = decode(fromWorker, encode(message));
    if (!("is" in read)) throw new Error(read.wrong);
    if (!cut && "lease" in read) for (const lease of leases) lease.take(read);
  };
  const newBench = (): Bench => ({
    perform: async (op, args, { signal }) => bench[op]?.(args, signal) ?? null,
    clear: () => {
      cleared.push("cleared");
      return Promise.resolve();
    },
  });
  const desk = new LeaseDesk(back, newBench);
  const send = (message: ToWorker) => {
    passed.push(message);
    const read = decode(toWorker, encode(message));
    if (!("is" in read)) throw new Error(read.wrong);
    if (read.is === "call") void desk.take(read);
    if (read.is === "stop") desk.stop(read);
    if (read.is === "drop") void desk.drop(read);
  };
  let now = 0;
  const open = (fence: number, name = "run.S1") => {
    const lease = new Lease({
      name,
      fence,
      worker: "box",
      send,
      elapsed: () => now,
      onKept: () => lease.kept(),
      onPack: () => {},
    });
    leases.push(lease);
    return lease;
  };
  return {
    open,
    back,
    passed,
    cleared,
    desk,
    cut: () => {
      cut = true;
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
}

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
      peek: () => waits.promise,
      inspect: () => Promise.reject(new Error("No space left on device")),
    });
    const lease = open(1);
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
    pass(5_000);
    back({ is: "kept", lease: "run.S1", fence: 3, commit: base });
    pass(700);
    lease.lose("gone");
    expect(lease.lost?.lostMs).toBe(700);
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

describe("a worker's desk", () => {
  test("of two leases of a story the higher fence holds: what is at work under the other ends, unanswered", async () => {
    const stopped: boolean[] = [];
    const { open, passed, cleared } = joined({
      keep: (_args, signal) =>
        new Promise((resolve) => {
          const stop = () => {
            stopped.push(true);
            resolve(base);
          };
          if (signal.aborted) stop();
          else signal.addEventListener("abort", stop, { once: true });
        }),
      requireOurs: () => Promise.resolve(null),
    });
    void open(1)
      .call("keep", { story })
      .catch(() => {});
    await open(2).call("requireOurs", {});
    expect(stopped).toEqual([true]);
    expect(cleared).toEqual(["cleared"]);
    expect(passed.filter((one) => one.is === "answer").map((one) => "fence" in one && one.fence)).toEqual([2]);
  });

  test("nothing is done under a fence that was overtaken or given back", async () => {
    const done: number[] = [];
    const { desk, open } = joined({
      requireOurs: () => Promise.resolve(null),
      release: () => Promise.resolve(null),
      revert: () => {
        done.push(1);
        return Promise.resolve(null);
      },
    });
    const lease = open(2);
    await lease.call("requireOurs", {});
    await lease.call("release", {});
    for (const fence of [1, 2]) {
      await desk.take({ is: "call", lease: "run.S1", fence, n: 5, op: "revert", args: { paths: [] } });
    }
    expect(done).toEqual([]);
  });

  test.each([
    ["format", {}, /knows no "format"/],
    ["constructor", {}, /knows no "constructor"/],
    ["revert", { paths: "all" }, /revert was asked for in another form: paths/],
    ["checkCommit", { commit: "HEAD; true", command: "make" }, /checkCommit was asked for in another form: commit/],
  ])("%s %j is refused", async (op, args, said) => {
    const { desk, passed } = joined({});
    await desk.take({ is: "call", lease: "run.S1", fence: 1, n: 0, op, args });
    expect(passed).toMatchObject([{ is: "answer", wrong: { kind: "worker", message: expect.stringMatching(said) } }]);
  });
});
