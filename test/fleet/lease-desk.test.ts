import { describe, expect, test } from "bun:test";
import { base, joined, story } from "./joined.ts";

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
