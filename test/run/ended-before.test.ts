import { describe, expect, test } from "bun:test";
import { statSync } from "node:fs";
import { join } from "node:path";
import type { DeliveryPlan } from "../../src/core/delivery.ts";
import type { RunEvent, RunEventBody } from "../../src/core/event.ts";
import type { EnforcedPlan } from "../../src/core/plan.ts";
import { systemHost } from "../../src/host/system.ts";
import { endDelivered } from "../../src/run/deliver-work.ts";
import { effectOptions } from "../../src/run/effect-options.ts";
import type { Run } from "../../src/run/run-context.ts";
import { foldRun } from "../../src/state/run-state.ts";
import { delivered, isOver, lands, one, plan, two, verified } from "../state/support/happenings.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";

const enforced = { plan: { version: 1, goal: "g", mode: "parallel", stories: [one, two] } } as unknown as EnforcedPlan;

/** How a run ends that was delivered before its process died, and what is left of its own branch. */
async function endOf(events: (head: string) => RunEventBody[], more: Partial<DeliveryPlan> = {}, moved = false) {
  using repo = scratchRepository();
  const head = repo.git("rev-parse", "HEAD");
  repo.git("branch", "baro/x");
  repo.git("branch", "theirs");
  if (moved) {
    repo.git("switch", "--quiet", "baro/x");
    repo.commit("Somebody else's", { "b.txt": "b\n" });
    repo.git("switch", "--quiet", "main");
  }
  const all = [plan, ...events(head)] as RunEvent[];
  const delivery = { kind: "branch", route: "api", ...more } as DeliveryPlan;
  const run = {
    host: systemHost(),
    repository: { root: repo.path },
    branch: "baro/x",
    stream: { events: all },
    delivery,
  };
  const end = await endDelivered(run as unknown as Run, foldRun(all), enforced);
  return { end, branches: repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split("\n") };
}

const own = ["baro/x", "main", "theirs"];
const both = (head: string) => [
  { ...lands("S1"), commit: head } as RunEventBody,
  isOver("S1", "merged"),
  isOver("S2", "merged"),
];
const leaves = (more: object = {}) => ({ ...delivered, ...more }) as RunEventBody;

describe("a run that was delivered, and whose process died before it said so", () => {
  test.each<[string, (head: string) => RunEventBody[], Partial<DeliveryPlan>, object | null, string[]]>([
    ["not delivered", both, {}, null, own],
    [
      "with a story that has not ended",
      (head) => [{ ...lands("S1"), commit: head } as RunEventBody, isOver("S1", "merged"), leaves()],
      {},
      null,
      own,
    ],
    ["on its own branch", (head) => [...both(head), leaves()], {}, { outcome: "delivered", exitCode: 0 }, own],
    [
      "on the branch that it follows",
      (head) => [...both(head), leaves({ branch: "theirs" })],
      {},
      { outcome: "delivered", exitCode: 0 },
      ["main", "theirs"],
    ],
    [
      "as a patch",
      (head) => [...both(head), leaves({ kind: "patch", branch: null })],
      {},
      { outcome: "partial", exitCode: 1 },
      own,
    ],
    [
      "with less than was promised",
      (head) => [...both(head), leaves()],
      { kind: "pr" },
      { outcome: "partial", exitCode: 1 },
      own,
    ],
    [
      "with nothing that landed",
      () => [isOver("S1", "empty"), isOver("S2", "empty"), leaves({ kind: "none", branch: null })],
      { kind: "pr" },
      { outcome: "empty", exitCode: 4 },
      own,
    ],
    [
      "with nothing that landed, on another branch",
      () => [isOver("S1", "failed"), isOver("S2", "empty"), leaves({ branch: "theirs" })],
      {},
      { outcome: "failed", exitCode: 1 },
      own,
    ],
    [
      "with a result that is red",
      (head) => [...both(head), { ...verified("x", "passed"), ok: false, verdict: "failed" } as RunEventBody, leaves()],
      {},
      { outcome: "partial", exitCode: 1 },
      own,
    ],
  ])("%s", async (_what, events, more, end, branches) => {
    expect(await endOf(events, more)).toEqual({ end, branches } as never);
  });

  test("keeps its own branch where somebody has moved that", async () => {
    const { branches } = await endOf((head) => [...both(head), leaves({ branch: "theirs" })], {}, true);
    expect(branches).toEqual(own);
  });
});

describe("what stories are worked on with", () => {
  /** The options of a run in this folder. */
  const optionsOf = (folder: string, more: object = {}, agents: object = {}) => {
    const options = {
      cacheDir: join(folder, "cache"),
      stateDir: folder,
      setup: null,
      env: [],
      agentSettings: { silenceMs: 1, toolMs: 2, maxTurns: 3, effort: "high", extraInstructions: "Be brief" },
      ...{ warm: true, keep: false, warmWorktrees: 4, warmForMs: 5, warmBytes: 6 },
      ...more,
    };
    const run = {
      ...{ host: { env: {} }, options, run: "r1", base: "b", folder: "sub", branch: "baro/r1", sandbox: null },
      repository: { root: "/r" },
      stream: { folder: { logs: join(folder, "logs") } },
      agents: { writer: "writer", tiers: {}, fallbacks: [], ...agents },
    };
    return effectOptions(run as unknown as Run, Promise.resolve());
  };

  test("is what was set, in folders of the run's own that nobody else reads", () => {
    using folder = scratchFolder();
    const effects = optionsOf(folder.path);
    expect(effects).toMatchObject({
      agentLimits: { silenceMs: 1, toolMs: 2, maxTurns: 3 },
      effort: "high",
      instructions: "Be brief",
      warm: { worktrees: 4, ageMs: 5, bytes: 6 },
      checkTimeoutMs: 1_800_000,
    });
    const logs = effects.logDir?.(one, 2) ?? "";
    expect(logs).toBe(join(folder.path, "logs/S1-2"));
    expect(statSync(logs).mode & 0o777).toBe(0o700);
    expect(effects.logDir?.(one, 2)).toBe(logs);
  });

  test.each([
    ["worktrees that may outlive it", {}, true],
    ["none, where that is off", { warm: false }, false],
    ["none, where they are kept for a look", { keep: true }, false],
  ])("are %s", (_what, more, warm) => {
    using folder = scratchFolder();
    expect(optionsOf(folder.path, more).warm !== null).toBe(warm);
  });

  test("is the agent of a story's weight, else who writes, and behind them who takes over for that weight first", () => {
    using folder = scratchFolder();
    const fallbacks = [
      { agent: "all", weight: null },
      { agent: "heavy", weight: "heavy" },
      { agent: "light", weight: "light" },
    ];
    const effects = optionsOf(folder.path, {}, { tiers: { heavy: "big" }, fallbacks });
    const of = (weight: "heavy" | "standard") => {
      const story = { ...one, weight };
      return [effects.agentFor(story), ...(effects.fallbacks?.(story) ?? [])] as unknown[];
    };
    expect(of("heavy")).toEqual(["big", "heavy", "all"]);
    expect(of("standard")).toEqual(["writer", "all"]);
  });
});
