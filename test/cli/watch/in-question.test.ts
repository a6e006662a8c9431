import { expect, test } from "bun:test";
import { isInQuestion } from "../../../src/cli/watch/in-question.ts";
import type { RunEvent } from "../../../src/core/event.ts";
import { foldEvent, newRunState } from "../../../src/state/run-state.ts";
import { sampleRun } from "../../report/sample-run.ts";

const asking = { yes: false, noInput: false, ask: "terminal" } as const;
const skipped = (cause: "missing" | "stopped") =>
  ({ ...sampleRun[0], type: "check.skipped", command: "make", cause, why: "it is not here", next: null }) as RunEvent;

/** The sample run up to the first event of a type. */
function until(type: RunEvent["type"]) {
  const view = newRunState();
  for (const event of sampleRun.slice(0, sampleRun.findIndex((each) => each.type === type) + 1)) foldEvent(view, event);
  return view;
}

test.each([
  ["the picker says what is suggested", "intake.decided", asking, true],
  ["nobody is asked", "intake.decided", { ...asking, yes: true }, false],
  ["another program is asked", "intake.decided", { ...asking, ask: "stdio" as const }, false],
])("%s", (_why, type, options, said) => {
  const event = sampleRun.find((each) => each.type === type);
  expect(event).toBeDefined();
  if (event !== undefined) expect(isInQuestion(event, options, newRunState())).toBe(said);
});

test.each([
  ["before the plan is accepted", skipped("missing"), "plan.enforced", asking, false],
  ["before the first agent", skipped("missing"), "plan.accepted", asking, true],
  ["for who is not asked", skipped("missing"), "plan.accepted", { ...asking, noInput: true }, false],
  ["once agents work", skipped("missing"), "story.started", asking, false],
  ["of what landed", skipped("stopped"), "plan.accepted", asking, false],
] as const)("a check that is skipped %s", (_when, event, type, options, said) => {
  expect(isInQuestion(event, options, until(type))).toBe(said);
});
