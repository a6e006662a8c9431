import { folderOf, foldersUp, nameOf } from "../core/path.ts";

/** The files of a commit, indexed for looking up what an import can mean. */
export class FileTree {
  readonly paths: ReadonlySet<string>;
  #byFolder: Map<string, string[]> | null = null;
  #byName: Map<string, string[]> | null = null;
  #foldersByName: Map<string, string[]> | null = null;

  constructor(paths: ReadonlySet<string>) {
    this.paths = paths;
  }

  has(path: string): boolean {
    return this.paths.has(path);
  }

  hasFolder(folder: string): boolean {
    return this.#folders().has(folder);
  }

  /** The files directly in a folder; `""` is the root. */
  filesIn(folder: string): readonly string[] {
    return this.#folders().get(folder) ?? [];
  }

  /** Every file of this name, wherever it lies. */
  named(name: string): readonly string[] {
    if (this.#byName === null) this.#byName = groupBy(this.paths, nameOf);
    return this.#byName.get(name) ?? [];
  }

  /** Every folder of this name that holds a file, wherever it lies. */
  foldersNamed(name: string): readonly string[] {
    if (this.#foldersByName === null) this.#foldersByName = groupBy(this.#folders().keys(), nameOf);
    return this.#foldersByName.get(name) ?? [];
  }

  #folders(): Map<string, string[]> {
    if (this.#byFolder === null) this.#byFolder = groupBy(this.paths, folderOf);
    return this.#byFolder;
  }
}

const trees = new WeakMap<ReadonlySet<string>, FileTree>();

/** The tree of these paths; one and the same for one and the same set, since its indexes take a while to build. */
export function treeOf(paths: ReadonlySet<string>): FileTree {
  const tree = trees.get(paths) ?? new FileTree(paths);
  trees.set(paths, tree);
  return tree;
}

/** Those of the paths that share the most folders with `from`. */
export function nearestTo(from: string, paths: readonly string[]): string[] {
  if (paths.length < 2) return [...paths];
  const above = foldersUp(folderOf(from)).find((folder) => paths.some((path) => isBelow(path, folder))) ?? "";
  return paths.filter((path) => isBelow(path, above));
}

function isBelow(path: string, folder: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}

function groupBy(paths: Iterable<string>, keyOf: (path: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const key = keyOf(path);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [path]);
    else group.push(path);
  }
  return groups;
}
