/** What test programs print when they ran nothing and end with success all the same. */
const nothingRan = [
  /^\s*(?:ℹ|#) tests 0$/m,
  /\b0 passing\b/,
  /^No tests? (?:files? )?found/im,
  /^Ran 0 tests\b/m,
  /\bcollected 0 items\b/,
  /^running 0 tests$/m,
  /\[no test files\]/,
  /\[no tests to run\]/,
  /^Tests run: 0,/m,
  /\bNo tests executed\b/i,
  /\bNo tests to execute\b/i,
];

/** What they print for tests that ran, so that one empty package among others is no alarm. */
const somethingRan = [
  /^\s*(?:ℹ|#) tests [1-9]/m,
  /\b[1-9]\d* (?:passing|passed|pass)\b/,
  /^Ran [1-9]\d* tests?\b/m,
  /^running [1-9]\d* tests?$/m,
  /^ok\s+\S+\s+(?:\d|\(cached\))(?!.*\[no tests to run\])/m,
  /^Tests run: [1-9]/m,
];

/** Whether a test program's output says that not one test was run. */
export function ranNoTests(output: string): boolean {
  return nothingRan.some((pattern) => pattern.test(output)) && !somethingRan.some((pattern) => pattern.test(output));
}
