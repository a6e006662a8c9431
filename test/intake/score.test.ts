import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { modes } from "../../src/core/mode.ts";
import type { Feature } from "../../src/intake/feature.ts";
import type { Model, Odds } from "../../src/intake/model.ts";
import { mostSpreads, oddsOfValue, spreadsFrom, writeModel } from "../../src/intake/model.ts";
import { type Scored, score } from "../../src/intake/score.ts";

const none: Odds = [0, 0];

/** A model of properties called f0, f1, … with these odds, each of which counts as it is measured. */
function modelOf(odds: readonly Odds[], more: Partial<Model> = {}): Model {
  const features = new Map(
    odds.map((each, at) => [`f${at}`, { odds: each, above: none, below: none, usual: 0, spread: 1 }]),
  );
  return { bias: [0, 0], features, tokens: new Map(), decisiveAt: { focused: 0.7, sequential: 0.7 }, ...more };
}
const measured = (count: number, more: Partial<Feature> = {}): Feature[] =>
  Array.from({ length: count }, (_, at) => ({ name: `f${at}`, value: 1, detail: `fact ${at}`, ...more }));
const scored = (features: readonly Feature[], model: Model) =>
  score({ tokens: [], words: [], features, rules: [] }, model);
const said = ({ signals }: Scored) => signals.map(({ name, detail }) => `${name}: ${detail}`);

describe("what a person is shown", () => {
  test("adds up to what was decided by, however much there is", () => {
    const anyOdds = fc.tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }));
    fc.assert(
      fc.property(fc.array(anyOdds, { maxLength: 40 }), (odds) => {
        const { probabilities, signals } = scored(measured(odds.length), modelOf(odds));
        expect(signals.length).toBeLessThanOrEqual(15);
        const total = (mode: "sequential" | "parallel") =>
          signals.reduce((sum, signal) => sum + (signal.odds?.[mode] ?? 0), 0);
        const { focused, sequential, parallel } = probabilities;
        expect(focused + sequential + parallel).toBeCloseTo(1, 9);
        // Nothing too small to be told apart in a logarithm.
        if (Math.min(focused, sequential, parallel) < 1e-6) return;
        expect(Math.log(sequential / focused)).toBeCloseTo(total("sequential"), 1);
        expect(Math.log(parallel / focused)).toBeCloseTo(total("parallel"), 1);
      }),
    );
  });

  test("is the heaviest first, and one line for all that is left", () => {
    const odds = (count: number): Odds[] => Array.from({ length: count }, (_, at) => [(at + 1) / 10, 0]);
    expect(scored(measured(14), modelOf(odds(14))).signals.map(({ name }) => name)).not.toContain("rest");
    const fifteen = said(scored(measured(15), modelOf(odds(15))));
    expect(fifteen).toHaveLength(15);
    expect(fifteen[0]).toBe("f14: fact 14");
    expect(fifteen).toContain("rest: 1 smaller ones together");
    expect(fifteen).not.toContain("f0: fact 0");
    const weights = scored(measured(20), modelOf(odds(20))).signals.map(({ weight = 0 }) => weight);
    expect(weights).toEqual(weights.toSorted((one, other) => other - one));
  });

  test("is nothing that weighs nothing", () => {
    const { signals, probabilities } = scored(
      measured(2),
      modelOf([
        [0, 0],
        [0, 0.5],
      ]),
    );
    expect(signals.map(({ name }) => name)).toEqual(["f1"]);
    expect(probabilities.focused).toBe(probabilities.sequential);
  });

  test("favours a mode by how far it is above the others' mean", () => {
    const of = (odds: Odds) => scored(measured(1), modelOf([odds])).signals[0];
    expect(of([1, 0])).toMatchObject({ towards: "sequential", weight: 1, odds: { sequential: 1, parallel: 0 } });
    expect(of([0.5, 2])).toMatchObject({ towards: "parallel", weight: 1.75 });
    expect(of([-1, -2])).toMatchObject({ towards: "focused", weight: 1.5 });
    expect(of([0.12345, -0.00005])?.odds).toEqual({ sequential: 0.123, parallel: -0 });
  });
});

