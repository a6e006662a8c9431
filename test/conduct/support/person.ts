import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { gitIn } from "../../support/scratch.ts";

/** Everything of a person's checkout that must be the same before and after: files, index, settings, hooks, refs. */
export function fingerprint(root: string): string {
  const hash = createHash("sha256");
  const walk = (folder: string, name: string) => {
    const path = join(folder, name);
    const stat = lstatSync(path);
    hash.update(`${path} ${stat.mode}\n`);
    if (stat.isSymbolicLink()) hash.update(readlinkSync(path));
    else if (stat.isDirectory()) for (const child of readdirSync(path).sort()) walk(path, child);
    else hash.update(readFileSync(path));
  };
  for (const name of readdirSync(root).sort()) if (name !== ".git") walk(root, name);
  const hidden = ["HEAD", "index", "config", "hooks", "info", "logs/HEAD", "ORIG_HEAD", "MERGE_HEAD", "worktrees"];
  const there = new Set(readdirSync(join(root, ".git")));
  for (const name of hidden) if (there.has(name.split("/")[0] ?? "")) walk(join(root, ".git"), name);
  hash.update(gitIn(root, "for-each-ref", "refs/heads/main", "refs/tags", "refs/stash", "refs/remotes"));
  return hash.digest("hex");
}
