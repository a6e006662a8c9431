import type { RunEventBody, StoryOutcome } from "../../../src/core/event.ts";
import { noUsage } from "../../../src/core/usage.ts";
import { foldEvent, foldRun } from "../../../src/state/run-state.ts";
import { newStory } from "../../../src/state/story-state.ts";
import { storyNamed } from "../../report/sample-run.ts";

export const [one, two] = [storyNamed("S1", "One"), storyNamed("S2", "Two")];
export const enforced = { changes: [], pairs: [], width: 2, parallelism: 2 };
export const plan: RunEventBody = { type: "plan.enforced", stories: [one, two], ...enforced };
export const ofOne = { story: "S1", attempt: 1 } as const;
export const begins = (story: string, attempt = 1, more: Partial<RunEventBody> = {}) =>
  ({
    type: "story.started",
    story,
    attempt,
    agent: "pi",
    model: null,
    worktree: `/${story}`,
    base: "b",
    ...more,
  }) as RunEventBody;
export const ends = (ok: boolean, more: Partial<RunEventBody> = {}): RunEventBody =>
  ({
    type: "agent.finished",
    ...ofOne,
    ok,
    why: ok ? "done" : "crash",
    exitCode: ok ? 0 : 3,
    signal: null,
    ms: 700,
    ...more,
  }) as RunEventBody;
export const commits = (story: string): RunEventBody => ({
  type: "story.committed",
  story,
  attempt: 1,
  commit: `c-${story}`,
  base: "b",
});
export const lands = (story: string): RunEventBody => ({
  type: "story.merged",
  story,
  commit: `m-${story}`,
  files: 1,
  insertions: 2,
  deletions: 3,
});
export const isOver = (story: string, outcome: StoryOutcome): RunEventBody => ({
  type: "story.finished",
  story,
  outcome,
  reason: "so it is",
  ms: 5,
  usage: noUsage,
});
export const red = { command: "npm test", ok: false, ms: 9, tail: "1 fails", verdict: "failed" } as const;
export const delivered: RunEventBody = {
  type: "delivery.finished",
  kind: "branch",
  branch: "baro/x",
  url: null,
  why: "as asked",
  next: null,
};
export const decided: RunEventBody = {
  type: "intake.decided",
  mode: "parallel",
  confidence: 0.9,
  reason: "two things",
  source: "rules",
  signals: [],
  clarity: "clear",
  question: null,
  probabilities: { focused: 0.05, sequential: 0.05, parallel: 0.9 },
};
export const chosen: RunEventBody = { type: "mode.chosen", mode: "parallel", by: "person", suggested: "focused" };
export const skipped = (command: string | null, cause: "missing" | "stopped"): RunEventBody => ({
  type: "check.skipped",
  command,
  cause,
  why: "no tool",
  next: null,
});
export const asked: RunEventBody = { type: "question.asked", id: "q1", kind: "goal", question: "What?" };
export const verified = (command: string, verdict: "passed" | "not_run"): RunEventBody => ({
  type: "run.verified",
  command,
  ok: verdict === "passed",
  ms: 1,
  tail: "",
  verdict,
});
export const limit: RunEventBody = { type: "limit.reached", limit: "usd", message: "enough" };
export const used = (story: string, usd: number | null): RunEventBody => ({
  type: "agent.usage",
  story,
  attempt: 1,
  input: 40,
  cachedInput: 10,
  output: 7,
  reasoning: 2,
  usd,
  requests: 1,
});
export const tokens = { input: 40, cachedInput: 10, output: 7, reasoning: 2 };
export const isDone: RunEventBody = {
  type: "run.finished",
  outcome: "partial",
  exitCode: 1,
  wallMs: 1,
  agentMs: 1,
  savedMs: null,
  speedup: null,
  usage: noUsage,
  usd: null,
  files: 0,
  insertions: 0,
  deletions: 0,
};

export type Change = Record<string, unknown>;

/** What an event changes in a run of which this was known: every field that differs, those of stories below their ids. */
export function changeBy(event: RunEventBody, known: readonly RunEventBody[]): Change {
  const [before, after] = [foldRun(known), foldRun(known)];
  foldEvent(after, event);
  const { stories: storiesBefore, tally: _before, ...runBefore } = before;
  const { stories: storiesAfter, tally: _after, ...runAfter } = after;
  const changes = differing(runBefore, runAfter);
  for (const [id, story] of storiesAfter) {
    const fields = differing(storiesBefore.get(id) ?? newStory(story.story), story);
    if (Object.keys(fields).length > 0) changes[id] = fields;
  }
  return changes;
}

function differing(before: object, after: object): Change {
  const old = new Map(Object.entries(before));
  return Object.fromEntries(Object.entries(after).filter(([field, value]) => !Bun.deepEquals(value, old.get(field))));
}

/** [what it is about, what is known, what happens, all that changes] */
export type Row = [string, RunEventBody[], RunEventBody, Change];

export const work = [plan, begins("S1"), begins("S2")];

export function toolCall(
  tool: "edit" | "read" | "run" | "search" | "other",
  paths: string[],
  input: unknown,
): RunEventBody {
  return { type: "agent.tool.called", ...ofOne, call: "c", tool, nativeTool: "T", input, paths };
}

export function leftOut(
  why: "ignored" | "submodule",
  paths: string[],
  kept: string | null,
  tell: boolean,
): RunEventBody {
  return { type: "files.left_out", story: "S1", paths, why, kept, tell };
}

export function attempt(ok: boolean, why: string | null) {
  return { attempt: 1, agent: "pi", model: null, startedAt: null, finishedAt: null, ok, why };
}
