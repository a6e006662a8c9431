import { expect, test } from "bun:test";
import type { RunEventBody } from "../../src/core/event.ts";
import { assumedCosts } from "../../src/core/mode.ts";
import { systemHost } from "../../src/host/system.ts";
import type { CostModel } from "../../src/plan/cost-model.ts";
import { measuredCosts, recordedRuns } from "../../src/run/recorded-runs.ts";
import { openJournal } from "../../src/store/journal.ts";
import { makeRunFolder, runFolder } from "../../src/store/run-folder.ts";
import { isDone } from "../state/support/happenings.ts";
import { scratchFolder } from "../support/scratch.ts";

const usage = { input: 5, cachedInput: 0, output: 2, reasoning: 0 };
const good = { outcome: "delivered", mode: "focused", stories: 1, wallMs: 30, agentMs: 20, savedMs: null, usage };

/** Runs that began one after the other, each with what is particular of its first and last event. */
function recorded(...runs: { started?: object; finished?: object | null }[]) {
  using state = scratchFolder();
  for (const [at, { started = {}, finished = {} }] of runs.entries()) {
    // Not in the order of their names.
    const folder = runFolder(state.path, `r${9 - at}`);
    makeRunFolder(folder);
    const host = { ...systemHost(), now: () => 1_000_000 + at };
    const journal = openJournal(host, folder.journal, `r${9 - at}`, []);
    journal.append({
      type: "run.started",
      goal: "Do",
      repo: { root: `/repo${at}` },
      flags: {},
      workBranch: "b",
      scripted: false,
      ...started,
    } as unknown as RunEventBody);
    if (finished !== null) journal.append({ ...isDone, ...good, ...finished } as RunEventBody);
    journal.close();
  }
  return recordedRuns(state.path);
}

test("what delivered runs took is told from the oldest to the newest", () => {
  expect(recorded({}, { finished: { mode: "parallel", stories: 4, savedMs: 7 } })).toEqual([
    { repo: "/repo0", base: null, mode: "focused", stories: 1, wallMs: 30, agentMs: 20, savedMs: null, usage },
    { repo: "/repo1", base: null, mode: "parallel", stories: 4, wallMs: 30, agentMs: 20, savedMs: 7, usage },
  ]);
});

test.each<[string, { started?: object; finished?: object | null }]>([
  ["was scripted", { started: { scripted: true } }],
  ["was not delivered", { finished: { outcome: "partial" } }],
  ["has no mode", { finished: { mode: null } }],
  ["had no agent at work", { finished: { agentMs: 0 } }],
  ["has not ended", { finished: null }],
])("a run that %s tells nothing", (_name, run) => {
  expect(recorded(run, {}).map(({ repo }) => repo)).toEqual(["/repo1"]);
});

test("a run of an older version that did not count its stories had none", () => {
  expect(recorded({ finished: { stories: undefined } })).toMatchObject([{ stories: 0 }]);
});

const cost = (wallMs: number, overheadMs: number, tokens = 100) => ({
  wallMs,
  overheadMs,
  tokens,
  scope: "repository",
});
const model = (costs: object) => measuredCosts(costs as CostModel);

test("without a focused run that was measured nothing is known of the modes", () => {
  expect(measuredCosts(null)).toBeNull();
  expect(model({ parallel: cost(10, 5) })).toBeNull();
  expect(model({ focused: cost(0, 0) })).toBeNull();
});

test("what was not measured is assumed, as a part of the focused run that was", () => {
  const { sequential, parallel } = assumedCosts;
  expect(model({ focused: cost(1000, 10) })).toEqual({
    focused: { wall: 1000, tokens: 100 },
    sequential: { wall: sequential.wall * 1000, tokens: sequential.tokens * 100 },
    parallel: { wall: parallel.wall * 1000, tokens: parallel.tokens * 100 },
  });
  expect(model({ focused: cost(1, 0, 0) })?.focused).toEqual({ wall: 1, tokens: 1 });
});

test("the overhead that was measured beside a focused run's comes on top, and is never less than none", () => {
  const { parallel } = assumedCosts;
  const both = model({ focused: cost(1000, 100), sequential: cost(1, 350), parallel: cost(1, 600) });
  expect([both?.sequential.wall, both?.parallel.wall]).toEqual([1250, parallel.wall * 1000 + 500]);
  const less = model({ focused: cost(1000, 100), sequential: cost(1, 50), parallel: cost(1, 50) });
  expect([less?.sequential.wall, less?.parallel.wall]).toEqual([1000, parallel.wall * 1000]);
});
