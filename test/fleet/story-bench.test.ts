import { expect, test } from "bun:test";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import type { FromWorker } from "../../src/fleet/protocol.ts";
import { StoryBench } from "../../src/fleet/story-bench.ts";
import { systemHost } from "../../src/host/system.ts";
import type { LocalEffects } from "../../src/worktrees/local-effects.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";

const story = {
  id: "S1",
  title: "One",
  brief: "",
  writes: ["a.txt"],
  reads: [],
  dependsOn: [],
  acceptance: [],
  verify: [],
  weight: "standard" as const,
};
const change = { path: "a.txt", kind: "modified", node: "file", bytes: 1, oid: null, leadsOut: false } as const;
const asked = { lease: "run.S1", fence: 1, n: 0, signal: new AbortController().signal };

/** A bench whose clock is moved by hand: each wait ends when it is told to. */
function bench(deliver: () => Promise<void>) {
  const folder = scratchFolder();
  const repo = scratchRepository({ "a.txt": "a\n" });
  const commit = repo.git("rev-parse", "HEAD");
  const sent: FromWorker[] = [];
  const looks: number[] = [];
  const end = Promise.withResolvers<void>();
  let now = 0;
  let wake = () => {};
  const slept = () => new Promise<void>((resolve) => setImmediate(resolve));
  const host = {
    ...systemHost(),
    elapsed: () => now,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        signal?.addEventListener("abort", () => resolve(), { once: true });
        wake = () => {
          now += ms;
          resolve();
        };
      }),
  };
  async function* runAgent(): AsyncGenerator<AgentEvent> {
    await end.promise;
    yield { type: "agent.finished", ok: false, why: "crash", exitCode: 1, signal: null, ms: 1 };
  }
  const effects = {
    openWorktree: () => Promise.resolve({ path: repo.path, base: commit }),
    peek: () => {
      looks.push(now);
      return Promise.resolve([change]);
    },
    snapshot: () => Promise.resolve(commit),
    runAgent,
  } as unknown as LocalEffects;
  const carrier = { mostSaid: 1_000, bring: () => Promise.resolve(), deliver };
  const place = { root: repo.path, logs: folder.path, remember: () => {} } as never;
  const at = new StoryBench(host, { effects, place, send: (message) => void sent.push(message), carrier });
  return {
    at,
    sent,
    looks,
    end,
    /** So many waits pass. */
    pass: async (times: number) => {
      for (; times > 0; times--) {
        wake();
        for (let step = 0; step < 20; step++) await slept();
      }
    },
    open: () => at.perform("openWorktree", { story, base: commit, work: null }, asked),
    run: () =>
      at.perform(
        "runAgent",
        { story, attempt: 1, prompt: "", agent: { name: "openai", model: null }, session: null },
        asked,
      ),
    [Symbol.dispose]: () => {
      repo[Symbol.dispose]();
      folder[Symbol.dispose]();
    },
  };
}

test("the work of an agent that says nothing is looked at every half a minute, and told each time", async () => {
  using one = bench(() => Promise.resolve());
  await one.open();
  const running = one.run();
  await one.pass(13);
  expect(one.looks).toEqual([30_000, 60_000]);
  expect(one.sent.filter(({ is }) => is === "kept")).toHaveLength(2);
  one.end.resolve();
  await running;
});

test("what did not come through is brought again with the next look, and is not told before it is there", async () => {
  let fails = true;
  let tries = 0;
  using one = bench(() => {
    tries++;
    return fails ? Promise.reject(new Error("away")) : Promise.resolve();
  });
  await one.open();
  const running = one.run();
  await one.pass(7);
  expect([tries, one.sent.filter(({ is }) => is === "kept").length]).toEqual([1, 0]);
  fails = false;
  await one.pass(6);
  expect([tries, one.sent.filter(({ is }) => is === "kept").length]).toEqual([2, 1]);
  one.end.resolve();
  await running;
});
