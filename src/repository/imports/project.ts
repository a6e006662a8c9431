import { folderOf, nameOf } from "../../core/path.ts";
import type { FileTree } from "../file-tree.ts";
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
  const settings = Map.groupBy(paths.filter(isSetting), folderOf);
  for (const group of settings.values()) group.sort((a, b) => rank(a) - rank(b));
  return {
    tree,
    manifest: (path) => manifests.get(path) ?? null,
    settingsIn: (folder) => settings.get(folder) ?? [],
    packageFolder: (ecosystem: Ecosystem, name: string) => folders.get(`${ecosystem} ${name}`) ?? null,
  };
}

/** Whether a manifest can say what a name stands for. */
function isSetting(path: string): boolean {
  return isCompilerSetting(nameOf(path)) || settings.includes(nameOf(path));
}

/** `tsconfig.json`, and others beside it such as `tsconfig.app.json`. */
export function isCompilerSetting(name: string): boolean {
  return /^[jt]sconfig(\.[\w.-]+)?\.json$/.test(name);
}

const settings = ["tsconfig.json", "jsconfig.json", "deno.json", "deno.jsonc", "import_map.json", "package.json"];

/** Settings of other names come last: they are of one build out of several. */
function rank(path: string): number {
  const known = settings.indexOf(nameOf(path));
  return known < 0 ? settings.length : known;
}
