import { headOf } from "../../text/shorten.ts";
import { GitFailure, type GitHost, git, tryGit } from "../git.ts";
import { rootedSettings } from "../rooted-programs.ts";
import { carriedSettings, settingParameters } from "../settings.ts";

export interface MergeRequest {
  /** The repository's own folder; see `git-dir.ts`. */
  gitDir: string;
  ours: string;
  theirs: string;
  /** A folder with the repository's `.gitattributes`; `null`: none count. */
  attributes: string | null;
  /** The person's checkout, from which their merge drivers are found. None: the repository is ours, and names them in full. */
  root?: string;
}

export type MergeOutcome = { kind: "clean"; tree: string } | { kind: "conflict"; paths: string[]; detail: string };

const mostDetail = 4_000;

/** Merges two commits into a tree, without an index and without a checkout. */
export async function mergeCommits(host: GitHost, request: MergeRequest): Promise<MergeOutcome> {
  const outcome = await tryMerge(host, request, {});
  if (outcome.kind === "clean" || request.root === undefined) return outcome;
  // A driver that is not found leaves a conflict.
  const env = await rootedDrivers(host, request.root);
  return env === null ? outcome : tryMerge(host, request, env);
}

async function rootedDrivers(host: GitHost, root: string): Promise<Record<string, string> | null> {
  const list = await git(host, root, ["config", "--list", "-z"]);
  const rooted = rootedSettings(root, carriedSettings(list)).filter(([name]) => /^merge\./i.test(name));
  return rooted.length === 0 ? null : { GIT_CONFIG_PARAMETERS: settingParameters(rooted) };
}

async function tryMerge(host: GitHost, request: MergeRequest, more: Record<string, string>): Promise<MergeOutcome> {
  const { gitDir, ours, theirs } = request;
  const args = ["-c", "merge.directoryRenames=true", "-c", "merge.conflictStyle=merge", "merge-tree", "--write-tree"];
  // Git takes merge drivers from the `.gitattributes` of the folder it runs in: never from the person's checkout.
  const env = { ...more, GIT_DIR: gitDir, GIT_WORK_TREE: request.attributes ?? gitDir };
  const cwd = request.attributes ?? gitDir;
  const result = await tryGit(host, cwd, [...args, "-z", "--name-only", ours, theirs], { env });
  const output = result.stdout.toString("utf8");
  const [tree = "", ...rest] = output.split("\0");
  // Exit code 1 is a conflict, but also a name that does not resolve: only then there is no tree.
  if (!/^[0-9a-f]{40,64}$/.test(tree) || (result.exitCode !== 0 && result.exitCode !== 1)) {
    throw new GitFailure(["merge-tree"], result);
  }
  if (result.exitCode === 0) return { kind: "clean", tree };
  const end = rest.indexOf("");
  const paths = [...new Set(end < 0 ? rest : rest.slice(0, end))];
  return { kind: "conflict", paths, detail: conflictText(end < 0 ? [] : rest.slice(end + 1)) };
}

/** The messages of git about what conflicts: records of a count, that many paths, a type, and a text. */
function conflictText(records: readonly string[]): string {
  const lines: string[] = [];
  let position = 0;
  while (position < records.length) {
    const count = Number.parseInt(records[position] ?? "", 10);
    if (Number.isNaN(count)) break;
    const type = records[position + count + 1] ?? "";
    const text = records[position + count + 2] ?? "";
    if (type.startsWith("CONFLICT")) lines.push(text.trim());
    position += count + 3;
  }
  return headOf(lines.join("\n"), mostDetail);
}
