import { expect, test } from "bun:test";
import { readResults } from "../../../src/ecosystems/results/read-results.ts";

/** Programs that are seldom at hand, as their output is told of in public: what fails by name, and passed, failed, skipped. */
test.each<[what: string, output: string, failing: string[], counts: number[]]>([
  [
    "Swift Testing beside an XCTest that has no test",
    '\t Executed 0 tests, with 0 failures (0 unexpected) in 0.000 (0.001) seconds\n◇ Test run started.\n✔ Test adds() passed after 0.001 seconds.\n✘ Test "keeps its pitch" recorded an issue at T.swift:12:5: Expectation failed\n✘ Test "keeps its pitch" failed after 0.002 seconds with 1 issue.\n✘ Suite Tones failed after 0.003 seconds with 1 issue.\n✘ Test run with 2 tests in 1 suite failed after 0.003 seconds with 1 issue.\n',
    ['"keeps its pitch"'],
    [1, 1, 0],
  ],
  [
    "Swift Testing on macOS, with arguments",
    "􀟈  Test run started.\n􁁛  Test starts() passed after 0.001 seconds.\n􀢄  Test pitch(_:) with 3 test cases failed after 0.002 seconds with 1 issue.\n􀢄  Test run with 2 tests failed after 0.003 seconds with 1 issue.\n",
    ["pitch(_:)"],
    [1, 1, 0],
  ],
  [
    "XCTest and Swift Testing, each with some",
    "Test Case '-[T.Old testA]' started.\nTest Case '-[T.Old testA]' passed (0.001 seconds).\nTest Case '-[T.Old testB]' started.\nTest Case '-[T.Old testB]' failed (0.002 seconds).\n\t Executed 3 tests, with 1 test skipped and 2 failures (0 unexpected) in 0.004 (0.005) seconds\n✔ Test new() passed after 0.001 seconds.\n✔ Test run with 1 test passed after 0.001 seconds.\n",
    ["-[T.Old testB]"],
    [2, 1, 1],
  ],
  [
    "XCTest that is cut off",
    "Test Case '-[T.Old testA]' started.\nTest Case '-[T.Old testA]' passed (0.001 seconds).\nTest Case '-[T.Old testB]' started.\nExited with signal code 4\n",
    ["-[T.Old testB]", "a crash: Exited with signal code 4"],
    [1, 1, 0],
  ],
  [
    "dotnet with the terminal's logger",
    "/w/T.cs(12): error TESTERROR: \n      Tones.Tests.Pitch (6ms): Error Message: Assert.Equal() Failure: Values differ\n      Expected: 2\n\nTest summary: total: 3, failed: 1, succeeded: 1, skipped: 1, duration: 1.2s\nBuild failed with 1 error(s) in 3.0s\n",
    ["Tones.Tests.Pitch"],
    [1, 1, 1],
  ],
  [
    "dotnet by Microsoft.Testing.Platform",
    "failed Tones.Tests.Pitch (1s 004ms)\n  Expected 2\n\nTest run summary: Failed!\n  total: 3\n  failed: 1\n  succeeded: 2\n  skipped: 0\n  duration: 2s 100ms\n",
    ["Tones.Tests.Pitch"],
    [2, 1, 0],
  ],
  [
    "dotnet, at length",
    "  Failed Tones.Tests.Pitch [5 ms]\n  Error Message:\n   wrong\n\nTest Run Failed.\nTotal tests: 4\n     Passed: 2\n     Failed: 1\n    Skipped: 1\n Total time: 0.5 Seconds\n",
    ["Tones.Tests.Pitch"],
    [2, 1, 1],
  ],
  [
    "cypress: a spec that fails, and one that can't be made ready",
    "  Running:  a.cy.js  (1 of 2)\n\n\n  tone\n    ✓ starts (200ms)\n    1) keeps its pitch\n\n\n  1 passing (300ms)\n  1 failing\n\n  1) tone\n       keeps its pitch:\n     AssertionError: expected 1 to equal 2\n\n\n  Running:  b.cy.js  (2 of 2)\n\nOops...we found an error preparing this test file:\n\n  > cypress/e2e/b.cy.js\n\nThe error was:\n\nError: Webpack Compilation Error\n",
    ["tone > keeps its pitch", "cypress/e2e/b.cy.js: does not load"],
    [1, 2, 0],
  ],
  [
    "Gradle, of an old version, that does not compile",
    ":compileJavasrc/main/java/Ab.java:1: error: reached end of file while parsing\n FAILED\n\nFAILURE: Build failed with an exception.\n\n* What went wrong:\nExecution failed for task ':compileJava'.\n> Compilation failed; see the compiler error output for details.\n",
    [":compileJava does not compile"],
    [],
  ],
  [
    "Maven, that does not compile",
    "[ERROR] COMPILATION ERROR : \n[ERROR] src/main/java/Ab.java:[1,17] reached end of file while parsing\n[INFO] 1 error\n[ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.10.1:compile on project ab: Compilation failure\n[ERROR] src/main/java/Ab.java:[1,17] reached end of file while parsing\n",
    ["src/main/java/Ab.java does not compile"],
    [0, 0, 0],
  ],
])("%s", (_what, output, failing, counts) => {
  const results = readResults(output, 1);
  expect(results.failing).toEqual(failing);
  const { passed, failed, skipped } = results.counts ?? {};
  expect([passed, failed, skipped].filter((count) => count !== undefined)).toEqual(counts);
  expect(results.notRun).toBeNull();
});

test("a green package of Swift Testing alone ran its tests, whatever XCTest says before them", () => {
  const xcTest = "\t Executed 0 tests, with 0 failures (0 unexpected) in 0.000 (0.001) seconds\n";
  const newer = "✔ Test run with 3 tests in 1 suite passed after 0.002 seconds.\n";
  expect(readResults(xcTest + newer, 0)).toMatchObject({ noTests: false, testsFail: false, counts: { passed: 3 } });
  expect(readResults(xcTest, 0)).toMatchObject({ noTests: true });
  expect(readResults(xcTest + newer.replace("3 tests in 1 suite", "0 tests"), 0)).toMatchObject({ noTests: true });
});

test.each([
  ["The cypress npm package is installed, but the Cypress binary is missing.\n", "browser"],
  ["Your system is missing the dependency: Xvfb\n", "browser"],
  ["Cypress could not verify that this server is running:\n\n  > http://localhost:3000\n", "start what it connects to"],
])("%s: cypress could not run here", (output, next) => {
  expect(readResults(output, 1).notRun?.next).toContain(next);
});
