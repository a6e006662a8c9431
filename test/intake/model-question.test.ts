import { expect, test } from "bun:test";
import type { Signal } from "../../src/core/decision.ts";
import { modeQuestion } from "../../src/intake/ask-model.ts";
import type { IntakeFacts, NamedSurface, Precedent } from "../../src/intake/intake-facts.ts";
import { decideByRules } from "../../src/intake/rules.ts";
import { factsWith } from "./known-facts.ts";

/** What a model is told of a goal, beside the goal itself. */
function evidence(goal: string, different: Partial<IntakeFacts>, signals?: Signal[]) {
  const facts = factsWith(different);
  const { decision } = decideByRules(goal, facts);
  const { prompt } = modeQuestion(goal, facts, signals === undefined ? decision : { ...decision, signals }, 1000);
  return JSON.parse(prompt.slice(prompt.indexOf("Evidence:\n") + "Evidence:\n".length));
}

const places = (count: number): NamedSurface[] =>
  Array.from({ length: count }, (_, at) => ({ mention: `m${at}`, path: `src/m${at}/`, files: at + 1, by: "list" }));
const past = (count: number, title = "A change"): Precedent[] =>
  Array.from({ length: count }, (_, at) => ({
    commit: `c${at}`,
    title: `${title} ${at}`,
    likeness: 1,
    codeFiles: at,
    testFiles: 0,
    docFiles: 0,
    directories: 2,
    lines: 30,
    textLines: 10,
    writtenLines: 30,
    largestLines: 5,
    largeTexts: 0,
  }));

test("a model is told the places, the likest changes and what speaks for a mode", () => {
  const told = evidence("Polish m0 and m1", { surfaces: places(2), precedents: past(2), files: 70, codeFiles: 40 });
  expect(told).toMatchObject({
    files: 70,
    codeFiles: 40,
    named: ["src/m0/ (1)", "src/m1/ (2)"],
    separateUnits: 2,
    pastChangesCalledLikeIt: [
      { title: "A change 0", lines: 30, textLines: 10, codeFiles: 0, folders: 2 },
      { title: "A change 1", lines: 30, textLines: 10, codeFiles: 1, folders: 2 },
    ],
  });
});

test("a model is told no more than fits, however much was found", () => {
  const told = evidence("Polish them all", { surfaces: places(25), precedents: past(9, "long ".repeat(40)) });
  expect(told.named).toEqual(places(20).map(({ path, files }) => `${path} (${files})`));
  expect(told.pastChangesCalledLikeIt).toHaveLength(5);
  for (const { title } of told.pastChangesCalledLikeIt) expect(title).toHaveLength(100);
});

test("a model is told what weighs something, the first eight of it", () => {
  const signal = (weight: number, at = 0): Signal => ({ name: "n", detail: `d${at}`, weight, towards: "focused" });
  const because = (signals: Signal[]) => evidence("Polish it", {}, signals).because;
  expect(because([signal(0.31, 1), signal(0.3, 2), signal(0, 3)])).toEqual(["focused: d1"]);
  expect(because(Array.from({ length: 12 }, (_, at) => signal(1, at)))).toHaveLength(8);
  expect(because([{ name: "n", detail: "d" } as Signal])).toEqual([]);
});

test.each([
  ["a whole one", {}, true],
  ["without a question", { question: null }, true],
  ["an unknown mode", { mode: "swarm" }, false],
  ["surer than sure", { confidence: 1.01 }, false],
  ["less than unsure", { confidence: -0.01 }, false],
  ["no reason", { reason: "" }, false],
  ["a reason of a page", { reason: "x".repeat(401) }, false],
  ["a reason of a paragraph", { reason: "x".repeat(400) }, true],
  ["a question of a page", { question: "x".repeat(401) }, false],
  ["a question of a paragraph", { question: "x".repeat(400) }, true],
  ["one word too few", { clear: undefined }, false],
])("an answer with %s", (_what, different, taken) => {
  const { schema } = modeQuestion("x", factsWith(), decideByRules("x", factsWith()).decision, 1000);
  const answer = { mode: "parallel", confidence: 1, reason: "Two pages", clear: false, question: "Which?" };
  expect(schema.safeParse({ ...answer, ...different }).success).toBe(taken);
});
