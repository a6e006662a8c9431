import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { git } from "../git/git.ts";
import type { Host } from "../host/host.ts";

/**
 * A commit that holds `head` plus the person's uncommitted changes (untracked files too, ignored ones not), made with a
 * copy of the index: the working tree, the index and HEAD stay as they are. No hook runs.
 */
export async function commitDirtyState(host: Host, root: string, head: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "baro-index-"));
  try {
    const index = join(folder, "index");
    const own = resolve(root, (await git(host, root, ["rev-parse", "--git-path", "index"])).trimEnd());
    if (existsSync(own)) copyFileSync(own, index);
    const env = { GIT_INDEX_FILE: index };
    await git(host, root, ["add", "--all"], { env });
    const tree = (await git(host, root, ["write-tree"], { env })).trim();
    const message = "Take along uncommitted changes";
    return (await git(host, root, ["commit-tree", "--no-gpg-sign", "-p", head, "-m", message, tree], { env })).trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
