import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { gitIn } from "../support/scratch.ts";

/**
 * Everything of a person's checkout that a run must leave as it is: HEAD, index, stash, configuration, hooks, info,
 * branches but ours, and each byte of the working tree, untracked and ignored files included.
 */
export function checkoutState(root: string): Record<string, string> {
  const state: Record<string, string> = {};
  const hash = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
  const visit = (folder: string) => {
    for (const name of readdirSync(join(root, folder)).sort()) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (path === ".git") continue;
      const stat = lstatSync(join(root, path));
      if (stat.isDirectory()) visit(path);
      else if (stat.isSymbolicLink()) state[path] = `link ${readlinkSync(join(root, path))}`;
      else if (!stat.isFile()) state[path] = `special ${stat.mode.toString(8)}`;
      else state[path] = `${stat.mode.toString(8)} ${hash(join(root, path))}`;
    }
  };
  visit("");
  for (const name of ["HEAD", "config", "index"]) state[`.git/${name}`] = hash(join(root, ".git", name));
  for (const folder of ["hooks", "info"]) {
    for (const name of safeList(join(root, ".git", folder)))
      state[`.git/${folder}/${name}`] = hash(join(root, ".git", folder, name));
  }
  state["stash"] = gitIn(root, "stash", "list");
  state["branches"] = gitIn(root, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/tags")
    .split("\n")
    .filter((line) => !line.startsWith("refs/heads/baro/"))
    .join("\n");
  return state;
}

/** What a run must not leave behind: refs of ours beside its one branch, worktrees, locks. */
export function leftovers(root: string): string[] {
  const refs = gitIn(root, "for-each-ref", "--format=%(refname)", "refs/baro")
    .split("\n")
    .filter((line) => line !== "");
  const worktrees = gitIn(root, "worktree", "list", "--porcelain")
    .split("\n")
    .filter((line) => line.startsWith("worktree ") && line !== `worktree ${root}`);
  const locks = readdirSync(join(root, ".git"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".lock"),
  );
  return [...refs, ...worktrees, ...locks];
}

function safeList(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
