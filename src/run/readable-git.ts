import { type Stats, statSync } from "node:fs";
import { join, relative } from "node:path";
import { BaroError } from "../core/error.ts";
import { gitFolders, repositoryRoot } from "../settings/repository-root.ts";

/** What git opens in its own folder by itself, whatever it is asked. */
const openedByGit = [
  ...["HEAD", "config", "config.worktree", "commondir", "packed-refs", "shallow", "index"],
  ...["info/exclude", "info/attributes", "info/sparse-checkout", "info/grafts", "objects/info/alternates"],
];

/** Throws `no-repository` where git would wait for ever: for a pipe or a device in the place of a file of its own. */
export function requireReadableGit(cwd: string): void {
  const root = repositoryRoot(cwd);
  if (root === null) return;
  for (const folder of gitFolders(root)) {
    for (const name of openedByGit) {
      const path = join(folder, name);
      const stat = lookAt(path);
      const what = stat === null ? null : whatBlocks(stat, name);
      if (what === null) continue;
      const said = `Cannot look at "${root}": "${relative(root, path)}" is ${what}`;
      throw new BaroError("no-repository", said, { hint: `Remove "${path}"` });
    }
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
