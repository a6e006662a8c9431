import { type Dirent, readdirSync, type Stats, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { BaroError } from "../core/error.ts";
import { findPlainText } from "../host/read-plain.ts";
import { gitFolders, repositoryRoot } from "../settings/repository-root.ts";

/** What git opens in its own folder by itself, whatever it is asked. */
const openedByGit = [
  ...["HEAD", "config", "config.worktree", "commondir", "packed-refs", "shallow", "index"],
  ...["info/exclude", "info/attributes", "info/sparse-checkout", "info/grafts", "objects/info/alternates"],
  ...["objects/info/commit-graph", "objects/info/commit-graphs/commit-graph-chain"],
];

/** Folders of which it opens every file, and what lies below those of `refs`. */
const openedWhole = ["refs", "objects/pack"];
/** So deep nobody's references lie. */
const deepest = 20;

/** Throws `no-repository` where git would wait for ever: for a pipe or a device in the place of a file of its own. */
export function requireReadableGit(cwd: string): void {
  const root = repositoryRoot(cwd);
  if (root === null) return;
  const require = (path: string, name: string) => {
    const stat = lookAt(path);
    const what = stat === null ? null : whatBlocks(stat, name);
    if (what === null) return;
    const said = `Cannot look at "${root}": "${relative(root, path)}" is ${what}`;
    throw new BaroError("no-repository", said, { hint: `Remove "${path}"` });
  };
  for (const folder of gitFolders(root)) {
    const names = [...openedByGit, ...openedWhole.flatMap((name) => oddBelow(folder, name, deepest))];
    for (const name of names) require(join(folder, name), name);
    // Only now: it is a file.
    for (const name of ["config", "config.worktree"]) namedIn(join(folder, name), (path) => require(path, path));
  }
}

/** Files that a settings file has git open whatever it is asked, those of the files that it includes among them. */
function namedIn(file: string, require: (path: string) => void, depth = deepestInclude): void {
  const text = findPlainText(file) ?? "";
  for (const [, key = "", quoted, plain = ""] of text.matchAll(opened)) {
    const named = (quoted ?? plain).trim().replace(/^~(?=\/)/, homedir());
    if (named === "") continue;
    const path = resolve(dirname(file), named);
    require(path);
    if (key.toLowerCase() === "path" && depth > 0) namedIn(path, require, depth - 1);
  }
}

/** `include.path` and the like, on a line of their own or behind their section. */
const opened = /(?:^|\])[ \t]*(path|excludesfile|attributesfile)[ \t]*=[ \t]*(?:"([^"\n]*)"|([^#;\n]*))/gim;
const deepestInclude = 5;

/** What is neither a file nor a folder below a folder; links are no more than named. */
function oddBelow(folder: string, name: string, depth: number): string[] {
  return entriesOf(join(folder, name)).flatMap((entry) => {
    const path = `${name}/${entry.name}`;
    if (entry.isFile()) return [];
    return entry.isDirectory() && depth > 0 ? oddBelow(folder, path, depth - 1) : [path];
  });
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Git reads these whole, and people write them. */
const isSmall = (name: string) => name.includes("info/") || name === "commondir" || name === "config";
const mostBytes = 256 * 1024 * 1024;

function whatBlocks(stat: Stats, name: string): string | null {
  if (stat.isFile())
    return isSmall(name) && stat.size > mostBytes ? "too large to be that, which would block git" : null;
  return stat.isDirectory() ? null : "a pipe, a socket or a device, which would block git";
}

/** Null: nothing is there that could be opened. */
function lookAt(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}
