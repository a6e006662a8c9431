import { constants, copyFile, lstat, mkdir, readlink, symlink } from "node:fs/promises";
import { dirname, isAbsolute, join, relative } from "node:path";
import type { GitHost } from "../../git/git.ts";
import { git, tryGit } from "../../git/git.ts";
import { findPlainText } from "../../host/read-plain.ts";
import { sizeText } from "../../text/units.ts";
import { atMost } from "./at-most.ts";

export const includeFile = ".worktreeinclude";

/** More than this is not just settings and secrets, and would be copied for every story. */
const mostFiles = 2_000;
const mostBytes = 100 * 1024 * 1024;

export interface Included {
  /** Relative to the root; regular files, and links that stay within the repository. */
  paths: string[];
  notices: string[];
}

/**
 * The ignored files of the person's checkout that its `.worktreeinclude` names. A tracked file comes with the commit, and
 * one that is neither may be somebody's unfinished work: both are left out.
 */
export async function listIncluded(host: GitHost, root: string, skip: (path: string) => boolean): Promise<Included> {
  const patterns = findPlainText(join(root, includeFile)) ?? "";
  if (patterns.trim() === "") return { paths: [], notices: [] };
  const args = ["ls-files", "-z", "--others", "--ignored", `--exclude-from=${includeFile}`];
  const named = (await git(host, root, args)).split("\0").filter((path) => path !== "" && !skip(path));
  const ignored = await onlyIgnored(host, root, named);
  const looked = await atMost(32, ignored, (path) => look(root, path));
  const files = looked.filter((one) => one.kind !== "other");
  const refused = files.filter((one) => one.kind === "leads-out").map(({ path }) => path);
  const usable = files.filter((one) => one.kind !== "leads-out");
  const bytes = usable.reduce((sum, one) => sum + one.bytes, 0);
  const notices = refused.map((path) => `${path} of ${includeFile} is not copied: it is a link out of the repository`);
  if (usable.length <= mostFiles && bytes <= mostBytes) return { paths: usable.map(({ path }) => path), notices };
  const size = `${usable.length} files with ${sizeText(bytes)}`;
  notices.push(`Nothing of ${includeFile} is copied: it names ${size}, and every story would get them`);
  return { paths: [], notices };
}

async function onlyIgnored(host: GitHost, root: string, paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  // Exit code 1: none of them is ignored.
  const result = await tryGit(host, root, ["check-ignore", "-z", "--stdin"], { stdin: `${paths.join("\0")}\0` });
  return result.stdout
    .toString("utf8")
    .split("\0")
    .filter((path) => path !== "");
}

type Look = { path: string; kind: "file" | "link" | "leads-out" | "other"; bytes: number };

async function look(root: string, path: string): Promise<Look> {
  const stat = await lstat(join(root, path)).catch(() => null);
  if (stat?.isFile() === true) return { path, kind: "file", bytes: stat.size };
  if (stat?.isSymbolicLink() !== true) return { path, kind: "other", bytes: 0 };
  const target = await readlink(join(root, path));
  const end = relative(".", join(dirname(path), target));
  const leadsOut = isAbsolute(target) || end === ".." || end.startsWith("../") || /^\.git(\/|$)/i.test(end);
  return { path, kind: leadsOut ? "leads-out" : "link", bytes: 0 };
}

/** Copies included files into a worktree; what is there already stays. Nothing is written through a link. */
export async function copyIncluded(root: string, worktree: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (!(await hasPlainFolders(worktree, path))) continue;
    await mkdir(join(worktree, dirname(path)), { recursive: true });
    await copyOne(join(root, path), join(worktree, path)).catch((error: NodeJS.ErrnoException) => {
      // Gone since it was listed, or the commit brings a file of that name.
      if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
    });
  }
}

async function copyOne(from: string, to: string): Promise<void> {
  const stat = await lstat(from);
  if (stat.isSymbolicLink()) return symlink(await readlink(from), to);
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
}

/** A folder on the way may be a link in the commit that is checked out. */
async function hasPlainFolders(worktree: string, path: string): Promise<boolean> {
  const parts = path.split("/");
  for (let depth = 1; depth < parts.length; depth++) {
    const stat = await lstat(join(worktree, ...parts.slice(0, depth))).catch(() => null);
    if (stat === null) return true;
    if (!stat.isDirectory()) return false;
  }
  return true;
}