describe("properties that measure one thing", () => {
  const group = { group: "habits" as const };
  test("are one line: the two that say most in the direction of all", () => {
    const odds: Odds[] = [
      [0.1, 0],
      [0.5, 0],
      [-0.4, 0],
      [0.3, 0],
    ];
    expect(said(scored(measured(4, group), modelOf(odds)))).toEqual(["habits: fact 1; fact 3"]);
    expect(said(scored(measured(1, group), modelOf(odds)))).toEqual(["habits: fact 0"]);
  });

  test("tell what is there before what is not, and nothing twice", () => {
    const facts: Feature[] = [
      { name: "f0", value: 1, detail: "none", absent: true, ...group },
      { name: "f1", value: 1, detail: "some", ...group },
      { name: "f2", value: 1, detail: "some", ...group },
      { name: "f3", value: 1, detail: "", ...group },
    ];
    const odds: Odds[] = [
      [1, 0],
      [0.5, 0],
      [0.4, 0],
      [2, 0],
    ];
    expect(said(scored(facts, modelOf(odds)))).toEqual(["habits: some"]);
    expect(said(scored([facts[0] as Feature, facts[3] as Feature], modelOf(odds)))).toEqual(["habits: none"]);
  });

  test("say their summary for the mode that they favour", () => {
    const summary = { focused: "small", sequential: "steps", parallel: "apart" };
    const of = (odds: Odds) => said(scored(measured(2, { ...group, summary }), modelOf([odds, [0, 0]])));
    expect([of([1, 0]), of([0, 1]), of([-1, -1])].flat()).toEqual(["habits: steps", "habits: apart", "habits: small"]);
  });
});

test("words are told as they stand in the title, and those that only hold it together as its wording", () => {
  const tokens = new Map<string, Odds>([
    ["cach", [0.9, 0]],
    ["1:pars", [0.8, 0]],
    ["pars_cach", [0.7, 0]],
    ["type:none", [0.6, 0]],
    ["type:fix", [0.5, 0]],
    ["of", [0.4, 0]],
    ["of_the", [0.3, 0]],
    ["of_pars", [0.2, 0]],
    ["gone", [5, 5]],
  ]);
  const known = ["cach", "1:pars", "pars_cach", "type:none", "type:fix", "of", "of_the", "of_pars", "new"];
  const { signals } = score(
    { tokens: known, words: ["parsing", "of", "caches"], features: [], rules: [] },
    modelOf([], { tokens, bias: [0.1, 0] }),
  );
  expect(signals.map(({ detail }) => detail)).toEqual([
    'the title says "caches"',
    'the title begins with "parsing"',
    'the title says "parsing caches"',
    'the title says "of"; the title says "of the"',
    "the title names no type",
    'its type is "fix"',
    'the title says "of parsing"',
    "what goals are like in general",
  ]);
});

test("a rule that somebody set counts as it stands", () => {
  const { signals, probabilities } = score(
    { tokens: [], words: [], features: [], rules: [{ name: "ordered-steps", detail: "first", weight: [2, -1] }] },
    modelOf([]),
  );
  expect(signals).toEqual([
    {
      name: "ordered-steps",
      detail: "first",
      weight: 2.5,
      towards: "sequential",
      odds: { sequential: 2, parallel: -1 },
    },
  ]);
  expect(modes.toSorted((one, other) => probabilities[other] - probabilities[one])).toEqual([
    "sequential",
    "focused",
    "parallel",
  ]);
});

test("far from what is usual a property counts no more", () => {
  const weight = { usual: 10, spread: 2 };
  expect([8, 10, 13].map((value) => spreadsFrom(value, weight))).toEqual([-1, 0, 1.5]);
  expect([1e9, -1e9].map((value) => spreadsFrom(value, weight))).toEqual([mostSpreads, -mostSpreads]);
});

test.each<[value: number, expected: Odds]>([
  [0, [0, 0]],
  [1.4, [0.7, 1.4]],
  [-1.4, [-0.7, -1.4]],
  [3.4, [0.7, 3.4]],
  [-3.4, [-1.7, -1.4]],
  [99, [2 * 1.5 - 1.15 * 2, 6 + 0]],
])("beyond its bend a property counts by what lies further out, above and below apart: %p", (value, expected) => {
  const weight = { odds: [1, 2] as const, above: [-1, 0] as const, below: [0, 2] as const, usual: 0, spread: 2 };
  const [sequential, parallel] = oddsOfValue(value, weight);
  expect(sequential).toBeCloseTo(expected[0], 9);
  expect(parallel).toBeCloseTo(expected[1], 9);
});

test("a model is written in lines that fit a page", () => {
  const text = writeModel(modelOf(Array.from({ length: 60 }, (): Odds => [0.5, -0.25])));
  const lines = text.split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(118);
  // Full lines, and not one for each.
  expect(lines.length).toBeLessThan(20);
  expect(text.startsWith("#general\nbias 0 0")).toBe(true);
});
