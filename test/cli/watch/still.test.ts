import { expect, test } from "bun:test";
import { plainWatcher } from "../../../src/cli/watch/lines.ts";
import { type Later, stillText } from "../../../src/cli/watch/still.ts";
import type { RunEvent } from "../../../src/core/event.ts";
import { foldRun } from "../../../src/state/run-state.ts";
import { sampleRun } from "../../report/sample-run.ts";
import { testHost } from "../test-host.ts";

const before = (type: RunEvent["type"], nth = 0) => {
  const all = sampleRun.flatMap((event, index) => (event.type === type ? [index] : []));
  return sampleRun.slice(0, all[nth]);
};
const startedAt = Date.parse(sampleRun[0]?.at ?? "");
const said = (events: readonly RunEvent[], second: number) => stillText(foldRun(events), startedAt + second * 1_000);

test("what goes on is told in one sentence: who is at work, for how long and at what, else the stage", () => {
  const working = before("agent.tool.called");
  expect(said(working, 141)).toBe("still at work: S1 for 2m 00s; S2 for 2m 00s; S3 for 2m 00s");
  const writing = before("agent.tool.finished");
  expect(said(writing, 50)).toMatch(/^still at work: S1 for 29s, .+; S2 for 29s/);
  expect(said(before("run.verified"), 95)).toBe("still at it: checking the result");
  expect(said(before("plan.enforced"), 12)).toMatch(/^still at it: (planning|parallel is suggested)$/);
});

test("nothing is told before a run, after its end, while a person is waited for or holds all back", () => {
  expect(said([], 5)).toBeNull();
  expect(said(sampleRun, 100)).toBeNull();
  const at = sampleRun.at(3) as RunEvent;
  const question = { kind: "mode", id: "Q1" } as never;
  expect(stillText({ ...foldRun(before("plan.enforced")), question }, startedAt)).toBeNull();
  const paused = { ...at, type: "run.paused", paused: true } as RunEvent;
  expect(said([...before("story.started"), paused], 30)).toBeNull();
});

test("of more than three stories at work the others are counted", () => {
  const started = sampleRun.find((event) => event.type === "story.started") as RunEvent;
  expect(said([...before("agent.tool.called"), { ...started, story: "S4" } as RunEvent], 30)).toMatch(/; and 1 more$/);
});

/** What waits, and how long, with the call that ends it. */
function waiting() {
  const waits: { ms: number; call: () => void; isOff: boolean }[] = [];
  const wait: Later = (ms, call) => {
    const one = { ms, call, isOff: false };
    waits.push(one);
    return () => {
      one.isOff = true;
    };
  };
  const open = () => waits.filter(({ isOff }) => !isOff);
  return { wait, open, passes: () => open().at(-1)?.call() };
}

test("where nothing is drawn a sentence comes after a minute without a line, then less and less often, until the end", () => {
  const host = { ...testHost(), now: () => startedAt + 141_000 };
  const time = waiting();
  const watcher = plainWatcher(
    host,
    { verbose: false, yes: true, noInput: true, ask: "terminal", dryRun: false },
    { attached: false, wait: time.wait },
  );
  for (const event of before("agent.tool.called")) watcher.see(event);
  const ms: (number | undefined)[] = [];
  for (let times = 0; times < 5; times++) {
    ms.push(time.open().at(-1)?.ms);
    expect(time.open()).toHaveLength(1);
    time.passes();
  }
  expect(ms).toEqual([60_000, 120_000, 240_000, 300_000, 300_000]);
  expect(host.err().match(/ {2}2:21 {2}still at work: S1 for 2m 00s/g)).toHaveLength(5);
  watcher.pause();
  expect(time.open()).toEqual([]);
  // What an agent does is no line here, and says that the run goes on.
  watcher.see(sampleRun.find((event) => event.type === "agent.tool.called") as RunEvent);
  expect(time.open().map((one) => one.ms)).toEqual([60_000]);
});
