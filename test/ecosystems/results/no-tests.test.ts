import { expect, test } from "bun:test";
import { execFileSync, spawnSync } from "node:child_process";
import { userInfo } from "node:os";
import { join } from "node:path";
import { ranNoTests } from "../../../src/ecosystems/results/no-tests.ts";
import { readResults } from "../../../src/ecosystems/results/read-results.ts";
import { scratchFolder, writeFiles } from "../../support/scratch.ts";

const rust = (count: number) =>
  `   Compiling x v0.1.0 (/x)\n\nrunning ${count} tests\n\ntest result: ok. ${count} passed; 0 failed; 0 ignored; 0 measured\n\n   Doc-tests x\n\nrunning 0 tests\n\ntest result: ok. 0 passed; 0 failed\n`;

test.each<[string, string]>([
  ["node, spec", "ℹ tests 0\nℹ suites 0\nℹ pass 0\n"],
  ["node, TAP", "TAP version 13\n1..0\n# tests 0\n# pass 0\n"],
  ["mocha", "\n\n  0 passing (1ms)\n\n"],
  ["jest", "No tests found, exiting with code 0\n"],
  ["vitest", "\nNo test files found, exiting with code 0\n"],
  ["playwright", "Error: No tests found\n"],
  ["bun", "a.test.ts:\n\n 0 pass\n 0 fail\nRan 0 tests across 1 file. [10.00ms]\n"],
  [
    "deno",
    "running 0 tests from ./a_test.ts\n\n\u001b[0m\u001b[32mok\u001b[0m | 0 passed | 0 failed \u001b[0m\u001b[38;5;245m(10ms)\u001b[0m\n",
  ],
  ["pytest", "collected 0 items\n\n============ no tests ran in 0.79s ============\n"],
  ["pytest, quiet", "\nno tests ran in 0.98s\n"],
  [
    "unittest",
    "\n----------------------------------------------------------------------\nRan 0 tests in 0.000s\n\nOK\n",
  ],
  ["cargo", rust(0)],
  ["go", "?   \texample.com/a\t[no test files]\n?   \texample.com/a/b\t[no test files]\n"],
  ["go, with a file that has none", "ok  \texample.com/a\t0.002s [no tests to run]\n"],
  ["Maven", "[INFO] Tests run: 0, Failures: 0, Errors: 0, Skipped: 0\n"],
  ["Maven, without a class", "[INFO] --- surefire:3.2.5:test (default-test) @ a ---\n[INFO] No tests to run.\n"],
  ["Gradle", "> Task :compileTestJava NO-SOURCE\n> Task :test NO-SOURCE\n\nBUILD SUCCESSFUL in 1s\n"],
  ["Gradle, a module", "> Task :app:testDebugUnitTest NO-SOURCE\n"],
  [".NET", "No test is available in /a/A.Tests.dll. Make sure that test discoverer & executors are registered\n"],
  [".NET's newer summary", "Test summary: total: 0, failed: 0, succeeded: 0, skipped: 0, duration: 0.2s\n"],
  ["mix", "There are no tests to run\n"],
  ["ExUnit", "Finished in 0.01 seconds\n0 tests, 0 failures\n"],
  ["phpunit", "No tests executed!\n"],
  ["zig", "All 0 tests passed.\n"],
  ["behave", "0 features passed, 0 failed, 1 skipped\n0 scenarios passed, 0 failed, 0 skipped\n"],
  ["godog", "\nNo scenarios\nNo steps\n8.132µs\n"],
  ["cucumber", "0 scenarios\n0 steps\n0m00.010s\n"],
  ["ctest", "Test project /x/build\nNo tests were found!!!\n"],
  ["Meson", "ninja: no work to do.\nNo tests defined.\n"],
  ["automake", "# TOTAL: 0\n# PASS:  0\n# FAIL:  0\n"],
  ["rspec", "No examples found.\n\nFinished in 0.0003 seconds\n0 examples, 0 failures\n"],
  ["minitest", "0 runs, 0 assertions, 0 failures, 0 errors, 0 skips\n"],
  ["Windows line ends", "Ran 0 tests in 0.000s\r\n\r\nOK\r\n"],
])("ranNoTests() hears %s say that nothing ran", (_name, output) => {
  expect(ranNoTests(output)).toBe(true);
});

