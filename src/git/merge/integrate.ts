import { BaroError } from "../../core/error.ts";
import { shellWord } from "../../text/quoting.ts";
import type { CommitWriter } from "../commit-writer.ts";
import { type GitHost, git } from "../git.ts";
import { isAncestor, moveRefs, readRefs } from "../refs.ts";
import type { TreeDiffs } from "../tree-diffs.ts";
import { mergeCommits } from "./merge-commits.ts";

export interface IntegrateRequest {
  /** The person's repository. */
  root: string;
  /** The run's branch, as a full ref. */
  branch: string;
  /** Where the landed commit is noted in the same step, so that doing it again finds it done. */
  landed: string;
  /** The head that the caller knows: the branch must hold it. */
  known: string;
  /** The story's one commit, and the commit that it was made from (its parent). */
  commit: string;
  base: string;
  sign: boolean;
  writer: CommitWriter;
  diffs: TreeDiffs;
  /** Both are asked when there is a merge; see `MergeRequest`. */
  gitDir: () => Promise<string>;
  attributes: () => Promise<string | null>;
}

export type IntegrateResult =
  /** `onto`: the commit that it stands on. */
  | { kind: "merged"; commit: string; onto: string; files: number; insertions: number; deletions: number }
  | { kind: "conflict"; paths: string[]; detail: string };

/** Every try but the last lost a race for the branch; nobody else writes there in earnest. */
const mostTries = 8;

/** Lands a story's commit on the run's branch as one commit on top, without a checkout. Safe to repeat. */
export async function integrateCommit(host: GitHost, request: IntegrateRequest): Promise<IntegrateResult> {
  // Nearly always the branch is where the caller left it, and what has to be so for that is asked for when it is moved.
  const first = await landOn(host, request, request.known, { isNew: true });
  if (first?.kind === "merged") return first;
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const { head, done } = await whereItStands(host, request);
    if (done !== null) {
      const onto = (await git(host, request.root, ["rev-parse", "--verify", `${done}^`])).trim();
      return merged(request, onto, done);
    }
    // The conflict that was found is with this head.
    if (first !== null && head === request.known) return first;
    const next = await landOn(host, request, head, { isNew: false });
    if (next !== null) return next;
  }
  throw new BaroError("git-failed", `Cannot integrate: "${request.branch}" keeps being moved by another process`, {
    hint: "Stop what writes to the branch, then run: baro resume",
  });
}

/** The branch's head, and the story's commit on it if it landed already. Throws when the branch lacks what is known of it. */
async function whereItStands(host: GitHost, request: IntegrateRequest): Promise<{ head: string; done: string | null }> {
  const { root, branch, landed, known } = request;
  const refs = await readRefs(host, root, [branch, landed]);
  const head = refs.get(branch);
  if (head === undefined) throw branchLost(request, "it was deleted");
  const done = refs.get(landed);
  if (done !== undefined && (await isAncestor(host, root, done, head))) return { head, done };
  if (head !== known && !(await isAncestor(host, root, known, head))) {
    throw branchLost(request, `it was moved to ${head.slice(0, 10)}, which lacks what this run landed`);
  }
  return { head, done: null };
}

/** Null: the branch is not at `head` any more, or the story has landed before and is not new. */
async function landOn(
  host: GitHost,
  request: IntegrateRequest,
  head: string,
  { isNew }: { isNew: boolean },
): Promise<IntegrateResult | null> {
  const { root, branch, landed, commit, base } = request;
  const next = head === base ? { kind: "clean" as const, commit } : await onTop(host, request, head);
  if (next.kind === "conflict") return next;
  const updates = [
    { ref: landed, to: next.commit, ...(isNew ? { from: null } : {}) },
    { ref: branch, to: next.commit, from: head },
  ];
  // Counting changes nothing, and the next story waits for both.
  const counted = merged(request, head, next.commit);
  counted.catch(() => {});
  return (await moveRefs(host, root, updates)) === "moved" ? counted : null;
}

function branchLost(request: IntegrateRequest, why: string): BaroError {
  const name = request.branch.replace("refs/heads/", "");
  return new BaroError("git-failed", `Cannot integrate on "${name}": ${why}`, {
    hint: `Run: git branch --force ${shellWord(name)} ${request.known}; then run: baro resume`,
  });
}

/** The story's commit made anew on `head`. */
async function onTop(
  host: GitHost,
  request: IntegrateRequest,
  head: string,
): Promise<{ kind: "clean"; commit: string } | { kind: "conflict"; paths: string[]; detail: string }> {
  const { root, commit, sign, writer } = request;
  const [gitDir, attributes] = await Promise.all([request.gitDir(), request.attributes()]);
  const merge = await mergeCommits(host, { gitDir, ours: head, theirs: commit, attributes, root });
  if (merge.kind === "conflict") return merge;
  return { kind: "clean", commit: await writer.again(commit, { tree: merge.tree, parent: head, sign }) };
}

async function merged({ diffs }: IntegrateRequest, from: string, to: string): Promise<IntegrateResult> {
  const differences = await diffs.between(from, to);
  const sum = (of: "insertions" | "deletions") => differences.reduce((all, one) => all + one[of], 0);
  const [insertions, deletions] = [sum("insertions"), sum("deletions")];
  return { kind: "merged", commit: to, onto: from, files: differences.length, insertions, deletions };
}
