import { expect, test } from "bun:test";
import { readResults } from "../../../src/ecosystems/results/read-results.ts";

type Sums = [passed: number, failed: number, skipped: number];

/** What programs say of runs in which each kind of end is there, each with a number of its own. */
const mixed: [string, string, Sums, string[]][] = [
  [
    "phpunit",
    "There was 1 warning:\n\n1) Ab::testOld\n\n--\n\nThere were 2 failures:\n\n1) Ab::testB\nno\n\n2) Ab::testC\nno\n\nTests: 20, Assertions: 30, Errors: 1, Failures: 2, Skipped: 3, Incomplete: 4.\n",
    [10, 3, 7],
    ["Ab::testB", "Ab::testC"],
  ],
  [
    "pest",
    "   FAILED  Tests\\A > adds  Exception\n\n  Tests:    2 failed, 3 skipped, 5 passed (9 assertions)\n",
    [5, 2, 3],
    ["Tests\\A > adds"],
  ],
  [
    "rspec, with a file that does not load",
    "An error occurred while loading ./spec/b_spec.rb.\n\n11 examples, 2 failures, 3 pending, 1 error occurred outside of examples\n\nrspec ./spec/a_spec.rb:3 # A adds\nrspec ./spec/a_spec.rb[1:2] # A takes\n",
    [6, 3, 3],
    ["./spec/a_spec.rb: A adds", "./spec/a_spec.rb: A takes", "./spec/b_spec.rb: does not load"],
  ],
  [
    "minitest",
    "  1) Failure:\nATest#test_b [t.rb:5]:\n\n  2) Error:\nATest#test_c:\n\n20 runs, 3 assertions, 1 failures, 2 errors, 4 skips\n",
    [13, 3, 4],
    ["ATest#test_b", "ATest#test_c"],
  ],
  [
    "ExUnit",
    "  1) test adds (A)\n\n  2) doctest takes (B)\n\n2 doctests, 20 tests, 3 failures, 4 invalid, 5 excluded, 6 skipped\n",
    [9, 7, 6],
    ["test adds (A)", "doctest takes (B)"],
  ],
  [
    "dart, whose last line counts",
    "00:00 +0: a\n00:01 +3 ~2 -1: loading test/b.dart [E]\n00:02 +5 ~2 -1: Some tests failed.\n",
    [5, 1, 2],
    ["test/b.dart"],
  ],
  [
    ".NET in its new words",
    "failed Lists.Adds (12ms)\nTest run summary: Failed!\n  total: 14, failed: 2, succeeded: 9, skipped: 3\n",
    [9, 2, 3],
    ["Lists.Adds"],
  ],
  [
    ".NET, two assemblies",
    "Failed!  - Failed:     1, Passed:     2, Skipped:     3, Total:     6\nPassed!  - Failed:     0, Passed:     5, Skipped:     1, Total:     6\n",
    [7, 1, 4],
    [],
  ],
  [
    "Maven, two modules",
    "[ERROR] x.ATest.b -- Time elapsed: 0.01 s <<< ERROR!\n[ERROR] Tests run: 20, Failures: 1, Errors: 2, Skipped: 3\n[INFO] Tests run: 7, Failures: 0, Errors: 0, Skipped: 2\n",
    [19, 3, 5],
    ["x.ATest.b"],
  ],
  [
    "Gradle, with a project that does not compile",
    "> Task :a:compileTestJava FAILED\n> Task :b:test FAILED\n\nATest > b() FAILED\n\n12 tests completed, 2 failed, 3 skipped\n",
    [7, 2, 3],
    ["ATest > b()", ":a:compileTestJava does not compile"],
  ],
  [
    "sbt",
    "[info] - adds *** FAILED ***\n[error] Failed: Total 14, Failed 2, Errors 3, Passed 4, Skipped 5\n",
    [4, 5, 5],
    ["adds"],
  ],
  [
    "ctest",
    "70% tests passed, 3 tests failed out of 10\n\nThe following tests FAILED:\n\t  1 - adds (Failed)\n\t  4 - takes (SEGFAULT)\n\t  6 - waits (Timeout)\n",
    [7, 3, 0],
    ["adds", "takes", "waits"],
  ],
  [
    "meson",
    " 1/19 adds        FAIL            0.01s\n 2/19 waits       TIMEOUT         30s\n\nOk:                 5\nExpected Fail:      1\nFail:               2\nUnexpected Pass:    3\nSkipped:            4\nTimeout:            6\n",
    [5, 11, 4],
    ["adds", "waits"],
  ],
  [
    "automake",
    "FAIL: a\nERROR: b\nXPASS: c\n# TOTAL: 28\n# PASS:  7\n# SKIP:  6\n# XFAIL: 5\n# FAIL:  4\n# XPASS: 3\n# ERROR: 2\n",
    [12, 9, 6],
    ["a", "b", "c"],
  ],
  [
    "Zig",
    "error: 'a.test.adds' failed\n2/9 a.test.takes...FAIL (No)\n4 passed; 3 skipped; 2 failed.\n",
    [4, 2, 3],
    ["a.test.adds", "a.test.takes"],
  ],
  [
    "Swift Testing beside XCTest",
    "Test Case 'A.testB' failed (0.1 seconds)\nExecuted 7 tests, with 1 failure (0 unexpected)\n✘ Test takes() failed after 0.1 seconds\n✘ Test run with 2 tests failed after 0.2 seconds\n",
    // Six of seven, and one of two.
    [7, 2, 0],
    ["A.testB", "takes()"],
  ],
  [
    "Bazel",
    "//a:test        PASSED in 0.1s\n//b:test        (cached) PASSED in 0.2s\n//c:test        TIMEOUT in 0.2s\n//d:test        NO STATUS\n//e:test        FAILED in 0.1s\n",
    [2, 3, 0],
    ["//c:test", "//d:test", "//e:test"],
  ],
  [
    "node",
    "ℹ tests 28\nℹ pass 7\nℹ fail 6\nℹ cancelled 5\nℹ skipped 4\nℹ todo 3\n✖ failing tests:\n\ntest at a.test.js:3:1\n✖ adds (1.2ms)\n",
    [7, 11, 7],
    ["a.test.js: adds"],
  ],
  [
    "mocha, twice",
    "\n  3 passing (3ms)\n  2 pending\n\n  4 passing (1ms)\n  1 failing\n\n  1) a\n       b:\n     Error\n",
    [7, 1, 2],
    ["a > b"],
  ],
  [
    "jest",
    "FAIL a.test.js\n  ● Console\n\n  ● adds\n\nTests:       2 failed, 3 skipped, 4 todo, 5 passed, 14 total\n",
    [5, 2, 7],
    ["a.test.js: adds"],
  ],
  [
    "bun, with a file that does not load",
    "a.test.ts:\n(fail) adds [0.1ms]\n\nb.test.ts:\n# Unhandled error between tests\n\n 5 pass\n 2 skip\n 1 todo\n 3 fail\n 1 error\nRan 12 tests across 2 files. [9.00ms]\n",
    [5, 4, 3],
    ["a.test.ts: adds", "b.test.ts: does not load"],
  ],
  [
    "deno",
    "adds => ./a_test.ts:3:6\n./b_test.ts (uncaught error)\n\nFAILED | 5 passed | 2 failed | 3 ignored (4ms)\n",
    [5, 2, 3],
    ["./a_test.ts: adds", "./b_test.ts: does not load"],
  ],
  [
    "Playwright",
    "Running 9 tests using 2 workers\n  1) a.spec.ts:3:1 › adds ─────\n\n  2 failed\n    a.spec.ts\n  3 skipped\n  4 passed (1.2s)\n",
    [4, 2, 3],
    ["a.spec.ts › adds"],
  ],
  [
    "Jasmine, whose pending ones are numbered, too",
    "Pending:\n\n1) m c\n  Temporarily disabled\n\nFailures:\n1) m b\n  Message:\n\nPending:\n\n1) m d\n\n9 specs, 1 failure, 2 pending specs\n",
    [6, 1, 2],
    ["m b"],
  ],
  [
    "lab",
    "Failed tests:\n\n  2) m b:\n\n      no\n\n2 of 9 tests failed (3 skipped)\nTest duration: 34 ms\n",
    [7, 2, 3],
    ["m b"],
  ],
  [
    "ava, whose tests print what looks like sums",
    "\n  3 tests failed\n  ✔ one › a holds\n  ✘ [fail]: one › b holds\n  ─\n\n  one › b holds\n\n  1 test failed\n  2 tests skipped\n  1 test todo\n",
    [1, 1, 3],
    ["one › b holds"],
  ],
  [
    "TAP that breaks off behind a subtest",
    "TAP version 14\n# Subtest: one\n    ok 1 - a\n    ok 2 - b\n    1..2\nok 1 - one\n1..3\n",
    [3, 1, 0],
    ["it broke off: 2 of its plan are missing"],
  ],
  [
    "gotestsum",
    "=== FAIL: a TestB (0.00s)\n\nDONE 2 runs, 12 tests, 3 skipped, 2 failures, 1 error in 0.218s\n",
    [7, 3, 3],
    ["a TestB"],
  ],
  [
    "karma",
    "Firefox 1.0 (Linux) a b FAILED\nFirefox 1.0 (Linux): Executed 2 of 9 (1 FAILED)\nFirefox 1.0 (Linux): Executed 7 of 9 (1 FAILED) (skipped 2) (0.1 secs)\n",
    [6, 1, 2],
    ["a b"],
  ],
  [
    "ScalaTest, of two projects",
    "[info] A:\n[info] - b *** FAILED ***\n[info] Tests: succeeded 5, failed 1, canceled 2, ignored 3, pending 4\n[info] Tests: succeeded 2, failed 0, canceled 0, ignored 0, pending 0\n",
    [7, 1, 9],
    ["A: b"],
  ],
  [
    "GoogleTest",
    "[==========] Running 9 tests\n[  FAILED  ] A.B (0 ms)\n[  SKIPPED ] A.C (0 ms)\n[  SKIPPED ] A.D (0 ms)\n[  PASSED  ] 6 tests.\n",
    [6, 1, 2],
    ["A.B"],
  ],
  ["doctest", "[doctest] test cases: 9 | 6 passed | 1 failed | 2 skipped\n", [6, 1, 2], []],
  ["testthat", "Failure (t.R:4:3): a b\n[ FAIL 1 | WARN 9 | SKIP 2 | PASS 3 ]\n", [3, 1, 2], ["t.R: a b"]],
  [
    "Julia",
    "p: Test Failed at /r.jl:5\n  Expression: b()\n\nERROR: Some tests did not pass: 7 passed, 1 failed, 2 errored, 3 broken.\n",
    [7, 3, 3],
    ["p: b()"],
  ],
  ["Crystal", "20 examples, 1 failures, 2 errors, 3 pending\n\ncrystal spec s.cr:8 # A b\n", [14, 3, 3], ["s.cr: A b"]],
  ["tasty", "t\n  a: FAIL (0.1s)\n  b: FAIL\n\n2 out of 9 tests failed (0.00s)\n", [7, 2, 0], ["a", "b"]],
  ["alcotest", "> [FAIL]        w          1   a.\n\n2 failures! in 0.001s. 9 tests run.\n", [7, 2, 0], ["w a"]],
  [
    "busted",
    "Failure → s.lua @ 3\na b\n7 successes / 1 failure / 2 errors / 3 pending : 0.01 seconds\n",
    [7, 3, 3],
    ["s.lua: a b"],
  ],
  ["eunit", "  Failed: 1.  Skipped: 2.  Passed: 7.\n", [7, 1, 2], []],
  [
    "Common Test by erlang.mk",
    "a_SUITE:b failed on line 3\nTEST COMPLETE, 7 ok, 1 failed, 2 skipped of 10 test cases\n",
    [7, 1, 2],
    ["a_SUITE:b"],
  ],
  [
    "clojure.test",
    "FAIL in (a) (t.clj:3)\n\nRan 5 tests containing 9 assertions.\n1 failures, 0 errors.\n",
    [4, 1, 0],
    ["t.clj: a"],
  ],
  [
    "prove",
    "\nTest Summary Report\n-------------------\nt/b.t    (Wstat: 256 Tests: 9 Failed: 3)\n  Failed tests:  2-3, 7\n  Non-zero exit status: 1\nFiles=2, Tests=12,  1 wallclock secs\nResult: FAIL\n",
    [9, 3, 0],
    ["t/b.t: test 2", "t/b.t: test 3", "t/b.t: test 7"],
  ],
  [
    "go in its machine's words",
    [
      ["run", "a", "TestA"],
      ["pass", "a", "TestA"],
      ["pass", "a", "TestB"],
      ["skip", "a", "TestC"],
      ["fail", "b", "TestD"],
      ["fail", "b", null],
      ["fail", "c", null],
    ]
      .map(([Action, Package, Test]) =>
        JSON.stringify({ Time: "x", Action, Package, ...(Test === null ? {} : { Test }) }),
      )
      .join("\n"),
    [2, 1, 1],
    ["b: TestD", "c"],
  ],
];

