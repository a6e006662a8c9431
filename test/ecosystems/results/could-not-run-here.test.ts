import { expect, test } from "bun:test";
import { judgeBeside } from "../../../src/conduct/compare-with-base.ts";
import type { CheckFacts } from "../../../src/core/check.ts";
import { verdictOfCheck } from "../../../src/core/check.ts";
import { readResults } from "../../../src/ecosystems/results/read-results.ts";

/** What is printed where something around a check is missing, how it ends, the line that tells, and what its next step names. */
const cases: [what: string, output: string, exit: number, why: string, next: string][] = [
  [
    "a C library that is too old",
    "app: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by app)\n",
    1,
    "GLIBC_2.38",
    "GLIBC_2.38",
  ],
  [
    "a library that is missing",
    "tool: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory\n",
    127,
    "libpq.so.5",
    "libpq.so.5",
  ],
  [
    "a module of machine code for another Node",
    "Error: The module 'x.node'\nwas compiled against a different Node.js version using\nNODE_MODULE_VERSION 108.\n",
    1,
    "compiled against",
    "anew",
  ],
  ["engines, npm", "npm error code EBADENGINE\nnpm error engine Unsupported engine\n", 1, "EBADENGINE", "version"],
  [
    "engines, pnpm",
    " ERR_PNPM_UNSUPPORTED_ENGINE  Unsupported environment (bad pnpm and/or Node.js version)\n",
    1,
    "UNSUPPORTED_ENGINE",
    "version",
  ],
  [
    "a program that npx would fetch, and finds nowhere",
    "npm error code E404\nnpm error 404 Not Found - GET https://registry.npmjs.org/tone-runner\n",
    1,
    "404 Not Found",
    "tone-runner is missing",
  ],
  [
    "a wrapper without its jar file",
    "Error: Could not find or load main class org.gradle.wrapper.GradleWrapperMain\nCaused by: java.lang.ClassNotFoundException: x\n",
    1,
    "GradleWrapperMain",
    "jar file",
  ],
  ["an interpreter that tox looks for", "ERROR: InterpreterNotFound: python2.7\n", 1, "python2.7", "python2.7"],
  [
    "the only session that nox would run",
    "nox > Running session t\nnox > Session t skipped: Python interpreter 3.5 not found.\n",
    0,
    "skipped",
    "install 3.5",
  ],
  [
    "engines, yarn 1",
    'error ab@1.0.0: The engine "node" is incompatible with this module. Expected version ">=30". Got "20.1.0"\n',
    1,
    "incompatible",
    "version",
  ],
  [
    "a package manager of another version",
    'error This project\'s package.json defines "packageManager": "yarn@4.1.0". However the current global version of Yarn is 1.22.22.\n',
    1,
    "packageManager",
    "4.1.0",
  ],
  [
    "corepack without a network",
    "Internal Error: Error when performing the request to https://registry.npmjs.org/pnpm/latest; for troubleshooting help\n",
    1,
    "Error when performing",
    "corepack",
  ],
  [
    "corepack that asks",
    "! Corepack is about to download https://registry.npmjs.org/pnpm/-/pnpm-9.0.0.tgz\n? Do you want to continue? [Y/n]\n",
    1,
    "about to download",
    "corepack",
  ],
  ["Ruby", "Your Ruby version is 3.1.2, but your Gemfile specified 3.3.0\n", 18, "3.3.0", "3.3.0"],
  [
    "Python",
    "ERROR: Package 'ab' requires a different Python: 3.11.2 not in '>=3.13'\n",
    1,
    "different Python",
    ">=3.13",
  ],
  [
    "Rust",
    "error: package `ab v0.1.0` cannot be built because it requires rustc 1.99 or newer, while the currently active rustc version is 1.70.0\n",
    101,
    "rustc 1.99",
    "1.99",
  ],
  ["Go", "go: go.mod requires go >= 1.99 (running go 1.18; GOTOOLCHAIN=local)\n", 1, "go >= 1.99", "1.99"],
  ["Java", "error: release version 21 not supported\n", 1, "release version 21", "Java"],
  [
    "PHP",
    'Composer detected issues in your platform: Your Composer dependencies require a PHP version ">= 8.3.0".\n',
    104,
    "PHP version",
    "8.3.0",
  ],
  [
    "Elixir",
    "** (Mix) You're trying to run :ab on Elixir v1.14.0 but it has declared in its mix.exs file it supports only Elixir ~> 1.18\n",
    1,
    "v1.14.0",
    "1.18",
  ],
  [
    "Xcode's licence",
    "You have not agreed to the Xcode license agreements. Please run 'sudo xcodebuild -license'\n",
    69,
    "Xcode license",
    "agree",
  ],
  [
    "Android's licences",
    "> Failed to install the following Android SDK packages as some licences have not been accepted.\nYou have not accepted the license agreements of the following SDK components\n",
    1,
    "license agreements",
    "agree",
  ],
  [
    "npx, which would ask",
    'npm error npx canceled due to missing packages and no YES option: ["vitest@3.0.0"]\n',
    1,
    "npx canceled",
    "vitest",
  ],
  [
    "a database, libpq",
    'connection to server at "127.0.0.1", port 5432 failed: Connection refused\n',
    1,
    "port 5432",
    "start",
  ],
  ["a database, Node", "Error: connect ECONNREFUSED 127.0.0.1:5432\n", 1, "ECONNREFUSED", "127.0.0.1:5432"],
  [
    "a database, Ecto",
    "** (DBConnection.ConnectionError) tcp connect (localhost:5432): connection refused - :econnrefused\n",
    1,
    "refused",
    "localhost:5432",
  ],
  [
    "a database, Go",
    "ping: dial tcp 127.0.0.1:3306: connect: connection refused\n",
    1,
    "127.0.0.1:3306",
    "127.0.0.1:3306",
  ],
  [
    "redis",
    "redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.\n",
    1,
    "Error 111",
    "localhost:6379",
  ],
  ["a database without us", 'FATAL:  role "runner" does not exist\n', 2, "role", "runner"],
  [
    "Docker that isn't running",
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n",
    1,
    "Docker daemon",
    "Docker",
  ],
  [
    "Docker that isn't ours",
    "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock\n",
    1,
    "Docker daemon socket",
    "Docker",
  ],
  ["a port in use, Node", "Error: listen EADDRINUSE: address already in use :::3000\n", 1, "EADDRINUSE", "3000"],
  ["a port in use, Python", "OSError: [Errno 98] Address already in use\n", 1, "Errno 98", "port"],
  [
    "a port in use, Playwright",
    "Error: http://localhost:4173 is already used, make sure that nothing is running on the port/url\n",
    1,
    "already used",
    "4173",
  ],
  [
    "browsers",
    "browserType.launch: Executable doesn't exist at /root/.cache/ms-playwright/chromium-1/chrome\n",
    1,
    "Executable",
    "playwright install",
  ],
  ["no memory", "", 137, "killed", "memory"],
  ["no memory, with a word", "sh: line 1: 4242 Killed                  node test.js\n", 137, "Killed", "memory"],
  ["no memory, below make", "make: *** [Makefile:2: test] Error 137\n", 2, "137", "memory"],
  [
    "no memory, below npm",
    "npm error path /w\nnpm error command failed\nnpm error signal SIGKILL\n",
    1,
    "SIGKILL",
    "memory",
  ],
  [
    "no memory, cargo",
    "error: could not compile `ab` (lib)\n\nCaused by:\n  process didn't exit successfully: `rustc` (signal: 9, SIGKILL: kill)\n",
    101,
    "SIGKILL",
    "memory",
  ],
  ["a task of mix", '** (Mix) The task "credo" could not be found\n', 1, "credo", "credo"],
  ["a task of rake", "rake aborted!\nDon't know how to build task 'spec' (See the list)\n", 1, "'spec'", "spec"],
  ["a task of Gradle", "* What went wrong:\nTask 'check2' not found in root project 'ab'.\n", 1, "check2", "check2"],
  ["a session of nox", "nox > Error while collecting sessions.\nnox > Sessions not found: lint\n", 3, "lint", "lint"],
  ["a script of yarn 2", 'Usage Error: Couldn\'t find a script named "test".\n', 1, "test", "test"],
];

