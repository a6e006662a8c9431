import { folderOf, nameOf } from "../../core/path.ts";
import { wordsIn } from "../../core/words.ts";
import { withoutTestMarks } from "../../ecosystems/file-kind.ts";

/** What a file is about, the same for a source and its test: `resolver` for `resolver.test.ts`, `test_resolver.py`. */
export function subjectOf(path: string): string {
  const bare = withoutTestMarks(nameOf(path).replace(/\.(d\.)?[A-Za-z0-9]+$/, ""));
  const words = wordsIn(bare).join("");
  return words === "" ? bare : words;
}

/** The folders that a set of paths lies in. */
export function foldersOf(paths: Iterable<string>): Set<string> {
  return new Set([...paths].map(folderOf));
}
