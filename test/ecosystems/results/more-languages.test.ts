import { expect, test } from "bun:test";
import { readResults } from "../../../src/ecosystems/results/read-results.ts";

const proved = `t/a.t .. ok

#   Failed test 'adds up'
#   at t/b.t line 4.
#          got: '1'
#     expected: '2'
# Looks like you failed 1 test of 3.
t/b.t ..${" "}
Dubious, test returned 1 (wstat 256, 0x100)
Failed 1/3 subtests${" "}
t/c.t ..${" "}
Failed 3/5 subtests${" "}
oops at t/d.t line 1.
t/d.t ..${" "}
Dubious, test returned 255 (wstat 65280, 0xff00)
All 1 subtests passed${" "}
t/e.t .. skipped: not here

Test Summary Report
-------------------
t/b.t (Wstat: 256 (exited 1) Tests: 3 Failed: 1)
  Failed test:  2
  Non-zero exit status: 1
t/c.t (Wstat: 0 Tests: 5 Failed: 3)
  Failed tests:  1-2, 5
t/d.t (Wstat: 65280 (exited 255) Tests: 1 Failed: 0)
  Non-zero exit status: 255
  Parse errors: No plan found in TAP output
Files=5, Tests=11,  1 wallclock secs ( 0.02 usr  0.01 sys +  0.13 cusr  0.04 csys =  0.20 CPU)
Result: FAIL
`;

const luaSpecs = `●●◼●✱
3 successes / 1 failure / 1 error / 0 pending : 0.004 seconds

Failure → spec/tone_spec.lua @ 12
tone keeps its pitch
spec/tone_spec.lua:14: Expected objects to be equal.

Error → spec/wave_spec.lua @ 3
wave starts
spec/wave_spec.lua:4: attempt to call a nil value
`;

const clojureTests = `
lein test tone.core-test

lein test :only tone.core-test/pitch

FAIL in (pitch) (core_test.clj:9)
expected: (= 1 2)
  actual: (not (= 1 2))

lein test tone.wave-test

ERROR in (wave) (wave_test.clj:4)
Uncaught exception, not in assertion.

Ran 4 tests containing 7 assertions.
1 failures, 1 errors.
Tests failed.
`;

const unit = `======================== EUnit ========================
tone_tests: pitch_test...*failed*
in function tone_tests:pitch_test/0 (test/tone_tests.erl, line 9)
**error:{assertEqual,[{module,tone_tests}]}
=======================================================
  Failed: 1.  Skipped: 0.  Passed: 2.
`;

const common = `===> Running Common Test suites...
%%% tone_SUITE ==> pitch: FAILED
%%% tone_SUITE ==> {test_case_failed,low}
`;

const rebarUnit = `===> Performing EUnit tests...
..F
Failures:

  1) tone_tests:pitch_test/0: module 'tone_tests'
     Failure/Error: ?assertEqual(1, tone:pitch())

Finished in 0.020 seconds
3 tests, 1 failures
`;

test.each<[string, string, string[], { passed: number; failed: number; skipped: number } | null]>([
  [
    "prove",
    proved,
    ["t/b.t: adds up", "t/c.t: test 1", "t/c.t: test 2", "t/c.t: test 5", "t/d.t: breaks off"],
    { passed: 7, failed: 5, skipped: 0 },
  ],
  [
    "busted",
    luaSpecs,
    ["spec/tone_spec.lua: tone keeps its pitch", "spec/wave_spec.lua: wave starts"],
    { passed: 3, failed: 2, skipped: 0 },
  ],
  ["clojure.test", clojureTests, ["core_test.clj: pitch", "wave_test.clj: wave"], { passed: 2, failed: 2, skipped: 0 }],
  ["eunit", unit, ["tone_tests: pitch_test"], { passed: 2, failed: 1, skipped: 0 }],
  ["eunit by rebar3", rebarUnit, ["tone_tests:pitch_test/0"], { passed: 2, failed: 1, skipped: 0 }],
  [
    "Common Test",
    `${common}Testing lib.tone: TEST COMPLETE, 4 ok, 1 failed of 5 test cases\n`,
    ["tone_SUITE pitch"],
    { passed: 4, failed: 1, skipped: 0 },
  ],
])("readResults() of %s", (_name, output, failing, counts) => {
  expect(readResults(output, 1)).toMatchObject({ failing, counts, testsFail: true, notRun: null });
});

test("a module of Perl that is nowhere is no failure of a test", () => {
  const output = `Can't locate Tone/Missing.pm in @INC (you may need to install the Tone::Missing module) (@INC contains: /x) at t/a.t line 1.
BEGIN failed--compilation aborted at t/a.t line 1.
t/a.t ..${" "}
Dubious, test returned 2 (wstat 512, 0x200)
No subtests run${" "}

Test Summary Report
-------------------
t/a.t (Wstat: 512 (exited 2) Tests: 0 Failed: 0)
  Non-zero exit status: 2
  Parse errors: No plan found in TAP output
Files=1, Tests=0,  0 wallclock secs ( 0.02 usr +  0.00 sys =  0.02 CPU)
Result: FAIL
`;
  expect(readResults(output, 1).notRun?.next).toContain("Tone::Missing");
});
