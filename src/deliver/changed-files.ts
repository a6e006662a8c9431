import type { Changes } from "../core/event.ts";
import { besideWithAttributes } from "../git/beside-files.ts";
import { git } from "../git/git.ts";
import type { Host } from "../host/host.ts";
import type { ChangedFile } from "./body-facts.ts";

/** The paths that differ between two commits, with the lines that were added and removed (0 for binary files). */
export async function changedFiles(host: Host, root: string, base: string, commit: string): Promise<ChangedFile[]> {
  const how = ["--numstat", "-z", "--no-renames", "--no-ext-diff", "--no-textconv"];
  const args = ["diff", ...how, base, commit];
  const output = await besideWithAttributes(host, root, commit, ({ cwd, env }) => git(host, cwd, args, { env }));
  return output.split("\0").flatMap((record) => {
    const [insertions, deletions, path] = record.split("\t");
    if (path === undefined) return [];
    return [{ path, insertions: Number(insertions) || 0, deletions: Number(deletions) || 0 }];
  });
}

/** How much that is in all. */
export function sumOfChanges(files: readonly ChangedFile[]): Changes {
  const sum = (of: (file: ChangedFile) => number) => files.reduce((all, file) => all + of(file), 0);
  return {
    files: files.length,
    insertions: sum(({ insertions }) => insertions),
    deletions: sum(({ deletions }) => deletions),
  };
}
