import { expect, test } from "bun:test";
import { couldNotRun } from "../../../src/ecosystems/results/could-not-run.ts";
import { readResults } from "../../../src/ecosystems/results/read-results.ts";

type Counts = [passed: number, failed: number, skipped: number];

/** What the programs print that can't be had here, cut to what matters. Those that can are run by real-runners.test.ts. */
test.each<[string, string, string[], Counts | null]>([
  [
    "jest",
    "PASS src/b.test.js\nFAIL src/a.test.js (5.1 s)\n  ● list › adds\n\n    expect(1)\n\n  ● Test suite failed to run\n\nTest Suites: 1 failed, 1 passed, 2 total\nTests:       1 failed, 2 skipped, 3 passed, 6 total\n",
    ["src/a.test.js: list › adds", "src/a.test.js: Test suite failed to run"],
    [3, 1, 2],
  ],
  [
    "vitest",
    " ❯ src/a.test.ts (2 tests | 1 failed) 3ms\n FAIL  src/a.test.ts > list > adds\nAssertionError\n FAIL  src/b.test.ts [ src/b.test.ts ]\nError: x\n Test Files  2 failed (2)\n      Tests  1 failed | 1 passed (2)\n",
    ["src/a.test.ts > list > adds", "src/b.test.ts"],
    [1, 1, 0],
  ],
  [
    "mocha",
    "  list\n    ✔ removes\n    1) adds\n\n  1 passing (3ms)\n  2 pending\n  1 failing\n\n  1) list\n       adds:\n     Error: no\n      at x.js:1\n",
    ["list > adds"],
    [1, 1, 2],
  ],
  [
    "ava",
    '\n  - [skip] one › c\n  ✔ one › a holds (3.1s)\n  ✘ [fail]: one › b holds\n\n  Uncaught exception in test/three.js\n\n  SyntaxError: no\n\n  ✘ test/three.js exited with a non-zero exit code: 1\n  ✘ No tests found in test/five.js, make sure to import "ava" at the top\n  ─\n\n  one › b holds\n\n  test/one.js:3\n  ─\n\n  1 test failed\n  1 test skipped\n  1 uncaught exception\n',
    ["one › b holds", "test/three.js: does not load", "test/five.js: has no tests"],
    [1, 3, 1],
  ],
  ["ava, all green", "\n  ✔ a holds\n  ✔ b holds (2s)\n  ─\n\n  2 tests passed\n", [], [2, 0, 0]],
  [
    "uvu",
    'one.js\n first  • ✘   (1 / 2)\n\n   FAIL  first  "b holds"\n    Expected values to be equal\n\n✘   (0 / 1)\n\n   FAIL  "plain"\n\n  Total:     3\n  Passed:    1\n  Skipped:   1\n  Duration:  2.10ms\n',
    ["one.js: first > b holds", "one.js: plain"],
    [1, 2, 1],
  ],
  [
    "Jasmine",
    "Started\nF*.\n\nFailures:\n1) m b holds\n  Message:\n    Expected 1 to be 2.\nPending:\n\n1) m c\n  Temporarily disabled with xit\n\n3 specs, 1 failure, 1 pending spec\nFinished in 0.01 seconds\n",
    ["m b holds"],
    [1, 1, 1],
  ],
  [
    "lab",
    "  .x\n\nFailed tests:\n\n  2) m b holds:\n\n      1 == 2\n\n1 of 2 tests failed\nTest duration: 34 ms\nLeaks: No issues\n",
    ["m b holds"],
    [1, 1, 0],
  ],
  ["lab, all green", "  ..\n\n2 tests passed (1 skipped)\nTest duration: 34 ms\n", [], [2, 0, 1]],
  [
    "tape, whose assertions bear their library's words",
    "TAP version 13\n# a holds\nok 1 should be equal\n# b holds\nnot ok 2 should be equal\n  ---\n    operator: equal\n  ...\nnot ok 3 should be equal\n\n1..3\n# tests 3\n# pass  1\n# fail  2\n",
    ["b holds > should be equal", "b holds > should be equal (2)"],
    [1, 2, 0],
  ],
  [
    "TAP of subtests with the same name",
    "TAP version 14\n# Subtest: one\n    # Subtest: holds\n        ok 1 - a\n        1..1\n    ok 1 - holds\n    1..1\nok 1 - one\n# Subtest: two\n    not ok 1 - holds\n    1..1\nnot ok 2 - two\n1..2\n",
    ["two > holds", "two"],
    [3, 2, 0],
  ],
  ["TAP that ends before its plan", "TAP version 13\nok 1 - a\n", ["it broke off before its plan"], [1, 1, 0]],
  ["TAP that keeps no plan", "1..3\nok 1 - a\n", ["it broke off: 2 of its plan are missing"], [1, 1, 0]],
  ["TAP with nothing planned", "1..0 # SKIP not here\n", [], [0, 0, 0]],
  [
    "pytest with subtests of its own",
    "=== short test summary info ===\nSUBFAILED(i=0) test_ab.py::Ab::test_b - AssertionError: 1 != 0\nSUBFAILED[msg] (i=2) test_ab.py::test_sub - assert 1 == 2\nFAILED test_ab.py::test_sub - contains 1 failed subtest\n=== 3 failed, 2 passed in 1.24s ===\n",
    ["test_ab.py::test_sub", "test_ab.py::Ab::test_b (i=0)", "test_ab.py::test_sub [msg] (i=2)"],
    [2, 1, 0],
  ],
  [
    "pytest with subtests of a plugin",
    "=== short test summary info ===\nSUBFAIL test_ab.py::test_sub - assert <a at 0x7f7ae294ea10> == 0\n=== 1 failed, 3 passed, 1 subtests passed in 3.43s ===\n",
    ["test_ab.py::test_sub assert <a at 0x> == 0"],
    [2, 1, 0],
  ],
  [
    "unittest, one test of many subtests",
    "FAIL: test_b (test_ab.Ab.test_b) (i=0)\n---\nFAIL: test_b (test_ab.Ab.test_b) [why] (i=2)\n---\nERROR: setUpClass (test_ab.B)\n---\nRan 2 tests in 0.001s\n\nFAILED (failures=2, errors=1)\n",
    ["test_b (test_ab.Ab.test_b) (i=0)", "test_b (test_ab.Ab.test_b) [why] (i=2)", "setUpClass (test_ab.B)"],
    [1, 2, 0],
  ],
  [
    "vitest, a failure and what was thrown outside of any test",
    " FAIL  a.test.ts > adds\n\n⎯⎯ Unhandled Errors ⎯⎯\n Test Files  1 failed (1)\n      Tests  1 failed | 2 passed (3)\n     Errors  1 error\n",
    ["a.test.ts > adds", "unhandled: 1 error"],
    [2, 1, 0],
  ],
  [
    "rspec",
    "Failures:\n\n  1) List adds\n\nFinished in 0.1 seconds\n3 examples, 1 failure, 1 pending\n\nFailed examples:\n\nrspec ./spec/list_spec.rb:3 # List adds\n",
    ["./spec/list_spec.rb: List adds"],
    [1, 1, 1],
  ],
  [
    "minitest",
    "  1) Failure:\nListTest#test_adds [test/list_test.rb:5]:\nExpected: 1\n\n3 runs, 3 assertions, 1 failures, 0 errors, 1 skips\n",
    ["ListTest#test_adds"],
    [1, 1, 1],
  ],
  [
    "ExUnit",
    "  1) test adds (ListTest)\n     test/list_test.exs:4\n\nFinished in 0.1 seconds\n1 doctest, 2 tests, 1 failure\n",
    ["test adds (ListTest)"],
    [2, 1, 0],
  ],
  [
    ".NET",
    "  Failed Lists.Tests.Adds [12 ms]\n  Error Message:\nFailed!  - Failed:     1, Passed:     2, Skipped:     0, Total:     3, Duration: 9 ms\n",
    ["Lists.Tests.Adds"],
    [2, 1, 0],
  ],
  [
    "Maven",
    "[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.1 s <<< FAILURE! -- in x.ListTest\n[ERROR] x.ListTest.adds -- Time elapsed: 0.01 s <<< FAILURE!\n[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0\n",
    ["x.ListTest.adds"],
    [1, 1, 0],
  ],
  [
    "Gradle",
    "> Task :test FAILED\n\nListTest > adds() FAILED\n    org.opentest4j\n\n3 tests completed, 1 failed\n",
    ["ListTest > adds()"],
    [2, 1, 0],
  ],
  [
    "XCTest",
    "Test Case 'ListTests.testAdds' failed (0.1 seconds)\nExecuted 3 tests, with 1 failure (0 unexpected) in 0.1 seconds\n",
    ["ListTests.testAdds"],
    [2, 1, 0],
  ],
  [
    "dart",
    "00:00 +0: loading a\n00:01 +1: removes\n00:01 +1 -1: adds [E]\n00:01 +1 -1: Some tests failed.\n",
    ["adds"],
    [1, 1, 0],
  ],
  [
    "meson",
    "1/2 adds        FAIL            0.01s\n2/2 removes     OK\n\nOk:                 1\nFail:               1\n",
    ["adds"],
    [1, 1, 0],
  ],
  [
    "automake",
    "PASS: a\nFAIL: b\n# TOTAL: 2\n# PASS:  1\n# SKIP:  0\n# XFAIL: 0\n# FAIL:  1\n# XPASS: 0\n# ERROR: 0\n",
    ["b"],
    [1, 1, 0],
  ],
  [
    "cargo",
    "     Running unittests src/lib.rs (target/debug/deps/a_x-cffaaf28df84a2ae)\n\nrunning 2 tests\ntest tests::it_works ... FAILED\ntest noisy ... what its child printed\nFAILED\n\nfailures:\n\n---- tests::it_works stdout ----\n    in four blanks\n\nfailures:\n    noisy\n    tests::it_works\n\ntest result: FAILED. 0 passed; 2 failed; 0 ignored; 0 measured\n\n     Running tests/cli.rs (target/debug/deps/b_x-7f6d6cb86b194ee3)\n\nrunning 1 test\ntest tests::it_works ... FAILED\n\nfailures:\n    tests::it_works\n\ntest result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured\n\n   Doc-tests a_x\n\ntest a/src/lib.rs - f (line 12) ... FAILED\n\ntest result: FAILED. 0 passed; 1 failed; 0 ignored\n",
    [
      "a_x (src/lib.rs): tests::it_works",
      "a_x (src/lib.rs): noisy",
      "b_x (tests/cli.rs): tests::it_works",
      "a_x (doc-tests): a/src/lib.rs - f",
    ],
    [1, 4, 1],
  ],
  ["Bazel", "//a:test        PASSED in 0.1s\n//b:test        FAILED in 0.2s\n", ["//b:test"], [1, 1, 0]],
  ["TAP", "TAP version 13\n1..3\nok 1 - a\nnot ok 2 - b\nok 3 - c # SKIP no\n", ["b"], [1, 1, 1]],
  [
    "JUnit's XML",
    '<testsuite><testcase classname="A" name="a"/><testcase classname="A" name="b"><failure/></testcase></testsuite>',
    ["A: b"],
    [1, 1, 0],
  ],
  ["packages side by side", "web:test: TAP version 13\nweb:test: 1..1\nweb:test: not ok 1 - a\n", ["a"], [0, 1, 0]],
  ["tsc", "src/a.ts(3,5): error TS2322: Not a number.\n", ["src/a.ts: error TS2322: Not a number."], null],
  [
    "ESLint",
    "/w/src/a.js\n  3:5  error  Unexpected var  no-var\n\n✖ 1 problem\n",
    ["/w/src/a.js: error Unexpected var no-var"],
    null,
  ],
  [
    "a traceback of Python's, which is no complaint of a compiler",
    "tests/conftest.py:7: in <module>\n    from a import b\nsrc/a.py:2: in load_all\nE   SyntaxError: invalid syntax\n",
    [],
    null,
  ],
  ["a script of one's own", "all is lost\n", [], null],
  ["a script of one's own that counts", "suite a: 3 passed, 2 failed\n", [], [3, 2, 0]],
  ["another", "Results: Failed 1 failure(s) | 1 failed tests, 4 passed tests\n", [], [4, 1, 0]],
  ["another with colons", "Passed: 7, Failed: 1\n", [], [7, 1, 0]],
])("readResults() of %s", (_name, output, failing, counts) => {
  const read = readResults(output, 1);
  expect(read.failing).toEqual(failing);
  const [passed, failed, skipped] = counts ?? [];
  expect(read.counts as unknown).toEqual(counts === null ? null : { passed, failed, skipped });
  expect(read.notRun).toBeNull();
});

