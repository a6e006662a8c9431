import type { FileTree } from "../file-tree.ts";

/** What an import leads to: a file at the base, or a folder whose files are one unit (a package, a crate). */
export interface ImportTarget {
  path: string;
  kind: "file" | "package";
}

/** What resolving needs to know about the repository besides its file names. */
export interface Project {
  tree: FileTree;
  /** The facts of a manifest or compiler configuration at exactly this path. */
  manifest(path: string): ManifestFacts | null;
  /** The configurations of a folder that can give names to its files, the one to ask first at the front. */
  settingsIn(folder: string): readonly string[];
  /** The folder of the package that goes by this name in its ecosystem. */
  packageFolder(ecosystem: Ecosystem, name: string): string | null;
}

export type Ecosystem = "npm" | "go" | "cargo" | "php";

/** The little of a manifest that imports depend on; plain data, so that it can be cached by content. */
export interface ManifestFacts {
  /** The package's own name: npm name, Go module path, crate name. */
  name: string | null;
  /** Alias to targets relative to the manifest's folder: tsconfig `paths`, import maps, psr-4. */
  aliases: Readonly<Record<string, readonly string[]>>;
  /** What the package's own entry points are, relative to its folder: `.` or `./sub` to one path for each condition. */
  entries: Readonly<Record<string, readonly string[]>>;
  /** Folder that bare imports start in (tsconfig `baseUrl`). */
  baseUrl: string | null;
  /** Other manifests that this one builds on, as they are written. */
  parents: readonly string[];
}

/**
 * How one language says that a file needs another. `scan` gives references as written (cached by content), `resolve`
 * what one can mean in this repository. Both are tolerant: what is not understood is left out, never an error.
 */
export interface Language {
  extensions: readonly string[];
  scan(text: string): string[];
  resolve(reference: string, from: string, project: Project): ImportTarget[];
}

/** The first of the candidates that is a file. */
export function firstFile(tree: FileTree, candidates: Iterable<string | null>): ImportTarget[] {
  for (const path of candidates) if (path !== null && tree.has(path)) return [{ path, kind: "file" }];
  return [];
}

/** All first groups of a pattern's matches. */
export function captures(text: string, pattern: RegExp): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(pattern)) {
    const value = match.slice(1).find((group) => group !== undefined);
    if (value !== undefined) found.push(value);
  }
  return found;
}
