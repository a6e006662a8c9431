import { expect, test } from "bun:test";
import { readResults } from "../../../src/ecosystems/results/read-results.ts";

const node =
  "✖ b holds (1.2ms)\nℹ tests 2\nℹ suites 0\nℹ pass 1\nℹ fail 1\nℹ cancelled 0\nℹ skipped 0\nℹ todo 0\nℹ duration_ms 5\n\n✖ failing tests:\n\ntest at a.test.js:2:1\n✖ b holds (1.2ms)\n  Error: b\n";

test.each<[string, string, string[]]>([
  [
    "ESLint before tests",
    `\n/x/a.js\n  3:7  error  'tone' is unused  no-unused-vars\n\n✖ 1 problem (1 error, 0 warnings)\n\n${node}`,
    ["a.test.js: b holds", "/x/a.js: error 'tone' is unused no-unused-vars"],
  ],
  [
    "a type checker before tests",
    `src/a.ts(3,5): error TS2304: Cannot find name 'tone'.\n${node}`,
    ["a.test.js: b holds", "src/a.ts: error TS2304: Cannot find name 'tone'."],
  ],
  ["places that tests print", `a.js:12: tone\nb.py:3:1: F401 unused\n${node}`, ["a.test.js: b holds"]],
])("what a linter complains of beside tests that fail is not lost: %s", (_name, output, failing) => {
  expect(readResults(output, 1)).toMatchObject({ failing, counts: { passed: 1, failed: 1, skipped: 0 } });
});

test("what Go complains of in a package that it does not build is named, and where it is said twice once", () => {
  const vet = "# e.com/a\n./a.go:3:12: fmt.Printf format %d has arg of wrong type\n";
  const failing = ["a.go: fmt.Printf format %d has arg of wrong type", "e.com/a [build failed]"];
  expect(readResults(`${vet}FAIL\te.com/a [build failed]\nFAIL\n`, 1).failing.toSorted()).toEqual(failing);
  const json = (output: string) =>
    `${JSON.stringify({ Time: "", Action: "output", Package: "e.com/a", Output: output })}\n`;
  expect(readResults(`${vet}${json("FAIL\te.com/a [build failed]\n")}`, 1).failing.toSorted()).toEqual(failing);
});

test("PHPUnit's sentences are names, below those of their classes", () => {
  const output =
    "Tone (Tests\\Tone)\n ✔ Starts\n ✘ Keeps pitch [1.20 ms]\n   ┐\n   ├ Failed asserting\n\nTests: 2, Assertions: 2, Failures: 1.\n";
  expect(readResults(output, 1)).toMatchObject({
    failing: ["Tone: Keeps pitch"],
    counts: { passed: 1, failed: 1, skipped: 0 },
  });
});

test("messages for TeamCity are read; a program's own sums count once", () => {
  const of = (what: string, name: string, rest = "") => `##teamcity[${what} name='${name}'${rest} flowId='1']\n\n`;
  const output = [
    of("testSuiteStarted", "Tone"),
    of("testStarted", "starts"),
    of("testFinished", "starts", " duration='3'"),
    of("testStarted", "it|'s high"),
    of("testFailed", "it|'s high", " message='no |[x|]'"),
    of("testFinished", "it|'s high", " duration='9'"),
    of("testIgnored", "rests"),
    of("testSuiteFinished", "Tone"),
  ].join("");
  const told = { failing: ["Tone: it's high"], counts: { passed: 1, failed: 1, skipped: 1 } };
  expect(readResults(output, 1)).toMatchObject(told);
  expect(readResults(`${output}Tests: 3, Assertions: 2, Failures: 1, Skipped: 1.\n`, 1)).toMatchObject(told);
});
