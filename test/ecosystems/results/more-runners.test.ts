import { expect, test } from "bun:test";
import { readResults } from "../../../src/ecosystems/results/read-results.ts";

const line = "-".repeat(79);

test.each<[string, string, string[], number[] | null]>([
  [
    "zig build test 0.11",
    "run test: error: 'test.b holds' failed: expected 2, found 1\nlib/std/testing.zig:84:17: 0x224593 in expectEqual (test)\nrun test: error: while executing test 'test.z holds', the following test command failed:\nzig-cache/o/13/test --listen=- \nBuild Summary: 1/3 steps succeeded; 1 failed; 1/3 tests passed; 1 skipped; 1 failed (disable with --summary none)\ntest transitive failure\n+- run test 1/3 passed, 1 skipped, 1 failed\n",
    ["test.b holds"],
    [1, 1, 1],
  ],
  [
    "zig build test 0.13",
    "test\n+- run test 1/2 passed, 1 failed\nerror: 'main.test.b holds' failed: expected 2, found 1\nBuild Summary: 1/3 steps succeeded; 1 failed; 1/2 tests passed; 1 failed\n",
    ["main.test.b holds"],
    [1, 1, 0],
  ],
  [
    "zig test",
    "1/3 test.a holds... OK\n2/3 test.b holds... expected 2, found 1\nFAIL (TestExpectedEqual)\nlib/std/testing.zig:84:17: 0x224593 in expectEqual (test)\n                return error.TestExpectedEqual;\n                ^\n3/3 main.test.c holds...FAIL (TestUnexpectedResult)\n1 passed; 0 skipped; 2 failed.\nerror: the following test command failed with exit code 1:\n",
    ["test.b holds", "main.test.c holds"],
    [1, 2, 0],
  ],
  [
    "Surefire 2",
    "[INFO] Running AbTest\n[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.05 s <<< FAILURE! - in AbTest\n[ERROR] bHolds(AbTest)  Time elapsed: 0.007 s  <<< FAILURE!\n[INFO] \n[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0\n",
    ["bHolds(AbTest)"],
    [1, 1, 0],
  ],
  [
    "Surefire 3, with sentences for names",
    "[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.05 s <<< FAILURE! -- in x.AbTest\n[ERROR] x.AbTest.b holds(int)[1] -- Time elapsed: 0.007 s <<< ERROR!\n[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0\n",
    ["x.AbTest.b holds(int)[1]"],
    [1, 1, 0],
  ],
  [
    "cargo test, once",
    "running 2 tests\ntest a ... ok\ntest b ... FAILED\n\nfailures:\n    b\n\ntest result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n",
    ["b"],
    [1, 1, 0],
  ],
  [
    "cargo nextest",
    "        FAIL [   0.003s] (2/3) tone tests::pitch\n  stdout ───\n\n    test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 2 filtered out; finished in 0.00s\n\n────────────\n     Summary [   0.005s] 3 tests run: 2 passed, 1 failed, 4 skipped\n        FAIL [   0.003s] (2/3) tone tests::pitch\nerror: test run failed\n",
    ["tone tests::pitch"],
    [2, 1, 4],
  ],
  [
    "gotestsum",
    "✖  tone/wave (4ms)\n\n=== Failed\n=== FAIL: tone/wave TestPitch/low (0.00s)\n    b_test.go:9: got 1\n\nDONE 5 tests, 1 skipped, 1 failure in 0.218s\n",
    ["tone/wave TestPitch/low"],
    [3, 1, 1],
  ],
  [
    "karma",
    "Chrome Headless 120.0.0.0 (Linux x86_64) tone keeps its pitch FAILED\n\tExpected 1 to be 2.\nChrome Headless 120.0.0.0 (Linux x86_64): Executed 3 of 3 (1 FAILED) (0.01 secs / 0.002 secs)\n",
    ["tone keeps its pitch"],
    [2, 1, 0],
  ],
  [
    "ScalaTest",
    "[info] ToneSpec:\n[info] - starts\n[info] - keeps its pitch *** FAILED ***\n[info] Tests: succeeded 1, failed 1, canceled 0, ignored 1, pending 0\n[info] *** 1 TEST FAILED ***\n",
    ["ToneSpec: keeps its pitch"],
    [1, 1, 1],
  ],
  [
    "GoogleTest",
    "[==========] Running 2 tests from 1 test suite.\ntone.cc:9: Failure\n[  FAILED  ] Tone.Pitch (0 ms)\n[==========] 2 tests from 1 test suite ran. (0 ms total)\n[  PASSED  ] 1 test.\n[  FAILED  ] 1 test, listed below:\n[  FAILED  ] Tone.Pitch\n\n 1 FAILED TEST\n",
    ["Tone.Pitch"],
    [1, 1, 0],
  ],
  [
    "Catch2",
    `${line}\nkeeps its pitch\n${line}\ntone.cpp:9\n${"=".repeat(79)}\ntest cases: 2 | 1 passed | 1 failed\nassertions: 2 | 1 passed | 1 failed\n`,
    ["keeps its pitch"],
    [1, 1, 0],
  ],
  [
    "testthat",
    "Failure ('test-tone.R:4:3'): keeps its pitch\n`b` not equal to 2.\n[ FAIL 1 | WARN 0 | SKIP 2 | PASS 3 ]\nError: Test failures\n",
    ["test-tone.R: keeps its pitch"],
    [3, 1, 2],
  ],
  [
    "Julia",
    "pitch: Test Failed at /x/test/runtests.jl:5\n  Expression: b() == 2\n   Evaluated: 1 == 2\n\nERROR: LoadError: Some tests did not pass: 1 passed, 1 failed, 0 errored, 0 broken.\n",
    ["pitch: b() == 2"],
    [1, 1, 0],
  ],
  [
    "Crystal",
    "2 examples, 1 failures, 0 errors, 0 pending\n\nFailed examples:\n\ncrystal spec spec/tone_spec.cr:8 # Tone keeps its pitch\n",
    ["spec/tone_spec.cr: Tone keeps its pitch"],
    [1, 1, 0],
  ],
  ["tasty", "tone\n  starts: OK\n  keeps pitch: FAIL\n\n1 out of 2 tests failed (0.00s)\n", ["keeps pitch"], [1, 1, 0]],
  [
    "alcotest",
    "  [OK]          wave          0   starts.\n> [FAIL]        wave          1   keeps pitch.\n\n1 failure! in 0.001s. 2 tests run.\n",
    ["wave keeps pitch"],
    [1, 1, 0],
  ],
  [
    "a compiler that says the same of two places",
    "src/a.ts(3,5): error TS2304: Cannot find name 'tone'.\nsrc/a.ts(9,5): error TS2304: Cannot find name 'tone'.\n",
    ["src/a.ts: error TS2304: Cannot find name 'tone'.", "src/a.ts: error TS2304: Cannot find name 'tone'. (2)"],
    null,
  ],
  [
    "Playwright, of a test that passed when it was tried again",
    "Running 3 tests using 1 worker\n\n  1) f.spec.js:3:1 › flaky one ─────────\n\n    Error: flaky\n\n  2) x.spec.js:3:1 › b holds ──────\n\n    Error: b\n\n  1 failed\n    x.spec.js:3:1 › b holds ─────────\n  1 flaky\n    f.spec.js:3:1 › flaky one ───────\n  1 passed (1.2s)\n",
    ["x.spec.js › b holds"],
    [2, 1, 0],
  ],
  [
    "mocha, of tests outside of any suite and of suites in suites",
    "\n  1 passing (3ms)\n  2 failing\n\n  1) b holds:\n     Error: b\n      at x.js:1\n\n  2) tone:\n       pitch\n         holds:\n     Error: c:\n       more\n",
    ["b holds", "tone: > pitch > holds"],
    [1, 2, 0],
  ],
  [
    "pytest -qq, which sums up nothing",
    "F.   [100%]\n===== FAILURES =====\n____ test_a ____\n>   assert 0\nE   assert 0\n\ntest_a.py:2: AssertionError\n===== short test summary info =====\nFAILED test_a.py::test_a - assert 0\n",
    ["test_a.py::test_a"],
    null,
  ],
  [
    "a place in a traceback, and what was thrown there",
    "test_a.py:2: AssertionError\nb.py:3: DeprecationWarning: old\n",
    [],
    null,
  ],
  [
    "ESLint, of warnings that are too many",
    "\n/x/a.js\n  3:7  warning  'tone' is unused  no-unused-vars\n\n✖ 1 problem (0 errors, 1 warning)\n\nESLint found too many warnings (maximum: 0).\n",
    ["/x/a.js: warning 'tone' is unused no-unused-vars"],
    null,
  ],
])("readResults() of %s", (_name, output, failing, counts) => {
  const [passed, failed, skipped] = counts ?? [];
  expect(readResults(output, 1)).toMatchObject({
    failing,
    counts: counts === null ? null : { passed, failed, skipped },
  });
});

test("below ctest GoogleTest gives the names that ctest does not know, and no counts of its own", () => {
  const output = `[==========] Running 2 tests from 1 test suite.
[  FAILED  ] Tone.Pitch (0 ms)
[==========] 2 tests from 1 test suite ran. (0 ms total)
[  PASSED  ] 1 test.

50% tests passed, 1 tests failed out of 2

The following tests FAILED:
\t  1 - tone_tests (Failed)
`;
  expect(readResults(output, 8)).toMatchObject({
    failing: ["tone_tests", "Tone.Pitch"],
    counts: { passed: 1, failed: 1, skipped: 0 },
  });
});
