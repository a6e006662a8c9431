import { expect, test } from "bun:test";
import type { RunEvent, RunEventBody } from "../../src/core/event.ts";
import { eventLines } from "../../src/report/event-line.ts";

const at = (body: RunEventBody): RunEvent => ({ v: 1, seq: 0, at: "2026-03-01T09:30:12.000Z", run: "r", ...body });
const check = { command: "npm test", ms: 5, tail: "a\n\nb\nlast words\n" } as const;

test("a plan that rules changed says each rule and its reason, whatever the detail", () => {
  const changes = [
    { rule: "overlap", stories: ["S1", "S2"], why: "both write a.txt" },
    { rule: "unknown-dependency", stories: ["S2"], why: "S9 is no\nstory" },
  ] as const;
  const stories: RunEventBody = {
    type: "plan.enforced",
    stories: [],
    changes: changes.map((change) => ({ ...change, stories: [...change.stories] })),
    pairs: [],
    width: 1,
    parallelism: 1,
  };
  expect(eventLines(at(stories), "steps")).toEqual([
    "plan: 0 stories, at most 1 at once, 2 changes by rules",
    "  overlap, S1, S2: both write a.txt",
    "  unknown-dependency, S2: S9 is no story",
  ]);
});

test("a dry run is told without a name: there is nothing to ask for by it", () => {
  const figures = { outcome: "delivered", exitCode: 0, wallMs: 4_000 } as never;
  const started = { type: "run.started", agent: "pi", base: "0f1e2d3c4b5a", flags: { dryRun: true } } as never;
  expect(eventLines(at(started), "steps")).toEqual(["dry run with pi on 0f1e2d3c4b"]);
  const finished = { type: "run.finished", dryRun: true, ...(figures as object) } as never;
  expect(eventLines(at(finished), "steps")).toEqual(["dry run: planned in 4.0s"]);
  const real = { type: "run.finished", ...(figures as object) } as never;
  expect(eventLines(at(real), "steps")).toEqual(["run r: delivered in 4.0s"]);
});

test("a red check says what it fails with; one that is red on the base, or green, does not", () => {
  const of = (ok: boolean, verdict: "passed" | "failed" | "as_on_base") =>
    eventLines(at({ type: "story.verified", story: "S1", ...check, ok, verdict }), "steps").slice(1);
  expect(of(false, "failed")).toEqual(["  a", "  b", "  last words"]);
  expect(of(false, "as_on_base")).toEqual([]);
  expect(of(true, "passed")).toEqual([]);
  expect(eventLines(at({ type: "run.verified", ...check, ok: false, verdict: "failed" }), "steps")).toContain(
    "  last words",
  );
});
