import { extensionOf, folderOf, nameOf } from "../../core/path.ts";
import { wordsIn } from "../../core/words.ts";

const codeExtensions = new Set(
  (
    "ts tsx mts cts js jsx mjs cjs vue svelte astro py pyi pyx go rs java kt kts scala groovy rb php zig " +
    "c h cc cpp cxx hh hpp hxx m mm cs swift ex exs"
  ).split(" "),
);

const testPath =
  /(^|\/)(tests?|__tests__|specs?|testdata|fixtures?|e2e|testing)(\/|$)|(^|\/)(test|conftest)[_.-]|[._-](test|spec|tests)\.|Tests?\.(java|kt|cs)$/i;

/** Whether a path is source code, of a program or of its tests. */
export function isCode(path: string): boolean {
  return codeExtensions.has(extensionOf(path));
}

/** Whether a path is a test, or lies among tests. */
export function isTest(path: string): boolean {
  return testPath.test(path);
}

/** What a file is about, the same for a source and its test: `resolver` for `resolver.test.ts`, `test_resolver.py`. */
export function subjectOf(path: string): string {
  const bare = nameOf(path)
    .replace(/\.(d\.)?[A-Za-z0-9]+$/, "")
    .replace(/[._-](tests?|spec)$/i, "")
    .replace(/^tests?[_-]/i, "")
    .replace(/(?<=[a-z])Tests?$/, "");
  const words = wordsIn(bare).join("");
  return words === "" ? bare : words;
}

/** The folders that a set of paths lies in. */
export function foldersOf(paths: Iterable<string>): Set<string> {
  return new Set([...paths].map(folderOf));
}
