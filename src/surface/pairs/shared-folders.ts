import { folderOf } from "../../core/path.ts";
import { isTest } from "../../ecosystems/file-kind.ts";
import { common } from "./shared-names.ts";
import { type StorySurface, subjectOf } from "./story-surface.ts";

/**
 * The folders that two stories both write code in. Where all tests lie in one folder it is no place that they share: it
 * counts if both write tests alone, or tests of one thing.
 */
export function sharedFolders(a: StorySurface, b: StorySurface): string[] {
  return common(a.code.folders, b.code.folders).filter((folder) => {
    const [one, other] = [codeIn(folder, a), codeIn(folder, b)];
    if (!one.every(isTest) || !other.every(isTest)) return true;
    if (a.sources.length === 0 && b.sources.length === 0) return true;
    const subjects = new Set(one.map(subjectOf));
    return other.some((path) => subjects.has(subjectOf(path)));
  });
}

function codeIn(folder: string, { code }: StorySurface): string[] {
  return code.paths.filter((path) => folderOf(path) === folder);
}
