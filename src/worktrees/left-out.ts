import { isLeftByTools, isLockfile } from "../ecosystems/known.ts";

/** Files that programs leave behind on their own: not a story's work unless its surface names them. */
export type LeftOut = "lockfile" | "build output" | "editor file";

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
