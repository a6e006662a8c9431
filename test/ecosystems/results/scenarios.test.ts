import { expect, setDefaultTimeout, test } from "bun:test";
import { moreRunners } from "../../../scripts/bench/real-checks/more-runners.ts";
import { seldomRunners } from "../../../scripts/bench/real-checks/seldom.ts";
import { isHere, tellApart } from "../../../scripts/bench/real-checks/tell-apart.ts";
import { readResults } from "../../../src/ecosystems/results/read-results.ts";

// The programs are the real ones.
setDefaultTimeout(180_000);

const rule = "=".repeat(78);
const dashes = "-".repeat(78);

/** As the programs printed it: the lines that tell what failed, and their sums. */
test.each<[string, string, string[], number[] | null]>([
  [
    "behave 1.2",
    "  Scenario: b holds  # features/ab.feature:6\n    Given b is 2\n      AssertionError\n\n\nFailing scenarios:\n  features/ab.feature:6  b holds\n\n0 features passed, 1 failed, 0 skipped\n1 scenario passed, 1 failed, 2 skipped\n1 step passed, 1 failed, 0 skipped, 0 undefined\n",
    ["features/ab.feature: b holds"],
    [1, 1, 2],
  ],
  [
    "behave 1.3, with an error",
    "Errored scenarios:\n  features/ab.feature:9  c holds\n\n0 features passed, 0 failed, 1 error, 0 skipped\n2 scenarios passed, 0 failed, 1 error, 0 skipped\n2 steps passed, 0 failed, 1 error, 0 skipped\n",
    ["features/ab.feature: c holds"],
    [2, 1, 0],
  ],
  [
    "cucumber.js",
    ".F\n\nFailures:\n\n1) Scenario: b holds # features/ab.feature:6\n   ✖ Given b is 2 # steps.js:5\n       AssertionError [ERR_ASSERTION]: 1 == 2\n\n2 scenarios (1 failed, 1 passed)\n2 steps (1 failed, 1 passed)\n0m00.010s (executing steps: 0m00.001s)\n",
    ["features/ab.feature: b holds"],
    [1, 1, 0],
  ],
  [
    "cucumber of Ruby",
    "Failing Scenarios:\ncucumber -p ci features/ab.feature:6 # Scenario: b holds\n\n3 scenarios (1 failed, 1 skipped, 1 passed)\n2 steps (1 failed, 1 passed)\n0m0.017s\n",
    ["features/ab.feature: b holds"],
    [1, 1, 1],
  ],
  [
    "cucumber of Java",
    "Failed scenarios:\nfile:///w/src/test/resources/ab.feature:6 # b holds\n\n2 Scenarios (1 failed, 1 passed)\n2 Steps (1 failed, 1 passed)\n0m0.217s\n",
    ["w/src/test/resources/ab.feature: b holds"],
    [1, 1, 0],
  ],
  [
    "godog",
    "--- Failed steps:\n\n  Scenario: b holds # features/ab.feature:6\n    Given b is 2 # features/ab.feature:7\n      Error: b is 1\n\n\n2 scenarios (1 passed, 1 failed)\n2 steps (1 passed, 1 failed)\n1.2ms\n",
    ["features/ab.feature: b holds"],
    [1, 1, 0],
  ],
  [
    "robot",
    `${rule}\nTests\n${rule}\nTests.Ab\n${rule}\nA Holds${" ".repeat(63)}| PASS |\n${dashes}\nB Holds :: says what b is${" ".repeat(45)}| FAIL |\n1 != 2\n${dashes}\nTests.Ab${" ".repeat(62)}| FAIL |\n2 tests, 1 passed, 1 failed\n${rule}\nTests${" ".repeat(65)}| FAIL |\n2 tests, 1 passed, 1 failed\n${rule}\nOutput:  /w/output.xml\n`,
    ["Tests.Ab: B Holds"],
    [1, 1, 0],
  ],
  [
    "robot, with a file that it can't read",
    `${rule}\nTests\n${rule}\n[ ERROR ] Error in file 'tests/ab.robot' on line 2: Importing library 'Lib.py' failed: SyntaxError: invalid syntax (Lib.py, line 1)\nTests.Ab\n${rule}\nA Holds${" ".repeat(63)}| FAIL |\nNo keyword with name 'A Is' found.\n${dashes}\nTests.Ab${" ".repeat(62)}| FAIL |\n1 test, 0 passed, 1 failed\n${rule}\nTests${" ".repeat(65)}| FAIL |\n1 test, 0 passed, 1 failed\n${rule}\nOutput:  /w/output.xml\n`,
    ["tests/ab.robot: does not load", "Tests.Ab: A Holds"],
    [0, 1, 0],
  ],
  [
    "bats, for people",
    'ab.bats\n ✓ a holds\n ✗ b holds\n   (in test file test/ab.bats, line 4)\n     `@test "b holds" { [ "$b" = 2 ]; }\' failed\n - c holds (skipped)\n\n3 tests, 1 failure, 1 skipped\n',
    ["b holds"],
    [1, 1, 1],
  ],
  [
    "minitest::spec",
    "  1) Failure:\nab#test_0002_b holds [test/ab_spec.rb:5]:\nExpected: 2\n  Actual: 1\n\n2 runs, 2 assertions, 1 failures, 0 errors, 0 skips\n",
    ["ab#test_0002_b holds"],
    [1, 1, 0],
  ],
  [
    "minitest-reporters",
    ' FAIL["test_b", "AbTest", 0.0012]\n test_b#AbTest (0.00s)\n        Expected: 2\n\n2 tests, 2 assertions, 1 failures, 0 errors, 0 skips\n',
    ["test_b AbTest"],
    [1, 1, 0],
  ],
  [
    "tox around unittest",
    `${rule}\nFAIL: test_b (test_ab.Ab.test_b)\n${dashes}\nAssertionError: 1 != 2\n\nRan 2 tests in 0.000s\n\nFAILED (failures=1)\nERROR: InvocationError for command python3 -m unittest (exited with code 1)\nERROR:   py3: commands failed\n`,
    ["test_b (test_ab.Ab.test_b)"],
    [1, 1, 0],
  ],
  [
    "doctest",
    '**********\nFile "ab.py", line 11, in ab.b\nFailed example:\n    b()\n**********\n1 items had failures:\n   1 of   1 in ab.b\n***Test Failed*** 1 failures.\n',
    ["ab.b"],
    null,
  ],
])("%s names what fails", (_what, output, failing, counts) => {
  const read = readResults(output, 1);
  expect(read.failing).toEqual(failing);
  const told = read.counts === null ? null : [read.counts.passed, read.counts.failed, read.counts.skipped];
  expect(told).toEqual(counts);
});

/** Making its files eight times takes longer than all others together: the bench has it. */
const slow = "automake's make check";

for (const one of [...moreRunners, ...seldomRunners].filter(({ runner }) => runner !== slow)) {
  test.skipIf(!isHere(one))(
    `${one.runner}: the same red, another one, tests that do not load, and no run at all`,
    async () => {
      const told = await tellApart(one);
      expect(told.same).toMatchObject({ verdict: "as_on_base", newlyFailing: [], baseOk: false });
      expect(told.same.failing).toHaveLength(1);
      expect(told.other).toMatchObject({ verdict: "failed", baseOk: false });
      expect(told.other.newlyFailing).toHaveLength(1);
      expect(told.broken).toMatchObject({ verdict: "failed", baseOk: false });
      expect(told.absent).toMatchObject({ verdict: "not_run" });
      expect([told.absent.why, told.absent.next].every((text) => (text ?? "") !== "")).toBe(true);
    },
  );
}
