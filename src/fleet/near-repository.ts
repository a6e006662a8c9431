import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type CommitHost, CommitWriter } from "../git/commit-writer.ts";
import { git } from "../git/git.ts";
import { gitDirOf } from "../git/git-dir.ts";
import { commonDirOf } from "../git/loose-commit.ts";
import { packObjects } from "../git/pack.ts";
import { TreeDiffs } from "../git/tree-diffs.ts";
import { mostPackBytes } from "./arrivals.ts";

/** The run's own repository, as all its workers get from it and bring into it. */
export interface NearRepository {
  root: string;
  gitDir(): Promise<string>;
  /** Who writes the run's commits. */
  commits: CommitWriter;
  diffs: TreeDiffs;
  /** A commit with all that it is made of, packed once for all workers; `null`: that is more than is worth saying. */
  whole(commit: string): Promise<Uint8Array | null>;
}

export function nearRepository(host: CommitHost, root: string): NearRepository {
  let found: Promise<string> | null = null;
  const gitDir = () => {
    found ??= gitDirOf(host, root);
    return found;
  };
  const commonDir = async () => commonDirOf(await gitDir());
  const packs = new Map<string, Promise<Uint8Array | null>>();
  const pack = async (commit: string) => {
    if (!(await isSmall(host, root, await commonDir()))) return null;
    return packObjects(host, root, { wanted: [commit], known: [] }, mostPackBytes);
  };
  return {
    root,
    gitDir,
    commits: new CommitWriter(host, root, commonDir),
    diffs: new TreeDiffs(host, root, gitDir),
    whole: (commit) => {
      const known = packs.get(commit) ?? pack(commit);
      packs.set(commit, known);
      return known;
    },
  };
}

/** Whether all of a repository is about what one pack may hold. One that lacks something of its own is left to git's push. */
async function isSmall(host: CommitHost, root: string, commonDir: string): Promise<boolean> {
  if (existsSync(join(commonDir, "shallow")) || existsSync(join(commonDir, "objects/info/alternates"))) return false;
  const packs = await readdir(join(commonDir, "objects/pack")).catch(() => []);
  if (packs.some((name) => name.endsWith(".promisor"))) return false;
  const counted = await git(host, root, ["count-objects", "-v"]);
  const kilobytes = [...counted.matchAll(/^size(?:-pack)?: (\d+)$/gm)].reduce((sum, [, size]) => sum + Number(size), 0);
  return kilobytes * 1024 <= 2 * mostPackBytes;
}
