import { expect, test } from "bun:test";
import { readResults } from "../../../src/ecosystems/results/read-results.ts";

const json = (value: object, space?: number) => `\n> test\n> run\n\n${JSON.stringify(value, null, space)}\n\nbye\n`;
const jest = {
  testResults: [
    {
      name: "a.test.js",
      status: "failed",
      assertionResults: [
        { ancestorTitles: ["s"], title: "a holds", status: "passed" },
        { ancestorTitles: ["s"], title: "b holds", status: "failed" },
      ],
    },
  ],
};
const mocha = {
  stats: { passes: 2, pending: 1, duration: 5 },
  failures: [{ file: "a.cjs", fullTitle: "s b holds", err: {} }],
};
const playwright = {
  suites: [
    {
      title: "a.spec.js",
      specs: [{ title: "a holds", ok: true }],
      suites: [{ title: "s", specs: [{ title: "b holds", ok: false }] }],
    },
  ],
  stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 2 },
};
const rspec = {
  examples: [
    { file_path: "./a_spec.rb", full_description: "A holds", status: "passed" },
    { file_path: "./a_spec.rb", full_description: "A is b", status: "failed" },
  ],
  summary: { example_count: 2, failure_count: 1, pending_count: 0, errors_outside_of_examples_count: 1 },
};

test.each<[string, string, string[], [number, number, number]]>([
  ["vitest and jest, on one line", json(jest), ["a.test.js: s > b holds"], [1, 1, 0]],
  ["mocha, on many", json(mocha, 2), ["a.cjs: s b holds"], [2, 1, 1]],
  ["Playwright", json(playwright, 2), ["a.spec.js › s › b holds"], [2, 1, 2]],
  ["RSpec", json(rspec), ["./a_spec.rb: A is b"], [1, 2, 0]],
])("a report in JSON that is printed in the place of lines for people: %s", (_name, output, failing, sums) => {
  const [passed, failed, skipped] = sums;
  expect(readResults(output, 1)).toMatchObject({ failing, counts: { passed, failed, skipped }, notRun: null });
});

test("lines for people beside it are counted once, and JSON of something else is no report", () => {
  const people = "FAIL a.test.js\n  ● s › b holds\n\nTests:       1 failed, 1 passed, 2 total\n";
  expect(readResults(people + json(jest), 1).counts).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(readResults(json({ level: "info", failures: 3 }), 1)).toMatchObject({ failing: [], counts: null });
});
