import type { Change } from "../../../src/worktrees/change.ts";

/** Files of a tree: content by path. */
export type Files = ReadonlyMap<string, string>;

export interface SimCommit {
  id: string;
  parent: string | null;
  files: Files;
}

export interface SimWorktree {
  path: string;
  base: string;
  files: Map<string, string>;
  /** It is not what was made any more. */
  replaced: boolean;
  /** It could not be given back. */
  jammed: boolean;
}

/** What survives the death of the process: repository, worktrees, the state folder's refs. */
export class World {
  readonly commits = new Map<string, SimCommit>();
  readonly refs = new Map<string, string>();
  readonly worktrees = new Map<string, SimWorktree>();
  #made = 0;

  constructor(files: Files) {
    this.commits.set("base", { id: "base", parent: null, files });
  }

  commit(parent: string, files: Files): string {
    this.#made += 1;
    const id = `c${this.#made}`;
    this.commits.set(id, { id, parent, files });
    return id;
  }

  files(commit: string): Files {
    return this.at(commit).files;
  }

  at(commit: string): SimCommit {
    const found = this.commits.get(commit);
    if (found === undefined) throw new Error(`No commit ${commit}`);
    return found;
  }

  /** The commit's history, itself first. */
  history(commit: string): string[] {
    const all: string[] = [];
    for (let one: string | null = commit; one !== null; one = this.at(one).parent) all.push(one);
    return all;
  }

  replace(path: string): void {
    const worktree = this.worktrees.get(path);
    if (worktree !== undefined) worktree.replaced = true;
  }

  newWorktree(base: string): SimWorktree {
    let number = 1;
    while (this.worktrees.has(`/w${number}`)) number += 1;
    const worktree = { path: `/w${number}`, base, files: new Map(this.files(base)), replaced: false, jammed: false };
    this.worktrees.set(worktree.path, worktree);
    return worktree;
  }
}

export function changedPaths(before: Files, after: Files): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}

/** What the simulated repository ignores. */
export const ignoredFolder = "ignored/";

/** The changed paths as an inspection tells them. */
export function changesOf(base: Files, files: Files): Change[] {
  return changedPaths(base, files).map((path) => {
    const kind = !files.has(path) ? "deleted" : base.has(path) ? "modified" : "added";
    const change = { path, kind, node: "file", bytes: 1, oid: null, leadsOut: false } as const;
    return path.startsWith(ignoredFolder) ? { ...change, ignored: true as const } : change;
  });
}

/** A three-way merge, file by file. */
export function mergeFiles(base: Files, ours: Files, theirs: Files): { files: Files; conflicts: string[] } {
  const files = new Map(ours);
  const conflicts: string[] = [];
  for (const path of changedPaths(base, theirs)) {
    const mine = ours.get(path);
    const other = theirs.get(path);
    if (mine !== base.get(path) && mine !== other) conflicts.push(path);
    else if (other === undefined) files.delete(path);
    else files.set(path, other);
  }
  return { files, conflicts };
}