const facts = (output: string, exitCode: number): CheckFacts => {
  const { failing, counts, notRun } = readResults(output, exitCode);
  const ok = exitCode === 0 && notRun === null;
  const verdict = ok ? "passed" : notRun === null ? "failed" : "not_run";
  const said = { why: notRun?.why ?? null, next: notRun?.next ?? null };
  return { command: "check", ok, ms: 1, verdict, failing, counts, exitCode, tail: output, ...said };
};

test.each(cases)(
  "%s: it could not run, which is nobody's fault where the base has the same",
  (...[, output, exit, why, next]) => {
    const here = facts(output, exit);
    expect(here.why).toContain(why);
    expect(here.next).toContain(next);
    expect(verdictOfCheck(judgeBeside(here, here))).toBe("not_run");
    // What could run before is the work's.
    const before = facts("Ran 4 tests in 0.1s\n\nOK\n", 0);
    expect(judgeBeside(here, before)).toMatchObject({ verdict: "failed" });
  },
);

const refused = "Error: connect ECONNREFUSED 127.0.0.1:5432";

test("where each test fails for want of one thing nothing could run; where some hold, the others fail", () => {
  const all = `  0 passing (9ms)\n  2 failing\n\n  1) db\n       a:\n     ${refused}\n\n  2) db\n       b:\n     ${refused}\n`;
  expect(facts(all, 2)).toMatchObject({ verdict: "not_run", why: refused });
  expect(facts(all.replace("0 passing", "3 passing"), 2)).toMatchObject({ verdict: "failed", why: null });
  const browsers =
    "Running 1 test using 1 worker\n\n  1) ab.spec.js:3:1 › a holds ──────\n\n    Error: browserType.launch: Executable doesn't exist at /c/chrome\n\n  1 failed\n    ab.spec.js:3:1 › a holds\n";
  expect(facts(browsers, 1)).toMatchObject({ verdict: "not_run" });
});

test("unittest's files that can't be loaded for want of a package did not run", () => {
  const output = `${"=".repeat(70)}\nERROR: test_ab (unittest.loader._FailedTest.test_ab)\n${"-".repeat(70)}\nModuleNotFoundError: No module named 'requests'\n\nRan 1 test in 0.000s\n\nFAILED (errors=1)\n`;
  expect(facts(output, 1)).toMatchObject({
    verdict: "not_run",
    why: "ModuleNotFoundError: No module named 'requests'",
  });
  expect(facts(output.replace(/Module.*/, "SyntaxError: '(' was never closed"), 1)).toMatchObject({
    verdict: "failed",
  });
});
