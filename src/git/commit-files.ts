import { listBaseBlobs } from "./base-files.ts";
import { readBlobs } from "./blobs.ts";
import type { GitHost } from "./git.ts";

/** The files of a commit, and their texts when they are asked for. */
export interface CommitFiles {
  paths: readonly string[];
  /** The texts of these paths; empty for what is not there, not a file, or larger than a megabyte. */
  texts(paths: readonly string[]): Promise<Map<string, string>>;
}

const mostBytes = 1024 * 1024;

/** Lists the files of a commit; nothing of the working tree is read. */
export async function readCommitFiles(host: GitHost, root: string, commit: string): Promise<CommitFiles> {
  const blobs = await listBaseBlobs(host, root, commit);
  return {
    paths: [...blobs.keys()],
    async texts(paths) {
      const ids = paths.flatMap((path) => blobs.get(path) ?? []);
      const contents = new Map<string, string>();
      for await (const portion of readBlobs(host, root, [...new Set(ids)], { maxBytes: mostBytes })) {
        for (const [id, bytes] of portion) contents.set(id, bytes?.toString("utf8") ?? "");
      }
      return new Map(paths.map((path) => [path, contents.get(blobs.get(path) ?? "") ?? ""]));
    },
  };
}
