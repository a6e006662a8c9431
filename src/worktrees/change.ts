import { unsafeName } from "../core/unsafe-name.ts";
import { isLeftByTools, isLockfile } from "../ecosystems/known.ts";
import type { WorktreeChange } from "../git/worktree-changes.ts";

/** Hosting services refuse files of 100 MB; a little is left for what encoding adds. */
export const mostBytes = 95 * 1024 * 1024;

/** One path that differs from the base, wherever below the worktree it lies. */
export interface Change extends WorktreeChange {
  /** A check of the run writes it, too: nobody's work. */
  byCheck?: true;
  /** It lies in a submodule: no commit of this repository can hold it. */
  submodule?: true;
  /** It was left on another branch or in a stash of the worktree's, and is not among its files. */
  stray?: true;
}

/** Whether it is told and held aside, and no part of what the story's commit may take. */
export function isAside({ submodule, stray }: Change): boolean {
  return submodule === true || stray === true;
}

/** Whether a commit can hold it as it is. */
export function fitsCommit({ node, bytes, path, kind }: Change): boolean {
  return (node === "file" || node === "symlink") && bytes <= mostBytes && unsafeName(path, kind === "added") === null;
}

/** The paths of changes that a commit of this repository can hold. */
export function committed(changes: readonly Change[]): string[] {
  return changes.filter((change) => !isAside(change) && fitsCommit(change)).map(({ path }) => path);
}

/** The paths of changes that are no part of a story's commit, and are held for the person. */
export function leftAside(changes: readonly Change[]): string[] {
  const isHidden = (change: Change) => change.ignored === true && change.byCheck !== true && fitsCommit(change);
  return changes.filter((change) => isAside(change) || isHidden(change)).map(({ path }) => path);
}

/** Files that programs leave behind on their own: not a story's work unless its surface names them. */
type LeftOut = "lockfile" | "build output" | "editor file";

const editorFolders = new Set([".idea", ".vscode", ".vs", ".fleet", ".zed", ".history"]);
const editorFile = /(^\.DS_Store$|^Thumbs\.db$|^\.?#.*|~$|\.sw[a-p]$|\.orig$|\.rej$|\.iml$|\.code-workspace$)/;

/** What kind of left-over a path is, or `null` when it may be somebody's work. `tracked`: the base has it. */
export function leftOutKind(path: string, tracked: boolean): LeftOut | null {
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  if (isLockfile(path)) return "lockfile";
  if (editorFile.test(name) || parts.slice(0, -1).some((part) => editorFolders.has(part))) return "editor file";
  // A folder called "dist" or "deps" that is tracked holds sources or released files, and is looked at as such.
  return isLeftByTools(path) && !tracked ? "build output" : null;
}
