import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { BaroError } from "../core/error.ts";
import { git, tryGit } from "../git/git.ts";
import type { Host } from "../host/host.ts";

/** The person's uncommitted work as a commit, and what of it could not be taken. */
export interface DirtyBase {
  commit: string;
  /** Paths; a folder ends in "/". */
  leftOut: string[];
}

/**
 * A commit that holds `head` plus the person's uncommitted changes (untracked files too, ignored ones not), made with a
 * copy of the index: the working tree, the index and HEAD stay as they are. No hook runs. Other repositories and worktrees
 * inside are left out, as are `own` folders of ours. Throws `usage` for a merge that is not finished, named file by file.
 */
export async function commitDirtyState(
  host: Host,
  root: string,
  head: string,
  own: readonly string[] = [],
): Promise<DirtyBase> {
  const folder = mkdtempSync(join(tmpdir(), "baro-index-"));
  try {
    const index = join(folder, "index");
    const theirs = resolve(root, (await git(host, root, ["rev-parse", "--git-path", "index"])).trimEnd());
    if (existsSync(theirs)) copyFileSync(theirs, index);
    const env = { GIT_INDEX_FILE: index };
    const unmerged = await git(host, root, ["diff", "--name-only", "-z", "--diff-filter=U"], { env });
    if (unmerged !== "") throw unfinished("is not merged yet", unmerged.split("\0"));
    const leftOut = await foreignFolders(host, root, own);
    const exclude = leftOut.map((path) => `:(exclude,top,literal)${path.replace(/\/$/, "")}`);
    await git(host, root, ["add", "--all", "--", ":/", ...exclude], { env });
    const tree = (await git(host, root, ["write-tree"], { env })).trim();
    await requireNoMarkers(host, root, head, tree);
    const message = "Include uncommitted changes";
    const commit = await git(host, root, ["commit-tree", "--no-gpg-sign", "-p", head, "-m", message, tree], { env });
    return { commit: commit.trim(), leftOut };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Untracked folders that are repositories or worktrees of their own, and ours. Git names one as a folder, and stops there. */
async function foreignFolders(host: Host, root: string, own: readonly string[]): Promise<string[]> {
  const listed = await git(host, root, ["ls-files", "--others", "--exclude-standard", "-z"]);
  const nested = listed.split("\0").filter((path) => path.endsWith("/"));
  const inside = own
    .map((folder) => relative(root, folder))
    .filter((path) => path !== "" && !path.startsWith("..") && existsSync(join(root, path)));
  return [...nested, ...inside.map((path) => `${path}/`)];
}

async function requireNoMarkers(host: Host, root: string, head: string, tree: string): Promise<void> {
  const checked = await tryGit(host, root, ["diff", "--check", head, tree]);
  const lines = checked.stdout.toString("utf8").matchAll(/^(.+):\d+: leftover conflict marker$/gm);
  const files = [...new Set([...lines].map((match) => match[1] ?? ""))];
  if (files.length > 0) throw unfinished("holds conflict markers", files);
}

function unfinished(what: string, paths: readonly string[]): BaroError {
  const names = paths.filter((path) => path !== "");
  const shown = names.slice(0, 5).join(", ") + (names.length > 5 ? ` and ${names.length - 5} more` : "");
  return new BaroError("usage", `Cannot include uncommitted changes: ${shown} ${what}`, {
    hint: "Finish the merge first, or leave out --include-dirty",
  });
}
