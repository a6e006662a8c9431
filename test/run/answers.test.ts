import { describe, expect, test } from "bun:test";
import {
  type Read,
  readAnswerLine,
  readChoice,
  readMode,
  readReview,
  readWords,
  readYesOrNo,
} from "../../src/run/answers.ts";
import { samplePlan } from "../report/sample-run.ts";

const ok = (value: unknown) => ({ ok: true, value });
const why = (text: string) => ({ ok: false, why: text });
const [first] = samplePlan.plan.stories;

describe("a line on stdin", () => {
  test.each([
    ['{"id":"q1","answer":"yes"}', { id: "q1", answer: "yes" }],
    ['{"id":"q1","answer":null}', { id: "q1", answer: null }],
    ["yes", { id: null, why: 'it is not JSON: write {"id": …, "answer": …} on one line' }],
    ['{"id":"q1"}', { id: "q1", why: "answer: it is missing" }],
    ['{"id":"q1","answer":1,"x":2}', { id: "q1", why: 'Unrecognized key: "x"' }],
    ['{"answer":1}', { id: null, why: "id: Invalid input: expected string, received undefined" }],
    ['{"id":7,"answer":1}', { id: null, why: "id: Invalid input: expected string, received number" }],
    ["null", { id: null, why: "Invalid input: expected object, received null" }],
    [
      `{"id":"${"q".repeat(41)}","answer":1}`,
      { id: null, why: "id: Too big: expected string to have <=40 characters" },
    ],
    ['{"id":"","answer":1}', { id: "", why: "id: Too small: expected string to have >=1 characters" }],
    ['{"id":"q","answer":0}', { id: "q", answer: 0 }],
    [`{"id":"${"q".repeat(40)}","x":1}`, { id: "q".repeat(40), why: 'Unrecognized key: "x"' }],
    [`{"id":"${"q".repeat(40)}"}`, { id: "q".repeat(40), why: "answer: it is missing" }],
  ])("%s", (line, expected) => {
    expect(readAnswerLine(line)).toEqual(expected as never);
  });
});

/** [the question, the answer, what is made of it] */
const rows: [string, Read<unknown>, object][] = [
  ["words are trimmed", readWords("  fix it \n"), ok("fix it")],
  ["as many words as a goal may have", readWords("x".repeat(65_536)), ok("x".repeat(65_536))],
  ["one more", readWords("x".repeat(65_537)), why("answer: Too big: expected string to have <=65536 characters")],
  ["no words", readWords(" \t"), why("answer: some words are needed")],
  ["a NUL", readWords("a\0b"), why("answer: it has a NUL character")],
  ["a number for words", readWords(3), why("answer: Invalid input: expected string, received number")],
  ["yes", readYesOrNo("yes"), ok("yes")],
  ["true", readYesOrNo(true), ok("yes")],
  ["no", readYesOrNo("no"), ok("no")],
  ["false", readYesOrNo(false), ok("no")],
  ["one of a few", readChoice([{ value: "go" }, { value: "stop" }])("stop"), ok("stop")],
  ["none of them", readChoice([{ value: "go" }, { value: "stop" }])("walk"), why("answer: it must be one of go, stop")],
  ["a mode", readMode("focused")("parallel"), ok({ mode: "parallel", accepted: false })],
  ["a mode's name accepts nothing", readMode("focused")("focused"), ok({ mode: "focused", accepted: false })],
  [
    "a mode with the plan that was shown for it",
    readMode("focused")({ mode: "focused", accepted: true }),
    ok({ mode: "focused", accepted: true }),
  ],
  [
    "a mode whose plan was not shown",
    readMode("focused")({ mode: "parallel", accepted: true }),
    ok({ mode: "parallel", accepted: false }),
  ],
  ["none was shown", readMode(null)({ mode: "focused", accepted: true }), ok({ mode: "focused", accepted: false })],
  ["accepted, as a word", readReview(samplePlan, 0)("accept"), ok({ action: "accept" })],
  ["left, as an object", readReview(samplePlan, 0)({ action: "leave" }), ok({ action: "leave" })],
  ["back", readReview(samplePlan, 1)("undo"), ok({ action: "undo" })],
  ["back from nothing", readReview(samplePlan, 0)("undo"), why("answer: there is no change to take back")],
  [
    "another mode",
    readReview(samplePlan, 0)({ action: "mode", mode: "sequential" }),
    ok({ action: "mode", mode: "sequential", keeps: false }),
  ],
  [
    "another mode with its stories",
    readReview(samplePlan, 0)({ action: "mode", mode: "sequential", keeps: true }),
    ok({ action: "mode", mode: "sequential", keeps: true }),
  ],
  [
    "an edit",
    readReview(samplePlan, 0)({ action: "edit", stories: [first] }),
    ok({ action: "edit", plan: { ...samplePlan.plan, stories: [first] } }),
  ],
  [
    "of a choice, the form that came nearest tells what is wrong",
    readReview(samplePlan, 0)({ action: "mode", mode: "swarm" }),
    why('answer.mode: Invalid option: expected one of "focused"|"sequential"|"parallel"'),
  ],
  [
    "a key that is none of the form's",
    readReview(samplePlan, 0)({ action: "accept", now: true }),
    why('answer: Unrecognized key: "now"'),
  ],
];

describe("an answer", () => {
  test.each(rows)("%s", (_what, read, expected) => {
    expect(read).toEqual(expected as never);
  });

  test("an edit that is no plan says what is wrong with it", () => {
    const read = readReview(samplePlan, 0)({ action: "edit", stories: [{ ...first, title: 7 }] });
    expect(read).toMatchObject({ ok: false, why: expect.stringContaining("stories[0].title") });
    expect(readReview(samplePlan, 0)({ action: "edit", stories: [] }).ok).toBe(false);
  });
});

test("an answer's form that came nearest is what is told of, with all that is wrong in it", () => {
  const review = (answer: unknown) => readReview(samplePlan, 1)(answer);
  expect(review({ action: "mode", mode: "fast" })).toMatchObject({ why: expect.stringContaining("answer.mode: ") });
  // A field that is too many lies as deep as one that is wrong: the one that is named is told.
  expect(readMode("focused")({ mode: "parallel", more: 1 })).toEqual({
    ok: false,
    why: `answer: Unrecognized key: "more"`,
  });
  expect(readMode("focused")({ mode: "parallel" })).toEqual({ ok: true, value: { mode: "parallel", accepted: false } });
  expect(readMode("parallel")({ mode: "parallel" })).toEqual({
    ok: true,
    value: { mode: "parallel", accepted: false },
  });
  const told = readMode(null)({ mode: "fast", accepted: 3 });
  expect(told).toMatchObject({ ok: false });
  expect((told as { why: string }).why.split("; ")).toHaveLength(2);
});
