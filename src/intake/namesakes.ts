import type { FileKind } from "../ecosystems/file-kind.ts";
import type { GoalText } from "./goal-text.ts";
import { extension } from "./lists.ts";
import { nameKey } from "./name-key.ts";
import { stem } from "./tokens.ts";

/** How many files of the goal's own kind are called what its title says: `test/res.send.js` for "the res.send tests". */
export function countNamesakes(
  goal: GoalText,
  files: readonly string[],
  kinds: readonly FileKind[],
  kind: FileKind,
): number {
  const said = goal.title.split(/[\s,;:()`"']+/).map((word) => word.replace(/[.!?]+$/, ""));
  const names = said.filter((word) => word.length >= 3 && !/^(?:tests?|specs?|docs?)$/i.test(word));
  const keys = new Set(names.flatMap((word) => [word, word.replace(extension, ""), ownName(word)].map(keyOf)));
  return files.filter((path, index) => kinds[index] === kind && keys.has(keyOf(plainName(path)))).length;
}

function plainName(path: string): string {
  return ownName(path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, ""));
}

/** A file's name without its extension and without what says that it is a test. */
function ownName(name: string): string {
  return name.replace(extension, "").replace(/^(?:tests?|spec)[_.-]|[._-]?(?:tests?|specs?)$/i, "");
}

function keyOf(name: string): string {
  return stem(nameKey(name));
}