test.each(mixed)("what %s says of a red run is counted by kinds", (_name, output, sums, failing) => {
  const read = readResults(output, 1);
  const [passed, failed, skipped] = sums;
  expect(read.counts).toEqual({ passed, failed, skipped });
  expect(read.failing.toSorted()).toEqual(failing.toSorted());
  expect(read.notRun).toBeNull();
});

/** What they say when all is well. */
const green: [string, string, Sums][] = [
  ["phpunit", "OK (12 tests, 30 assertions)\n", [12, 0, 0]],
  ["phpunit, of one", "OK (1 test, 1 assertion)\n", [1, 0, 0]],
  ["pest", "  Tests:    5 passed (9 assertions)\n", [5, 0, 0]],
  ["rspec", "7 examples, 0 failures\n", [7, 0, 0]],
  ["minitest", "7 runs, 9 assertions, 0 failures, 0 errors\n", [7, 0, 0]],
  ["ExUnit", "7 tests, 0 failures\n", [7, 0, 0]],
  ["dart", "00:00 +0: a\n00:02 +5: All tests passed!\n", [5, 0, 0]],
  ["ctest", "100% tests passed, 0 tests failed out of 10\n", [10, 0, 0]],
  ["meson", "Ok:                 5\nFail:               0\n", [5, 0, 0]],
  ["Zig", "All 4 tests passed.\n", [4, 0, 0]],
  ["Common Test, in the words of Zig", "===> Running Common Test suites...\nAll 4 tests passed.\n", [4, 0, 0]],
  ["XCTest", "Executed 7 tests, with 0 failures (0 unexpected)\n", [7, 0, 0]],
  ["gotestsum", "DONE 5 tests in 0.218s\n", [5, 0, 0]],
  ["karma", "Firefox 1.0 (Linux): Executed 3 of 3 SUCCESS (0.1 secs)\n", [3, 0, 0]],
  ["tasty", "All 9 tests passed (0.00s)\n", [9, 0, 0]],
  ["alcotest", "Test Successful in 0.001s. 9 tests run.\n", [9, 0, 0]],
  ["eunit", "  All 4 tests passed.\n", [4, 0, 0]],
  ["Julia", "Test Summary: | Pass  Total  Time\nw             |    5      5  0.1s\n", [5, 0, 0]],
  ["busted", "7 successes / 0 failures / 0 errors / 0 pending : 0.01 seconds\n", [7, 0, 0]],
  ["Jasmine", "3 specs, 0 failures\n", [3, 0, 0]],
  ["lab", "9 tests passed\nTest duration: 34 ms\n", [9, 0, 0]],
  ["uvu", "  Total:     3\n  Passed:    3\n  Skipped:   0\n", [3, 0, 0]],
  ["mocha", "\n  3 passing (3ms)\n", [3, 0, 0]],
  ["bun", " 5 pass\n 0 fail\nRan 5 tests across 1 file. [9.00ms]\n", [5, 0, 0]],
  ["deno", "ok | 5 passed | 0 failed (4ms)\n", [5, 0, 0]],
];

