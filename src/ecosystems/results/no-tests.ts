import { plainText } from "../../text/plain.ts";

/** What test programs print when they ran nothing and end with success all the same. */
const nothingRan = [
  // node --test
  /^\s*(?:ℹ|#) tests 0$/m,
  // mocha, cypress
  /\b0 passing\b/,
  // jest, vitest and others, told to pass without tests
  /^\s*(?:\w+:\s*)?No tests? (?:files? )?found/im,
  // bun, Python's unittest
  /^Ran 0 tests\b/m,
  // deno, also as a task
  /^ok \| 0 passed\b/m,
  // pytest
  /\bcollected 0 items\b/,
  /^(?:=+ )?no tests ran\b/m,
  // cargo
  /^running 0 tests$/m,
  // go
  /\[no test files\]/,
  /\[no tests to run\]/,
  // Maven
  /^(?:\[\w+\] )?Tests run: 0,/m,
  /\bNo tests to run\b/i,
  /^(?:\[\w+\] )?Tests are skipped\.$/m,
  // Gradle
  /^> Task :\S*test\S* NO-SOURCE$/im,
  // .NET
  /\bNo test is available in\b/,
  /\btotal: 0, failed: 0, succeeded: 0\b/,
  // mix
  /\bThere are no tests to run\b/,
  // phpunit
  /\bNo tests executed\b/i,
  // ava, tap
  /\bNo tests to execute\b/i,
  /^1\.\.0(?: # no tests found)?$/m,
  // pnpm, turbo, nx and lerna, where no package is meant or none has such a script
  /^No projects matched the filters\b/m,
  /^None of the selected packages has a "test" script$/m,
  /\bNo tasks were (?:executed as part of this run|run)\b/,
  /\bNo (?:packages remain after filtering|packages found with the lifecycle script)\b/,
  // ctest, meson, automake
  /^No tests were found!!!$/m,
  /^No tests defined\.$/m,
  /^# TOTAL: +0$/m,
  // rspec, ExUnit, minitest, XCTest
  /^0 examples, 0 failures/m,
  /^0 tests, 0 failures/m,
  /^0 runs, 0 assertions/m,
  /\bExecuted 0 (?:of 0|tests)\b/,
  // Zig
  /^All 0 tests passed\.$/m,
  // behave, the family of Cucumber
  /^0 scenarios passed, 0 failed/m,
  /^(?:0|No) scenarios\n(?:0|No) steps$/m,
];

/** What they print for tests that ran, so that one empty package among others raises no alarm. */
const somethingRan = [
  /^\s*(?:ℹ|#) tests [1-9]/m,
  /\b[1-9]\d* (?:passing|passed|pass)\b/,
  /^Ran [1-9]\d* tests?\b/m,
  /^running [1-9]\d* tests?$/m,
  /^ok\s+[^\s|]+\s+(?:\d|\(cached\))(?!.*\[no tests to run\])/m,
  /^(?:\[\w+\] )?Tests run: [1-9]/m,
  /^> Task :\S*test(?: UP-TO-DATE| FROM-CACHE)?$/im,
  /\bPassed:\s+[1-9]/,
  /\bsucceeded: [1-9]/,
  /^OK \([1-9]\d* tests?\b/m,
  /^Tests: [1-9]\d*, Assertions:/m,
  /^(?:\d+ doctests?, )?[1-9]\d* (?:tests?|examples?|runs), \d+ (?:failures?|assertions)/m,
  /^1\.\.[1-9]/m,
  /\bExecuted [1-9]\d* (?:of \d+|tests?)\b/,
  /^\S+ +Test run with [1-9]\d* tests?\b/mu,
  /^\d+% tests passed, \d+ tests? failed out of [1-9]/m,
  /^Ok: +[1-9]/m,
  /^# TOTAL: +[1-9]/m,
  /^All [1-9]\d* tests passed\.$/m,
  /^[1-9]\d* scenarios? (?:passed|\()/m,
];

/** Whether a test program's output says that not one test was run. */
export function ranNoTests(output: string): boolean {
  const plain = plainText(output);
  return nothingRan.some((pattern) => pattern.test(plain)) && !somethingRan.some((pattern) => pattern.test(plain));
}
