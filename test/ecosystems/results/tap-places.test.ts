import { expect, test } from "bun:test";
import { tap } from "../../../src/ecosystems/results/tap.ts";

const details = (more: string) => `  ---\n  duration_ms: 1.2\n${more}  failureType: 'testCodeFailure'\n  ...\n`;
const at = (place: string) => details(`  location: '${place}'\n`);

test.each<[string, string, string[]]>([
  ["in a file", `not ok 1 - adds\n${at("/w/a.test.js:3:1")}1..1\n`, ["/w/a.test.js: adds"]],
  [
    "in a subtest of one",
    `# Subtest: sums\n    # Subtest: adds\n    not ok 1 - adds\n${at("/w/a.test.js:3:1").replace(/^/gm, "    ").trimEnd()}\n    1..1\nnot ok 1 - sums\n${at("/w/a.test.js:1:1")}1..1\n`,
    ["/w/a.test.js: sums > adds", "/w/a.test.js: sums"],
  ],
  ["without a place", `not ok 1 - adds\n${details("")}1..1\n`, ["adds"]],
  ["without details", "not ok 1 - adds\n1..1\n", ["adds"]],
  [
    "beside one that passes, whose place is nobody's else",
    `not ok 1 - adds\nok 2 - takes\n${at("/w/b.test.js:1:1")}1..2\n`,
    ["adds"],
  ],
  ["with details that are far away", `not ok 1 - adds\n# a word\n${at("/w/a.test.js:3:1")}1..1\n`, ["adds"]],
])("a test that fails %s is called %j", (_what, points, failing) => {
  expect(tap(`TAP version 13\n${points}`)?.failing).toEqual(failing);
});

test("one that passes is told with no place, and counted", () => {
  const report = tap(`TAP version 13\nok 1 - adds\n${at("/w/a.test.js:3:1")}1..1\n`);
  expect(report).toEqual({ failing: [], counts: { passed: 1, failed: 0, skipped: 0 } });
});
