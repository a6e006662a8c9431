import { expect, test } from "bun:test";
import type { RunEvent, RunEventBody } from "../../src/core/event.ts";
import { foldEvent, foldRun, modeOf, newRunState } from "../../src/state/run-state.ts";
import { statusOf } from "../../src/state/story-state.ts";
import { sampleRun, sampleStories, storyNamed, streamOf } from "../report/sample-run.ts";

const started = (story: string, attempt: number) =>
  ({ type: "story.started", story, attempt, agent: "pi", model: null, worktree: "/w", base: "b" }) as const;
const ended = (story: string, attempt: number, ok: boolean) =>
  ({
    type: "agent.finished",
    story,
    attempt,
    ok,
    why: ok ? "done" : "crash",
    exitCode: 0,
    signal: null,
    ms: 1000,
  }) as const;

const planned = (...ids: string[]): RunEventBody => ({
  type: "plan.enforced",
  stories: ids.map((id) => storyNamed(id, id)),
  changes: [],
  pairs: [],
  width: 1,
  parallelism: 1,
});
const troubled = { type: "story.troubled", story: "S1", message: "no room", lost: false } as const;
const foldAll = (...bodies: RunEventBody[]) => foldRun(streamOf(bodies.map((body, second) => [second, body])));

test("trouble before a story began leaves it where it was, and is counted until an agent begins", () => {
  const at = (...bodies: RunEventBody[]) => foldAll(planned("S1"), ...bodies).stories.get("S1");
  expect(at(troubled)).toMatchObject({
    phase: "waiting",
    troubles: 1,
    error: { kind: "crash", message: "no room", resetAt: null },
  });
  expect(at(troubled, troubled)).toMatchObject({ phase: "waiting", troubles: 2 });
  expect(at(troubled, started("S1", 1))).toMatchObject({ phase: "started", troubles: 0, error: null, working: true });
  expect(at(started("S1", 1), ended("S1", 1, true), troubled)).toMatchObject({
    phase: "worked",
    troubles: 1,
    working: false,
    activity: null,
    worktree: "/w",
  });
  const lost = { ...troubled, lost: true };
  expect(at(started("S1", 1), ended("S1", 1, true), lost)).toMatchObject({ worktree: null, session: null });
  const conflict: RunEventBody = { type: "story.conflicted", story: "S1", paths: ["a"], next: "redo" };
  expect(at(started("S1", 1), ended("S1", 1, true), conflict, troubled)).toMatchObject({ phase: "conflicted" });
});

test("a retry is told with its number where it has one", () => {
  const retry = { type: "agent.retry", story: "S1", attempt: 1, why: "busy", delayMs: 5 };
  const activity = (more: object) =>
    foldAll(planned("S1"), started("S1", 1), { ...retry, ...more } as RunEventBody).stories.get("S1")?.activity;
  expect(activity({})).toBe("tries again: busy");
  expect(activity({ retry: 2 })).toBe("tries again (2): busy");
});

test("a plan that is enforced anew has to be accepted anew", () => {
  const accepted = { type: "plan.accepted", by: "person" } as const;
  expect(foldAll(planned("S1"), accepted).accepted).toBe(true);
  expect(foldAll(planned("S1"), accepted, planned("S1")).accepted).toBe(false);
});

test("foldRun() tells the whole sample run", () => {
  const view = foldRun(sampleRun);
  expect(view.run).toBe("test-parsers-k3x9");
  expect(modeOf(view)).toBe("parallel");
  expect([...view.stories.keys()]).toEqual(["S1", "S2", "S3", "S4"]);
  expect([...view.stories.values()].map((story) => [statusOf(story), story.outcome])).toEqual([
    ["done", "merged"],
    ["done", "merged"],
    ["done", "failed"],
    ["done", "skipped"],
  ]);
  expect(view.stories.get("S2")?.violations).toHaveLength(1);
  expect(view.stories.get("S3")?.checked).toMatchObject([{ command: "bun test test/s3.test.ts", ok: false }]);
  expect(view.verified).toMatchObject([{ command: "bun test", ok: true }]);
  expect(view.delivered).toMatchObject({ kind: "branch" });
  expect(view.finished).toMatchObject({ outcome: "partial" });
});

