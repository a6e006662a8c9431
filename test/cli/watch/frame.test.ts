import { describe, expect, test } from "bun:test";
import { renderFrame } from "../../../src/cli/watch/frame.ts";
import { plain } from "../../../src/report/layout.ts";
import { foldEvent, newRunState } from "../../../src/state/run-state.ts";
import { widthOf } from "../../../src/text/cells.ts";
import { sampleRun, storyNamed, streamOf } from "../../report/sample-run.ts";

/** The frame after each event of the sample run. */
function frames(width: number, rows: number): string[][] {
  const view = newRunState();
  return sampleRun.map((event, tick) => {
    foldEvent(view, event);
    return renderFrame(view, { now: Date.parse(event.at), tick }, { width, paint: plain }, rows);
  });
}

test.each([
  [39, 24],
  [79, 24],
  [119, 40],
  [29, 8],
])("every frame fits %i columns and %i rows", (width, rows) => {
  for (const frame of frames(width, rows)) {
    expect(frame.length).toBeLessThanOrEqual(rows - 1);
    for (const line of frame) expect(widthOf(line)).toBeLessThanOrEqual(width);
  }
});

test.each([39, 79])("reads well at %i columns while the run goes on", (width) => {
  const shown = [1, 6, 12, 20, 27, 31].map((index) => frames(width, 24)[index]?.join("\n"));
  expect(shown.join("\n")).toMatchSnapshot();
});

test("before anything was decided it says what it looks at", () => {
  const view = newRunState();
  const [first] = sampleRun;
  if (first === undefined) throw new Error("The sample is empty");
  foldEvent(view, first);
  const frame = renderFrame(view, { now: Date.parse(first.at), tick: 0 }, { width: 79, paint: plain }, 24);
  expect(frame.at(-1)).toBe("⠋ looking at the goal and the repository");
});

test("a plan that was made earlier is at work without a decision", () => {
  const view = newRunState();
  for (const event of sampleRun.filter(({ type }) => type !== "intake.decided").slice(0, 10)) foldEvent(view, event);
  const frame = renderFrame(view, { now: 0, tick: 0 }, { width: 79, paint: plain }, 24);
  expect(frame.at(-1)).toMatch(/^⠋ parallel: .*working/);
});

describe("with more stories than rows", () => {
  const stories = Array.from({ length: 30 }, (_, index) => storyNamed(`S${index + 1}`, `Story ${index + 1}`));
  const view = newRunState();
  for (const event of streamOf([
    [0, { type: "plan.enforced", stories, changes: [], pairs: [], width: 30, parallelism: 2 }],
    ...["S17", "S29"].map(
      (story) =>
        [1, { type: "story.started", story, attempt: 1, agent: "pi", model: null, worktree: "/w", base: "b" }] as const,
    ),
  ])) {
    foldEvent(view, event);
  }
  const frame = renderFrame(view, { now: 0, tick: 0 }, { width: 79, paint: plain }, 12);

  test("those at work are shown, and how many are not", () => {
    const text = frame.join("\n");
    expect(frame.length).toBeLessThanOrEqual(11);
    expect(text).toContain("S17 ");
    expect(text).toContain("S29 ");
    expect(text).toContain("… and 24 more");
  });

  test("a row that is alone is of a story at work", () => {
    const [row = "", foot = ""] = renderFrame(view, { now: 0, tick: 0 }, { width: 79, paint: plain }, 5);
    expect(row).toContain("S17 ");
    expect(foot).toStartWith("⠋ ");
  });
});

test("a story that gave way says whom it waits for", () => {
  const stories = ["S1", "S2"].map((id) => storyNamed(id, `Story ${id}`));
  const attempt = { attempt: 1, agent: "pi", model: null, worktree: "/w", base: "b" };
  const end = { ok: false, why: "killed", exitCode: null, signal: "SIGTERM", ms: 1000 } as const;
  const view = newRunState();
  for (const event of streamOf([
    [0, { type: "plan.enforced", stories, changes: [], pairs: [], width: 2, parallelism: 2 }],
    [1, { type: "story.started", story: "S1", ...attempt }],
    [1, { type: "story.started", story: "S2", ...attempt }],
    [2, { type: "conflict.predicted", stories: ["S1", "S2"], paths: ["a.snap"] }],
    [3, { type: "agent.finished", story: "S2", attempt: 1, ...end }],
  ])) {
    foldEvent(view, event);
  }
  const frame = renderFrame(view, { now: 0, tick: 0 }, { width: 79, paint: plain }, 12);
  expect(frame.find((line) => line.includes("S1 "))).toContain("pi at work");
  expect(frame.find((line) => line.includes("S2 "))).toContain("waits for S1");
});
