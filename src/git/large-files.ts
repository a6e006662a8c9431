import { lstat } from "node:fs/promises";
import { pathLines, placeBelow } from "../core/path-text.ts";
import { readPlain } from "../host/read-plain.ts";
import { findProgram } from "../host/spawn.ts";
import { type GitHost, git } from "./git.ts";
import { WorktreeTrouble } from "./place.ts";

/** A required filter whose program is missing would let no checkout succeed. */
export const pointersStay = [
  ["filter.lfs.required", "false"],
  ["filter.lfs.process", ""],
  ["filter.lfs.smudge", ""],
  ["filter.lfs.clean", ""],
] as const;

/** Whether git is told to keep large files by Git LFS's own program, which is not there. */
export function lacksLargeFiles(host: GitHost, settings: readonly (readonly [name: string, value: string])[]): boolean {
  const isAsked = settings.some(([name, value]) => /^filter\.lfs\./i.test(name) && /\bgit-lfs\b/.test(value));
  return isAsked && findProgram("git-lfs", host.env["PATH"]) === null;
}

const pointerStart = "version https://git-lfs.github.com/spec/";
/** No pointer is longer. */
const mostPointerBytes = 1024;

/**
 * Of large files whose program is not there only pointers are taken: a commit would have a file's content where everybody
 * else's has a pointer. Throws `WorktreeTrouble` for the first that is something else.
 */
export async function requirePointers(
  host: GitHost,
  worktree: string,
  paths: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const stdin = pathLines(paths);
  const fields = (await git(host, worktree, ["check-attr", "-z", "--stdin", "filter"], { env, stdin })).split("\0");
  const large = paths.filter((_path, at) => fields[3 * at + 2] === "lfs");
  for (const path of large) {
    if (await isPointer(placeBelow(worktree, path))) continue;
    throw new WorktreeTrouble(`${path} is kept in Git LFS, and git-lfs is not on the PATH: it can't be changed here`);
  }
}

/** What is gone, empty or no plain file needs none. */
async function isPointer(file: string | Buffer): Promise<boolean> {
  const stat = await lstat(file).catch(() => null);
  if (stat?.isFile() !== true || stat.size === 0) return true;
  return (await readPlain(String(file), mostPointerBytes))?.toString("latin1").startsWith(pointerStart) === true;
}