test.each<[string, string]>([
  ["node", "# tests 3\n# pass 3\n"],
  ["mocha", "  12 passing (9ms)\n"],
  ["jest", "Tests:       2 passed, 2 total\n"],
  ["workspaces of which one is empty", "No tests found, exiting with code 0\n Tests  4 passed (4)\n"],
  ["bun", " 7 pass\n 0 fail\nRan 7 tests across 1 file.\n"],
  ["deno", "ok | 2 passed | 0 failed (3ms)\n"],
  [
    "deno, one file empty",
    "running 0 tests from ./a_test.ts\nrunning 2 tests from ./b_test.ts\nok | 2 passed | 0 failed\n",
  ],
  ["pytest", "collected 3 items\n\na.py ... [100%]\n\n=== 3 passed in 0.1s ===\n"],
  ["unittest", "Ran 1 test in 0.000s\n\nOK\n"],
  ["cargo, whose doc-tests are empty", rust(3)],
  ["go", "?   \ta\t[no test files]\nok  \ta/b\t0.002s\n"],
  ["go, from its cache", "?   \ta\t[no test files]\nok  \ta/b\t(cached)\n"],
  ["Maven, one module empty", "[INFO] No tests to run.\n[INFO] Tests run: 4, Failures: 0, Errors: 0\n"],
  ["Gradle, one module empty", "> Task :a:test NO-SOURCE\n> Task :b:test\n"],
  [
    ".NET, one project empty",
    "No test is available in /a.dll.\nPassed!  - Failed:     0, Passed:     3, Skipped:     0\n",
  ],
  ["an umbrella of mix", "==> a\nThere are no tests to run\n==> b\n1 doctest, 2 tests, 0 failures\n"],
  ["phpunit", "OK (3 tests, 4 assertions)\n"],
  ["rspec", "2 examples, 0 failures\n"],
  ["minitest", "3 runs, 5 assertions, 0 failures\n"],
  ["a script of one's own", "all fine\n"],
  ["a build", ""],
])("ranNoTests() leaves %s alone", (_name, output) => {
  expect(ranNoTests(output)).toBe(false);
});

/** What a program of this machine really prints. */
function printed(cwd: string, program: string, args: string[]): { output: string; status: number | null } {
  // A test runner that runs below another one reports to it.
  const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
  const { stdout, stderr, status } = spawnSync(program, args, { cwd, encoding: "utf8", env });
  return { output: stdout + stderr, status };
}

const bin = join(import.meta.dir, "../../../node_modules/.bin");

test.each<[string, string, string[], Record<string, string>, Record<string, string>]>([
  ["node", "node", ["--test"], { "a.txt": "" }, { "a.test.mjs": "import test from 'node:test'; test('a', () => {});" }],
  [
    "bun",
    join(bin, "bun"),
    ["test"],
    { "a.test.ts": "" },
    { "a.test.ts": "import { test } from 'bun:test'; test('a', () => {});" },
  ],
  [
    "unittest",
    "python3",
    ["-m", "unittest", "discover"],
    { "test_a.py": "" },
    { "test_a.py": "import unittest\nclass A(unittest.TestCase):\n  def test_a(self): pass\n" },
  ],
])("ranNoTests() tells an empty run of %s from a real one", (_name, program, args, empty, full) => {
  using folder = scratchFolder();
  writeFiles(folder.path, empty);
  const nothing = printed(folder.path, program, args);
  expect(nothing.output).not.toBe("");
  expect(ranNoTests(nothing.output)).toBe(true);
  writeFiles(folder.path, full);
  const something = printed(folder.path, program, args);
  expect(something.status).toBe(0);
  expect(ranNoTests(something.output)).toBe(false);
});

test.skipIf(Bun.which("cargo") === null)("ranNoTests() tells an empty run of cargo from a real one", () => {
  using folder = scratchFolder();
  writeFiles(folder.path, {
    "Cargo.toml": '[package]\nname = "a"\nversion = "0.1.0"\nedition = "2021"\n',
    "src/lib.rs": "",
  });
  const cargo = () =>
    execFileSync("cargo", ["test", "--offline"], {
      cwd: folder.path,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, HOME: userInfo().homedir },
    });
  expect(ranNoTests(cargo())).toBe(true);
  writeFiles(folder.path, { "src/lib.rs": "#[test]\nfn a() {}\n" });
  expect(ranNoTests(cargo())).toBe(false);
});

test("a session that is left out beside one that ran is no reason to ask for more", () => {
  const nox = (last: string) =>
    `nox > Session a skipped: Python interpreter 3.5 not found.\nnox > Session b ${last}.\n`;
  expect(readResults(nox("was successful"), 0).notRun).toBeNull();
  expect(readResults(nox("skipped: no"), 0).notRun).not.toBeNull();
});
