import type { FileKind } from "../ecosystems/file-kind.ts";
import { particularWords } from "./general-words.ts";
import type { GoalText } from "./goal-text.ts";
import { isWorkVerb } from "./lexicon.ts";
import { extension } from "./mentions.ts";
import { stem } from "./tokens.ts";

/**
 * How many files of the goal's own kind carry a name that its title says: `test/res.send.js` for "the res.send tests".
 * A file that is called so as a whole comes before those that have the word among others. 0: the title says no such name.
 */
export function countNamesakes(
  goal: GoalText,
  files: readonly string[],
  kinds: readonly FileKind[],
  kind: FileKind,
): number {
  const names = goal.title.split(/[\s,;:()`"']+/).filter(isName);
  if (names.length === 0) return 0;
  const own = files.filter((_, index) => kinds[index] === kind).map((path) => ({ path, name: plainName(path) }));
  const found = new Set<string>();
  for (const said of names) {
    const keys = [keyOf(said), keyOf(said.replace(extension, ""))];
    const whole = own.filter(({ name }) => keys.includes(keyOf(name)));
    // An everyday word names a file only as a whole: "the testing chapter" is `testing.rst`.
    const isPlain = particularWords(said).length === 0 || isWorkVerb(said.toLowerCase());
    const among = () => (isPlain ? [] : own.filter(({ name }) => partsOf(name).includes(stem(said.toLowerCase()))));
    for (const { path } of whole.length > 0 ? whole : among()) found.add(path);
  }
  return found.size;
}

function isName(word: string): boolean {
  return word.replace(/[.!?]+$/, "").length >= 3 && !/^(?:tests?|specs?|docs?)$/i.test(word);
}

/** A file's name without what says that it is a test, and without its extensions. */
function plainName(path: string): string {
  return path
    .slice(path.lastIndexOf("/") + 1)
    .replace(/\.\w+$/, "")
    .replace(/^(?:tests?|spec)[_.-]|[._-]?(?:tests?|specs?)$/i, "");
}

function keyOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function partsOf(name: string): string[] {
  const words = name.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").toLowerCase();
  return (words.match(/[\p{L}\p{N}]+/gu) ?? []).map(stem);
}
