import { expect, test } from "bun:test";
import type { CheckFacts, SkippedCheck } from "../../src/core/check.ts";
import { BaroError } from "../../src/core/error.ts";
import type { RunEvent, RunEventBody } from "../../src/core/event.ts";
import { measureBase, requireChecks, throwNoSetUp } from "../../src/run/measure-base.ts";

type Answer = Partial<CheckFacts> | (() => never);

/** Measures a base whose checks answer so; `said`: what is on the stream before. */
async function measured(answers: Record<string, Answer>, said: RunEventBody[] = [], stop = new AbortController()) {
  const events: RunEventBody[] = [...said];
  const [asked, found]: [string[], SkippedCheck[]] = [[], []];
  const stream = {
    events: events as unknown as RunEvent[],
    emit: async (event: RunEventBody) => void events.push(event),
  };
  const check = async (commit: string, command: string): Promise<CheckFacts> => {
    asked.push(`${commit} ${command}`);
    const answer = answers[command];
    if (typeof answer === "function") return answer();
    return { command, ok: false, ms: 1, tail: "", ...answer };
  };
  const run = { base: "b1", stream } as unknown as Parameters<typeof measureBase>[0];
  await measureBase(run, Object.keys(answers), check, (one) => void found.push(one), stop.signal);
  return { asked, found, told: events.slice(said.length) };
}

const notRun = { verdict: "not_run", why: "sh: 1: late: not found", next: "install late" } as const;
const late = { command: "late", cause: "missing", why: notRun.why, next: notRun.next } as const;

test("each check is run on the base once, and what can't run is told with its advice", async () => {
  const { asked, found, told } = await measured({ green: { ok: true }, late: notRun, red: { verdict: "failed" } });
  expect(asked).toEqual(["b1 green", "b1 late", "b1 red"]);
  expect(found).toEqual([late]);
  expect(told).toEqual([{ type: "check.skipped", ...late }]);
});

test("what says nothing of why it did not run could not be started", async () => {
  const { found } = await measured({ late: { verdict: "not_run", why: null, next: null } });
  expect(found).toEqual([{ ...late, why: "it could not be started", next: null }]);
});

test("what stops at a failure of the base is told before an agent is started", async () => {
  const { found, told } = await measured({ cut: { verdict: "failed", stops: "line 2 of Makefile" } });
  const why =
    "it stops at its first failure (line 2 of Makefile), and the base has one: what comes after that is not run";
  const next = "have it go on past a failure, or name another check with --verify";
  expect(found).toEqual([{ command: "cut", cause: "behind", why, next }]);
  expect(told).toEqual([{ type: "check.skipped", command: "cut", cause: "behind", why, next }]);
  expect(() => requireChecks(found)).toThrow("The check `cut` does not run to its end: it stops");
});

test("a resumed run finds it again, and does not say it again", async () => {
  const { found, told } = await measured({ late: notRun }, [{ type: "check.skipped", ...late }]);
  expect(found).toEqual([late]);
  expect(told).toEqual([]);
});

test("a run that ends meanwhile asks no further, and says nothing more", async () => {
  const stop = new AbortController();
  const stopping: Answer = (() => {
    stop.abort();
    return { command: "late", ok: false, ms: 1, tail: "", ...notRun };
  }) as never;
  const { asked, found, told } = await measured({ late: stopping, red: {} }, [], stop);
  expect([asked, found, told]).toEqual([["b1 late"], [], []]);
});

test("checks that are required and can't run end the run with what to do", () => {
  expect(() => requireChecks([])).not.toThrow();
  const error = thrownBy(() => requireChecks([late]));
  expect(error).toMatchObject({
    code: "checks-missing",
    message: "Cannot run without its checks: The check `late` is skipped: sh: 1: late: not found; install late",
  });
  expect(error.hint).toContain("--verify");
});

test("a set-up that fails leaves no checks; any other failure stays what it is", () => {
  const failed = new BaroError("failed", "Cannot set up a worktree: npm ci ended with 1");
  expect(thrownBy(() => throwNoSetUp(failed))).toMatchObject({
    code: "checks-missing",
    message: "Cannot run without its checks: Cannot set up a worktree: npm ci ended with 1",
  });
  for (const other of [new BaroError("interrupted", "Stopped"), new Error("x")])
    expect(thrownBy(() => throwNoSetUp(other)) as unknown).toBe(other);
});

function thrownBy(act: () => unknown): BaroError {
  try {
    act();
  } catch (error) {
    return error as BaroError;
  }
  throw new Error("Nothing was thrown");
}
