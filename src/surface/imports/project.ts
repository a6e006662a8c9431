import { type FileTree, folderOf } from "../file-tree.ts";
import type { Ecosystem, ManifestFacts, Project } from "./language.ts";
import { ecosystemOf } from "./manifest.ts";

/** A repository as imports see it: its files, and what its manifests say. */
export function projectOf(tree: FileTree, manifests: ReadonlyMap<string, ManifestFacts>): Project {
  const folders = new Map<string, string>();
  // The shortest path wins: fixtures and vendored copies that repeat a name lie deeper.
  const paths = [...manifests.keys()].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  for (const path of paths) {
    const ecosystem = ecosystemOf(path);
    const name = manifests.get(path)?.name;
    if (ecosystem === null || name === undefined || name === null) continue;
    const key = `${ecosystem} ${name}`;
    if (!folders.has(key)) folders.set(key, folderOf(path));
  }
  return {
    tree,
    manifest: (path) => manifests.get(path) ?? null,
    packageFolder: (ecosystem: Ecosystem, name: string) => folders.get(`${ecosystem} ${name}`) ?? null,
  };
}
