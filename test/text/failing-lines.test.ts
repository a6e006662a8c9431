import { expect, test } from "bun:test";
import type { CheckFacts } from "../../src/core/check.ts";
import { failingLines, failureText } from "../../src/text/failing-lines.ts";

const red = (more: Partial<CheckFacts>): CheckFacts => ({ command: "make", ok: false, ms: 1, tail: "", ...more });

test.each<[string, string, string[]]>([
  [
    "Node's, behind its frames and its version",
    "lib/a.js:82\nvar a = ;\n        ^\n\nSyntaxError: Unexpected token ';'\n    at wrapSafe (node:internal/modules/cjs/loader:1464:18)\n    at async exports.handler (node_modules/mocha/lib/cli/run.js:389:5)\n    at node:internal/main:28:49\n    at new Promise (<anonymous>)\n\nNode.js v20.20.2\nnpm ERR! code 1\n",
    ["lib/a.js:82", "var a = ;", "        ^", "SyntaxError: Unexpected token ';'"],
  ],
  ["a sentence that begins as a frame does", "Failed\n    at the second step\n", ["Failed", "    at the second step"]],
  ["frames alone, which are better than nothing", "    at a (b.js:1:2)\n", ["    at a (b.js:1:2)"]],
  ["the last of many", "a\nb\n\nc\nd\ne\n", ["b", "c", "d", "e"]],
  ["nothing", "\n", []],
])("failingLines() shows what tells most: %s", (_what, tail, lines) => {
  expect(failingLines(red({ tail }), 4)).toEqual(lines);
});

test("failingLines() names the tests that are new to fail, else all that do, and counts the rest", () => {
  const failing = ["a", "b", "c", "d"];
  expect(failingLines(red({ failing, newlyFailing: ["c"], tail: "x" }), 2)).toEqual(["c"]);
  expect(failingLines(red({ failing, newlyFailing: ["b", "c", "d"] }), 2)).toEqual(["b", "c", "and 1 more"]);
  expect(failingLines(red({ failing }), 2)).toEqual(["a", "b", "and 2 more"]);
  expect(failingLines(red({ failing, counts: { passed: 1, failed: 9, skipped: 0 } }), 4)).toEqual([
    ...failing,
    "and 5 more",
  ]);
  expect(failingLines(red({ failing, counts: { passed: 1, failed: 2, skipped: 0 } }), 4)).toEqual(failing);
  expect(failingLines(red({ failing, newlyFailing: ["c"], counts: { passed: 1, failed: 9, skipped: 0 } }), 4)).toEqual([
    "c",
  ]);
});

test("failingLines() has nothing of a check that is green or did not run", () => {
  expect(failingLines(red({ ok: true, tail: "fine\n" }), 4)).toEqual([]);
  expect(failingLines(red({ verdict: "not_run", tail: "make: not found\n" }), 4)).toEqual([]);
});

test("failingLines() has what failed of a check that stopped there", () => {
  const check = {
    command: "c",
    ok: false,
    ms: 1,
    tail: "",
    verdict: "not_run",
    failing: ["a"],
    stops: "`bail`",
  } as const;
  expect(failingLines(check, 3)).toEqual(["a"]);
});

test("failureText() is one line: the names, else the last line that tells something", () => {
  expect(failureText(red({ failing: ["a", "b"] }))).toBe("make (a, b)");
  expect(failureText(red({ newlyFailing: ["b"], failing: ["a", "b"] }))).toBe("make (b)");
  expect(failureText(red({ tail: "SyntaxError: x\n    at a (b.js:1:2)\n" }))).toBe("make (SyntaxError: x)");
  expect(failureText(red({ tail: "E   AssertionError: assert 0 == 1\n" }))).toBe(
    "make (AssertionError: assert 0 == 1)",
  );
  expect(failureText(red({ tail: "[ERROR] No goals have been specified\n" }))).toBe(
    "make (No goals have been specified)",
  );
  expect(failureText(red({ tail: "Exit\nE  \n" }))).toBe("make (E)");
  expect(failureText(red({ why: "stopped after 1 minute" }))).toBe("make (stopped after 1 minute)");
  expect(failureText(red({}))).toBe("make");
  const lost = { baseOk: false, failing: ["old"], why: "1 of 2 tests no longer ran" };
  expect(failureText(red(lost))).toBe("make (1 of 2 tests no longer ran)");
  expect(failureText(red({ ...lost, newlyFailing: ["new"] }))).toBe("make (new)");
  expect(failureText(red({ ...lost, baseOk: true }))).toBe("make (old)");
});

test.each([
  [
    "husky",
    "✖   subject may not be empty [subject-empty]\n\nhusky - commit-msg script failed (code 1)\n",
    "✖   subject may not be empty [subject-empty]",
  ],
  [
    "lefthook",
    "┃  bad ❯ \n\na.txt: a tab\nexit status 1\n  ────────────\nsummary: (done in 0.00 seconds)\n🥊 bad (0.00 seconds)\n",
    "a.txt: a tab",
  ],
])("failureText() tells what a hook said, not what %s says of it, and calls it by its name", (_who, tail, said) => {
  expect(
    failureText(red({ command: "/home/ada/shop/.husky/_/commit-msg .git/COMMIT_EDITMSG", hook: "commit-msg", tail })),
  ).toBe(`commit-msg (${said})`);
  expect(
    failureText(
      red({ command: "git add --all && '/home/ada/my shop/.git/hooks/pre-commit'", hook: "pre-commit", tail }),
    ),
  ).toBe(`pre-commit (${said})`);
});
