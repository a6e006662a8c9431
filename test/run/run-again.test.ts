import { expect, test } from "bun:test";
import type { RunEventBody, RunOutcome } from "../../src/core/event.ts";
import { systemHost } from "../../src/host/system.ts";
import { chooseAgain, hasEnded, restoreBranch } from "../../src/run/run-again.ts";
import { foldRun } from "../../src/state/run-state.ts";
import { storyNamed } from "../report/sample-run.ts";
import { enforced, isDone, isOver, lands } from "../state/support/happenings.ts";
import { scratchRepository } from "../support/scratch.ts";

const stories = ["S1", "S2", "S3", "S4"].map((id) => ({ ...storyNamed(id, id), dependsOn: id === "S3" ? ["S2"] : [] }));
const plan: RunEventBody = { type: "plan.enforced", stories, ...enforced };
const accepted: RunEventBody = { type: "plan.accepted", by: "flag" };
const ended = (outcome: RunOutcome) => ({ ...isDone, outcome }) as RunEventBody;
/** S1 landed, S2 failed, S3 needs it, and nothing had to change for S4. */
const half = [
  plan,
  accepted,
  lands("S1"),
  isOver("S1", "merged"),
  isOver("S2", "failed"),
  isOver("S3", "skipped"),
  { ...isOver("S4", "empty"), held: true } as RunEventBody,
];
const again = (picked: string[], ...more: RunEventBody[]) => chooseAgain(foldRun([...half, ...more]), "r1", picked);

test("of a run that has ended all that did not land is run again, of one that was cut off nothing is", () => {
  expect(again([], ended("partial"))).toEqual(["S2", "S3"]);
  expect(again([], ended("interrupted"))).toBeNull();
  expect(again([])).toBeNull();
});

test("a picked story comes with what it needs and what was lost for it", () => {
  expect(again(["S2"], ended("partial"))).toEqual(["S2", "S3"]);
  expect(again(["S3"], ended("partial"))).toEqual(["S2", "S3"]);
  // One that has yet to end is gone on with anyway.
  expect(chooseAgain(foldRun([plan, accepted]), "r1", ["S2"])).toBeNull();
});

test("what has landed, or needed nothing, is not run again", () => {
  const hint = 'To change what it did, follow up with: baro continue "GOAL" (see baro show r1)';
  for (const [id, why] of [
    ["S1", "it has landed"],
    ["S4", "nothing had to change for it"],
  ] as const) {
    expect(() => again([id])).toThrow(`Cannot run ${id} again: ${why}`);
    expect(() => again(["S2", id])).toThrow(expect.objectContaining({ hint }));
  }
  // It is on the branch, and its end was not written any more.
  expect(() => chooseAgain(foldRun([plan, accepted, lands("S2")]), "r1", ["S2"])).toThrow("it has landed");
  expect(() => again(["S9"])).toThrow('Cannot find story "S9"');
});

test.each<[RunOutcome, boolean]>([
  ["partial", true],
  ["failed", true],
  ["empty", true],
  ["delivered", false],
  ["interrupted", false],
  ["ceiling", false],
  ["needs_input", false],
])("a run that is %s has ended, and not where it should: %p", (outcome, has) => {
  expect(hasEnded(foldRun([plan, accepted, ended(outcome)]))).toBe(has);
  expect(hasEnded(foldRun([plan, ended(outcome)]))).toBe(false);
});

test("the branch of a run that ended is made again where it was, and nowhere else", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  const host = systemHost();
  const [base, landed] = [repo.git("rev-parse", "HEAD"), repo.commit("Work", { "a.txt": "b\n" })];
  const tip = repo.git("rev-parse", "HEAD");
  const at = (commit: string) => foldRun([plan, { ...lands("S1"), commit } as RunEventBody]);
  const branch = () => repo.git("for-each-ref", "--format=%(objectname)", "refs/heads/baro/r1");
  await restoreBranch(host, repo.path, "baro/r1", foldRun([plan]));
  await restoreBranch(host, repo.path, "baro/r1", at("1".repeat(40)));
  expect(branch()).toBe("");
  await restoreBranch(host, repo.path, "baro/r1", at(tip));
  expect(branch()).toBe(tip);
  await restoreBranch(host, repo.path, "baro/r1", at(base));
  expect(branch()).toBe(tip);
  expect(landed).not.toBe("");
});
