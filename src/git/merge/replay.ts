import { besideFiles } from "../beside-files.ts";
import { type CommitHost, CommitWriter } from "../commit-writer.ts";
import { git } from "../git.ts";
import { gitDirOf } from "../git-dir.ts";
import { commonDirOf } from "../loose-commit.ts";
import { mergeCommits } from "./merge-commits.ts";

export interface ReplayRequest {
  root: string;
  /** The commit to start from. */
  onto: string;
  /** Commits with one parent each; what each changed is made again, in this order. */
  commits: readonly string[];
  sign: boolean;
  attributes: () => Promise<string | null>;
}

/** `commits`: the new ones, in the given order. `at`: the position of the first that does not go on what is before it. */
export type ReplayResult = { kind: "replayed"; commits: string[] } | { kind: "conflict"; at: number };

/** Makes commits again on another one, without a checkout and without moving a ref. */
export async function replayCommits(host: CommitHost, request: ReplayRequest): Promise<ReplayResult> {
  const made: string[] = [];
  const gitDir = await gitDirOf(host, request.root);
  const writer = new CommitWriter(host, request.root, () => Promise.resolve(commonDirOf(gitDir)));
  const place = { ...request, gitDir, writer };
  let head = request.onto;
  for (const [at, commit] of request.commits.entries()) {
    const next = await replayOne(host, place, head, commit);
    if (next === null) return { kind: "conflict", at };
    made.push(next);
    head = next;
  }
  return { kind: "replayed", commits: made };
}

async function replayOne(
  host: CommitHost,
  request: ReplayRequest & { gitDir: string; writer: CommitWriter },
  head: string,
  commit: string,
): Promise<string | null> {
  const { root, gitDir, writer, sign } = request;
  const { cwd, env } = await besideFiles(host, root);
  const facts = await git(host, cwd, ["log", "-1", "--no-show-signature", "--format=%P%x00%T", commit], { env });
  const [parent = "", tree = ""] = facts.trimEnd().split("\0");
  if (parent === head) return commit;
  // A merge is of two histories. These two have in common what the commit was made from, and nothing else.
  const plain = { message: "", sign: false };
  const [parentTree = "", headTree = ""] = (await git(host, root, ["rev-parse", `${parent}^{tree}`, `${head}^{tree}`]))
    .trim()
    .split("\n");
  const common = await writer.write({ ...plain, tree: parentTree, parents: [] });
  const [ours, theirs] = await Promise.all(
    [headTree, tree].map((one) => writer.write({ ...plain, tree: one, parents: [common] })),
  );
  if (ours === undefined || theirs === undefined) throw new Error("A commit was not made");
  const merge = await mergeCommits(host, { gitDir, ours, theirs, attributes: await request.attributes(), root });
  if (merge.kind === "conflict") return null;
  return writer.again(commit, { tree: merge.tree, parent: head, sign });
}
