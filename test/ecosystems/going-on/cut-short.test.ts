import { expect, test } from "bun:test";
import { cutShortBy } from "../../../src/ecosystems/going-on/cut-short.ts";

const makefile = "test: lint\n\t./a \\\n\t  more\n\t# and\n\t./b\n\nlint:\n\t./lint\nalone: lint\n\nother:\n\t./x\n";
const justfile = "test:\n    ./a\n    ./b\n\nlint:\n    ./lint\n";
const files: Record<string, string> = { Makefile: makefile, justfile };

test.each<[output: string, expected: string | null]>([
  ["make: *** [Makefile:2: test] Error 1\n", "line 2 of Makefile"],
  ["make: *** [Makefile:5: test] Error 1\n", null],
  [
    "make: *** [Makefile:8: lint] Error 1\nmake: Target 'test' not remade because of errors.\n",
    "what `test` waits for",
  ],
  ["make: *** [Makefile:8: lint] Error 1\nmake: Target 'alone' not remade because of errors.\n", null],
  ["error: Recipe `test` failed on line 2 with exit code 1\n", "line 2 of the recipe test"],
  ["error: recipe `test` failed on line 3 with exit code 1\n", null],
  ["not ok 1 - a\nBail out! No server\n", "Bail out! No server"],
  ["!!!!!!!!! stopping after 1 failures !!!!!!!!!\n", "stopping after 1 failures"],
  ["Test Suites: 1 failed, 1 of 3 total\n", "Test Suites: 1 failed, 1 of 3 total"],
  ["Test Suites: 1 failed, 2 passed, 3 total\n", null],
  ["  1 failed\n  3 did not run\n", "3 did not run"],
  ["[INFO] core ......... FAILURE [ 1 s]\n[INFO] web .......... SKIPPED\n", "[INFO] web .......... SKIPPED"],
  ["3 failed, 5 passed\n", null],
])("cutShortBy(%j)", (output, expected) => {
  expect(cutShortBy(output, (file) => files[file] ?? "")).toBe(expected);
});
