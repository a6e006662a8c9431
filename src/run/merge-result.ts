import { existsSync } from "node:fs";
import { besideWithAttributes } from "../git/beside-files.ts";
import { checkoutStatus } from "../git/checkout-status.ts";
import { tryGit } from "../git/git.ts";
import { gitDirOf } from "../git/git-dir.ts";
import { mergeCommits } from "../git/merge/merge-commits.ts";
import type { Host } from "../host/host.ts";
import { plainLine } from "../text/plain.ts";

/** Where a branch can be merged into: what is checked out, and nothing of it is changed. */
export interface MergePlace {
  root: string;
  /** The branch that is checked out. */
  into: string;
}

/** Where a result can be merged without a conflict and without touching a person's changes; null: nowhere. */
export async function mergePlace(host: Host, root: string, branch: string): Promise<MergePlace | null> {
  if (!existsSync(root)) return null;
  const ask = async (args: string[]) => {
    const { exitCode, stdout } = await tryGit(host, root, args);
    return exitCode === 0 ? stdout.toString("utf8").trim() : null;
  };
  const [into, changes, head, commit] = await Promise.all([
    ask(["symbolic-ref", "--quiet", "--short", "HEAD"]),
    changesIn(host, root),
    ask(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]),
    ask(["rev-parse", "--verify", "--quiet", `refs/heads/${branch}^{commit}`]),
  ]);
  if (into === null || changes !== "" || head === null || commit === null || into === branch) return null;
  if ((await ask(["merge-base", "--is-ancestor", commit, head])) !== null) return null;
  const gitDir = await gitDirOf(host, root);
  // Nothing of what is checked out is changed: its attributes are those that `git merge` would go by.
  const merged = await besideWithAttributes(host, root, head, ({ cwd }) =>
    mergeCommits(host, { gitDir, ours: head, theirs: commit, attributes: cwd }),
  );
  return merged.kind === "clean" ? { root, into } : null;
}

/** What differs in tracked files; null: it can't be told. */
async function changesIn(host: Host, root: string): Promise<string | null> {
  try {
    const { exitCode, stdout } = await checkoutStatus(host, root, ["--porcelain=v1", "--untracked-files=no"]);
    return exitCode === 0 ? stdout.toString("utf8").trim() : null;
  } catch {
    return null;
  }
}

/** Merges a result into what is checked out, as `git merge` does. What went wrong is a sentence, and is undone; null: merged. */
export async function mergeResult(host: Host, { root }: MergePlace, branch: string): Promise<string | null> {
  const merged = await tryGit(host, root, ["merge", "--no-edit", "--quiet", branch]);
  if (merged.exitCode === 0) return null;
  const said = plainLine(merged.stderr.toString("utf8") || merged.stdout.toString("utf8"));
  const under = await tryGit(host, root, ["rev-parse", "--verify", "--quiet", "MERGE_HEAD"]);
  if (under.exitCode === 0) await tryGit(host, root, ["merge", "--abort"]);
  return said === "" ? `git merge ended with ${merged.exitCode}` : said;
}