test.each([
  ["ERROR test_a.py\nE   ModuleNotFoundError: No module named 'x'\n", 2, "ModuleNotFoundError: No module named 'x'"],
  ["E       fixture 'mocker' not found\n", 1, "fixture 'mocker' not found"],
  ["[ERROR] No plugin found for prefix 'spotless'\n", 1, "No plugin found for prefix 'spotless'"],
  ["a.js: [cause]: x\n[cause]: Error: Cannot find module 'vitest'\n", 1, "Cannot find module 'vitest'"],
])("why %j could not run is a sentence without the marks of its program", (output, exitCode, why) => {
  expect(readResults(output, exitCode).notRun?.why).toBe(why);
});

test.each<[string, number, string]>([
  ["sh: 1: mocha: not found", 127, "install mocha, or put it on the PATH"],
  [
    "> ky@1.7.0 test\n> xo && tsc --noEmit\n\nsh: 1: xo: not found",
    127,
    "install the project's packages, or put xo on the PATH",
  ],
  ["> phpunit --colors\nsh: 1: phpunit: not found", 127, "install the project's packages, or put phpunit on the PATH"],
  ["$ vitest run\nbun: command not found: vitest", 127, "install the project's packages, or put vitest on the PATH"],
  ["> ky@1.7.0 test\n> ./t.sh\n\nsh: 1: jq: not found", 127, "install jq, or put it on the PATH"],
  ["Command not found: pytest", 1, "install the project's packages, or put pytest on the PATH"],
  ["error: Failed to spawn: `pytest`", 2, "install the project's packages, or put pytest on the PATH"],
  ["bash: line 3: uv: command not found", 127, "install uv, or put it on the PATH"],
  ["zsh: command not found: jest", 127, "install jest, or put it on the PATH"],
  [
    "make: pytest: No such file or directory\nmake: *** [Makefile:2: test] Error 127",
    2,
    "install pytest, or put it on the PATH",
  ],
  ["/usr/bin/env: 'node': No such file or directory", 127, "install node, or put it on the PATH"],
  ["/usr/bin/python3: No module named pytest", 1, "install the project's packages: pytest is missing"],
  [
    "ERROR test_a.py\nE   ModuleNotFoundError: No module named 'requests'",
    2,
    "install the project's packages: requests is missing",
  ],
  ["Error: Cannot find module 'vitest'", 1, "install the project's packages: vitest is missing"],
  ["Could not open input file: vendor/bin/phpunit", 1, "install the project's packages: vendor/bin/phpunit is missing"],
  [
    "● Validation Error:\n\n  Preset ts-jest not found relative to rootDir /w.",
    1,
    "install the project's packages: ts-jest is missing",
  ],
  [
    "  Test environment jest-environment-jsdom cannot be found. Make sure the testEnvironment option points to one.",
    1,
    "install the project's packages: jest-environment-jsdom is missing",
  ],
  [
    "  Module @swc/jest in the transform option was not found.",
    1,
    "install the project's packages: @swc/jest is missing",
  ],
  ["error: no such command: `nextest`", 101, "install nextest, or put it on the PATH"],
  ["/bin/sh: 2: ./t.sh: Permission denied", 126, "make ./t.sh executable, or readable by you"],
  ["/bin/sh: 2: ./t.sh: not found", 127, "see that ./t.sh is there, and the program that its first line names"],
  ["make: *** No rule to make target 'test'.  Stop.", 2, "name a check that exists: there is no test"],
  ['npm error Missing script: "test:unit"', 1, "name a check that exists: there is no test:unit"],
  ["sh: 0: cannot open ci/check.sh: No such file", 2, "name a check that exists: there is no ci/check.sh"],
  [
    "python3: can't open file '/w/t.py': [Errno 2] No such file or directory",
    2,
    "name a check that exists: there is no /w/t.py",
  ],
  ["pytest: error: unrecognized arguments: --cov=src --cov-branch", 4, "install the plugin that knows --cov=src"],
  [
    "error: rustup could not choose a version of cargo to run, because one wasn't specified explicitly, and no default is configured.",
    1,
    "install the version that the project asks for (cargo)",
  ],
  ["error: toolchain '1.99' is not installed", 1, "install the version that the project asks for (1.99)"],
  [
    "pyenv: version `3.99.1' is not installed (set by /w/.python-version)",
    1,
    "install the version that the project asks for (3.99.1)",
  ],
  ["rbenv: version `3.3.0' is not installed", 1, "install the version that the project asks for (3.3.0)"],
  ["No version is set for command node", 126, "install the version that the project asks for (node)"],
  ["Error: connect ECONNREFUSED 127.0.0.1:5432", 1, "start what it connects to (127.0.0.1:5432), then run again"],
  [
    'psycopg2.OperationalError: connection to server at "localhost" (::1), port 5432 failed: Connection refused',
    1,
    "start what it connects to, then run again",
  ],
  ["", 126, "make the program executable"],
])("couldNotRun(%j, %p) says what to do", (output, exitCode, next) => {
  expect(couldNotRun(output, exitCode)?.next).toBe(next);
});