test("a story's status follows its events", () => {
  const view = newRunState();
  const status = () => {
    const story = view.stories.get("S1");
    return story === undefined ? undefined : statusOf(story);
  };
  const steps = streamOf([
    [
      0,
      { type: "plan.enforced", stories: [storyNamed("S1", "One")], changes: [], pairs: [], width: 1, parallelism: 1 },
    ],
    [1, started("S1", 1)],
    [2, ended("S1", 1, false)],
    [3, started("S1", 2)],
    [
      4,
      {
        type: "agent.tool.called",
        story: "S1",
        attempt: 2,
        call: "c",
        tool: "run",
        nativeTool: "Bash",
        input: { command: "npm test" },
        paths: [],
      },
    ],
    [5, ended("S1", 2, true)],
  ]);
  const seen = steps.map((event) => {
    foldEvent(view, event);
    return [status(), view.stories.get("S1")?.activity];
  });
  expect(seen).toEqual([
    ["waiting", null],
    ["working", null],
    ["landing", null],
    ["working", null],
    ["working", "run npm test"],
    ["landing", null],
  ]);
  expect(view.stories.get("S1")?.history).toMatchObject([
    { attempt: 1, ok: false, why: "crash" },
    { attempt: 2, ok: true, why: null },
  ]);
});

test("a story taken off the branch is not done until it lands again, and old checks are forgotten", () => {
  const events = sampleRun.slice(0, -2);
  const view = foldRun(events);
  const more = streamOf([
    [95, { type: "story.dropped", story: "S1", commit: "aaaa1111bbbb", why: "the result is red with it" }],
    [96, { type: "branch.rebuilt", head: "h", landed: [] }],
  ]);
  for (const event of more) foldEvent(view, event);
  expect(view.stories.get("S1")).toMatchObject({ phase: "waiting", outcome: null, changes: null, landed: null });
  expect(view.verified).toEqual([]);
});

test("a plan enforced anew replaces the stories", () => {
  const view = foldRun(sampleRun.slice(0, 7));
  const [kept] = sampleStories;
  if (kept === undefined) throw new Error("The sample has no stories");
  const changed = { ...kept, title: "Another title" };
  for (const event of streamOf([
    [16, { type: "plan.enforced", stories: [changed], changes: [], pairs: [], width: 1, parallelism: 1 }],
  ])) {
    foldEvent(view, event);
  }
  expect([...view.stories.values()].map(({ story }) => story.title)).toEqual(["Another title"]);
});

test("events of types that it does not know, and of stories in no plan, do no harm", () => {
  const unknown = { v: 1, seq: 0, at: "2026-03-01T09:30:00.000Z", run: "r", type: "moon.risen", story: 7 };
  const stray = streamOf([[1, { type: "agent.text", story: "plan", attempt: 1, text: "thinking" }]]);
  const view = foldRun([unknown as unknown as RunEvent, ...stray]);
  expect(view.stories.size).toBe(0);
});

test("a fold of the first part and then the rest is the fold of the whole", () => {
  for (let cut = 0; cut <= sampleRun.length; cut++) {
    const view = foldRun(sampleRun.slice(0, cut));
    for (const event of sampleRun.slice(cut)) foldEvent(view, event);
    expect(view).toEqual(foldRun(sampleRun));
  }
});

test("a quarter of a million events are folded, each in the same small time", () => {
  const text = { type: "agent.text", story: "S1", attempt: 1, text: "x" } as const;
  const events = streamOf(Array.from({ length: 250_000 }, (_, index) => [index / 1000, text] as const));
  const before = performance.now();
  foldRun([...sampleRun.slice(0, 10), ...events]);
  // Copying the view for each event would take minutes.
  expect(performance.now() - before).toBeLessThan(20_000);
});

test("what an earlier process left under way waits again, and the time between is nobody's", () => {
  const started = sampleRun.findIndex(({ type }) => type === "story.started");
  const before = sampleRun.slice(0, started + 1);
  const end = { ...sampleRun.at(-1), at: before.at(-1)?.at, outcome: "interrupted" };
  const at = new Date(Date.parse(before.at(-1)?.at ?? "") + 86_400_000).toISOString();
  const view = foldRun([...before, end, { ...end, type: "run.resumed", pid: 1, at }] as unknown as RunEvent[]);
  const [story] = [...view.stories.values()].filter(({ startedAt }) => startedAt !== null);
  expect(story).toMatchObject({ working: false, startedAt: Date.parse(at), activity: null });
  if (story !== undefined) expect(statusOf(story)).toBe("waiting");
  expect(view).toMatchObject({ finished: null, resumes: 1 });
});
