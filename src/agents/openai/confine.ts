import { lstatSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { ToolFailure } from "./tool.ts";

/**
 * The real place of a path that the model named, which must lie in the worktree whatever symbolic links are on the way.
 * `root` is a real path, `cwd` a folder of it that paths are from. Throws `ToolFailure` for any way out.
 */
export function confine(root: string, path: string, cwd = root): string {
  if (path.includes("\0")) throw new ToolFailure(`Cannot use path "${path.replaceAll("\0", "\\0")}": it holds a NUL`);
  const absolute = resolve(cwd, path);
  if (!isBelow(root, absolute)) throw outside(path);
  const real = realPlace(absolute, path);
  if (!isBelow(root, real)) throw outside(path);
  return real;
}

/** As `confine`, for a path that is about to be written. */
export function confineForWriting(root: string, path: string, cwd = root): string {
  const real = confine(root, path, cwd);
  const parts = relative(root, real).split(sep);
  // A file system that ignores case has only one `.git`, however it is written.
  if (parts.some((part) => part.toLowerCase() === ".git")) {
    throw new ToolFailure(`Cannot write "${path}": .git belongs to git`);
  }
  if (real === root) throw new ToolFailure(`Cannot write "${path}": it is the worktree itself`);
  return real;
}

/** The path as seen from `cwd`, for people; `null` when it isn't in the worktree. Looks at nothing. */
export function repositoryPath(root: string, path: string, cwd = root): string | null {
  const absolute = resolve(cwd, path);
  return isBelow(root, absolute) ? relative(cwd, absolute).split(sep).join("/") || "." : null;
}

/** Resolves the links of the nearest ancestor that exists; what doesn't exist yet can't be a link. */
function realPlace(absolute: string, named: string): string {
  const missing: string[] = [];
  for (let current = absolute; ; current = dirname(current)) {
    if (exists(current)) {
      try {
        return join(realpathSync(current), ...missing);
      } catch {
        // Writing through a dangling link would make the file that it points to.
        throw new ToolFailure(`Cannot use path "${named}": it goes through a symbolic link that leads nowhere`);
      }
    }
    missing.unshift(current.slice(dirname(current).length).replace(/^[/\\]/, ""));
    if (dirname(current) === current) return absolute;
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    // A file used as a folder: the path below it doesn't exist, and making it fails with a clear error.
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    throw error;
  }
}

function isBelow(root: string, absolute: string): boolean {
  const path = relative(root, absolute);
  return path === "" || !(path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path));
}

function outside(path: string): ToolFailure {
  return new ToolFailure(`Cannot use path "${path}": it is outside the worktree`);
}