test.each<[string, number]>([
  ["Error: Cannot find module './parse.js'", 1],
  ["assertion failed", 1],
  ["not ok 1 - says 'command not found' to people", 1],
])("couldNotRun(%j, %p) is not what happened", (output, exitCode) => {
  expect(couldNotRun(output, exitCode)).toBeNull();
});

test("tests that ran and need what is missing are red, not absent", () => {
  const output =
    "E   ModuleNotFoundError: No module named 'x'\nFAILED test_a.py::test_b - Error\n== 1 failed, 2 passed in 0.1s ==\n";
  expect(readResults(output, 1)).toMatchObject({ notRun: null, failing: ["test_a.py::test_b"] });
});

test.each<[string, string, boolean]>([
  ["node, through a pipe", "TAP version 13\n1..2\nok 1 - a\nnot ok 2 - b\n", true],
  ["a test that is known to fail", "TAP version 13\n1..1\nnot ok 1 - b # TODO later\n", false],
  ["go, in a task that ignores how it ends", "--- FAIL: TestA (0.00s)\nFAIL\tex/a\t0.01s\nFAIL\n", true],
  ["Maven, told to go on", "[WARNING] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0\n", true],
  [
    "a test that passed when it was tried again",
    "Running 1 test using 1 worker\n  1) a.spec.ts:3:1 › a ───\n\n  1 flaky\n  0 failed\n",
    false,
  ],
  ["a compiler's complaint", "src/a.ts(3,5): error TS2322: Not a number.\n", false],
  ["words of one's own", "2 failed, 3 passed\n", true],
  ["words of a green script", "0 failed, 5 passed\n", false],
])("what an exit code of 0 hides, of %s", (_name, output, fails) => {
  expect(readResults(output, 0).testsFail).toBe(fails);
});