test.each(green)("what %s says of a green run is a count", (_name, output, [passed, failed, skipped]) => {
  const read = readResults(output, 0);
  expect(read).toMatchObject({ failing: [], counts: { passed, failed, skipped }, testsFail: false, notRun: null });
});

test("a sum without an end is none of prove's, nor an end without a sum", () => {
  expect(readResults("Files=2, Tests=12,  1 wallclock secs\n", 1).counts).toBeNull();
  expect(readResults("Result: FAIL\n", 1).counts).toBeNull();
});

test("a name that nobody reads to its end is cut at 300 characters", () => {
  const [name] = readResults(`TAP version 13\n1..1\nnot ok 1 - ${"x".repeat(400)}\n`, 1).failing;
  expect(name).toHaveLength(300);
});

test.each<[string, string, number, boolean]>([
  ["no test ran, by the shell's code", "sh: 1: mocha: not found\n", 127, true],
  [
    "tests failed, and the code is of a program that is missing",
    "TAP version 13\n1..2\nok 1 - a\nnot ok 2 - b\nsh: 1: lint: not found\n",
    127,
    false,
  ],
  ["only green tests ran before", "TAP version 13\n1..1\nok 1 - a\nsh: 1: lint: not found\n", 127, true],
  [
    "only green tests ran, and it ended otherwise",
    "TAP version 13\n1..1\nok 1 - a\nsh: 1: lint: not found\n",
    1,
    false,
  ],
])("%s: a check that could not run", (_what, output, exitCode, absent) => {
  expect(readResults(output, exitCode).notRun !== null).toBe(absent);
});
