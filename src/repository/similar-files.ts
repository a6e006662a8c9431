import { extensionOf, folderOf, nameOf } from "../core/path.ts";
import type { FileTree } from "./file-tree.ts";

/** Files that a new file will probably resemble: they say what it is likely to import. */
const maxKin = 6;

/** The files beside a path that are most like it: same extension, then the longest common end and start of the name. */
export function similarFiles(tree: Pick<FileTree, "filesIn">, path: string): string[] {
  const name = nameOf(path);
  const extension = extensionOf(path);
  const beside = tree.filesIn(folderOf(path)).filter((other) => other !== path && extensionOf(other) === extension);
  if (beside.length <= maxKin) return [...beside];
  return beside
    .map((other) => ({ other, likeness: likeness(nameOf(other), name) }))
    .sort((a, b) => b.likeness - a.likeness || (a.other < b.other ? -1 : 1))
    .slice(0, maxKin)
    .map(({ other }) => other);
}

/** The end of a name says its role (`_test.go`, `.spec.ts`, `Controller.java`), so it counts more than the start. */
function likeness(a: string, b: string): number {
  return 2 * commonLength([...a].reverse(), [...b].reverse()) + commonLength([...a], [...b]);
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  const different = a.findIndex((char, at) => char !== b[at]);
  return different < 0 ? Math.min(a.length, b.length) : different;
}