test.each<[string, string, string[]]>([
  [
    "make, by a signal",
    "not ok\nmake: *** [Makefile:2: test] Segmentation fault (core dumped)\n",
    ["Segmentation fault"],
  ],
  ["make, by a shell's code", "make[1]: *** [x.mk:2: t] Error 139\n", ["Error 139"]],
  ["make, by a code of its own", "make: *** [Makefile:2: test] Error 1\n", []],
  ["a shell", "t.sh: line 3: 12345 Aborted                 (core dumped) ./a\n", ["Aborted"]],
  ["a shell, with what it ran", "t.sh: line 3: 12345 Segmentation fault      ./a\n", ["Segmentation fault"]],
  ["dash", "Killed\n", ["Killed"]],
  ["npm", "npm error code 1\nnpm error signal SIGABRT\n", ["SIGABRT"]],
  ["Python", "Fatal Python error: Segmentation fault\n", ["Fatal Python error: Segmentation fault"]],
  ["a sentence", "Killed processes are told\nmake: *** No rule to make target 'x'.  Stop.\n", []],
])("a crash is among what fails: %s", (_name, output, crashes) => {
  const sums = "3 passed, 1 failed\n";
  expect(readResults(sums + output, 2).failing).toEqual(crashes.map((what) => `a crash: ${what}`));
  expect(readResults(sums + output, 0).failing).toEqual([]);
});
