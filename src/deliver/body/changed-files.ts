import { git } from "../../git/git.ts";
import type { Host } from "../../host/host.ts";
import type { ChangedFile } from "../body-facts.ts";

/** The paths that differ between two commits, with the lines that were added and removed (0 for binary files). */
export async function changedFiles(host: Host, root: string, base: string, commit: string): Promise<ChangedFile[]> {
  const output = await git(host, root, [
    "diff",
    "--numstat",
    "-z",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    base,
    commit,
  ]);
  return output.split("\0").flatMap((record) => {
    const [insertions, deletions, path] = record.split("\t");
    if (path === undefined) return [];
    return [{ path, insertions: Number(insertions) || 0, deletions: Number(deletions) || 0 }];
  });
}
