import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { BaroError } from "../core/error.ts";
import type { RepositoryFacts } from "../core/event.ts";
import { checkoutStatus } from "../git/checkout-status.ts";
import { readGitWords } from "../git/explain.ts";
import { type GitHost, tryGit } from "../git/git.ts";
import { secretsOfFiles } from "../git/private-values.ts";
import { passedVariables } from "../host/environment.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { plainLine } from "../text/plain.ts";
import { commandIn, shellWord } from "../text/quoting.ts";
import { redactor, secretsOfVariables, withoutCredentials } from "../text/redact.ts";
import { ask, locate } from "./located.ts";
import { requireReadableGit } from "./readable-git.ts";
import { brokenBase, saysLacking } from "./whole-base.ts";

/** The repository a command was started in, as it is now. */
export interface Repository extends RepositoryFacts {
  /** The git directory shared by all worktrees (absolute). */
  gitDir: string;
  shallow: boolean;
  /** The folder that the person stands in, below the root; empty at the root. */
  folder: string;
  /** `rebase`, `merge`, …: what the person has under way, or null. */
  underWay: string | null;
}

/**
 * Looks at the repository around a folder and changes nothing. `dirty` is known only when it is asked `forChanges`. Throws `no-repository` outside of one and in a bare one,
 * `no-base` when there is no commit yet.
 */
export async function inspectRepository(
  host: GitHost,
  cwd: string,
  look: { forChanges: boolean } = { forChanges: true },
): Promise<Repository> {
  requireReadableGit(cwd);
  const { bare, gitDir, shallow, prefix, ownGitDir, root } = await locate(host, cwd);
  if (bare) {
    throw new BaroError("no-repository", `Cannot work in "${cwd}": it is a bare repository`, {
      hint: "Run baro in a clone that has a working tree",
    });
  }
  // Git's own files name places a line each.
  if (root !== null && /[\n\r]/.test(root)) {
    throw new BaroError("no-repository", `Cannot work in "${plainLine(root)}": its path contains a line break`, {
      hint: "Rename the folder",
    });
  }
  if (root === null) {
    throw new BaroError("no-repository", `Cannot work in "${cwd}": it is inside a git directory`, {
      hint: "Run baro in the repository's working tree",
    });
  }
  requireOwnWorkTree(cwd, root);
  const [head, branch, status, remote] = await Promise.all([
    ask(host, root, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]),
    ask(host, root, ["symbolic-ref", "--quiet", "--short", "HEAD"]),
    // On a large repository this one answer takes longer than all the others together.
    look.forChanges ? changesIn(host, root).catch((error: unknown) => new Refused(error)) : null,
    remoteUrl(host, root),
  ]);
  if (head === null) throw await noCommit(host, root);
  if (status instanceof Refused) throw status.error;
  const commonDir = resolve(cwd, gitDir);
  return {
    root,
    branch,
    head,
    dirty: status !== null && status !== "",
    remote,
    gitDir: commonDir,
    shallow,
    folder: prefix.replace(/\/$/, ""),
    underWay: operationUnderWay(resolve(cwd, ownGitDir ?? commonDir)),
  };
}

/** Nobody who works in a working tree that the repository does not stand in finds the repository from there. */
function requireOwnWorkTree(cwd: string, root: string): void {
  if (existsSync(join(root, ".git"))) return;
  const state = existsSync(root) ? "which has no .git that leads back to it" : "which is not there";
  throw new BaroError(
    "no-repository",
    `Cannot work in "${cwd}": core.worktree says its files are in "${root}", ${state}`,
    {
      hint: `Work in a clone, or correct it: git -C ${shellWord(cwd)} config --unset core.worktree`,
    },
  );
}

/** What is told only where nothing else is wrong: without a commit, git refuses to say what differs from it. */
class Refused {
  readonly error: unknown;
  constructor(error: unknown) {
    this.error = error;
  }
}

/** What differs from HEAD in the checkout; null when a filter keeps git from saying it. Throws `no-repository` with git's reason. */
async function changesIn(host: GitHost, root: string): Promise<string | null> {
  const result = await checkoutStatus(host, root, ["--porcelain=v1", "-z", "--untracked-files=normal"]);
  const stderr = result.exitCode === 0 ? "" : result.stderr.toString("utf8");
  if (
    /index file (?:corrupt|smaller|open failed)|bad index file|index uses .* extension|sharedindex|broken index/.test(
      stderr,
    )
  ) {
    const { reason } = readGitWords(stderr);
    throw new BaroError("no-repository", `Cannot use the git repository "${root}": its index is broken (${reason})`, {
      hint: `Have git make it anew from HEAD: git -C ${shellWord(root)} read-tree HEAD`,
    });
  }
  // What a filter refuses is told of the file that it refuses.
  if (stderr !== "" && !/filter/.test(stderr)) {
    const { reason, advice } = readGitWords(stderr);
    if (saysLacking(stderr)) throw brokenBase(root, "HEAD", reason);
    throw new BaroError("no-repository", `Cannot look at the git repository "${root}": ${reason}`, {
      hint: advice ?? `See git's own message with: git -C ${shellWord(root)} status`,
    });
  }
  return result.exitCode === 0 ? result.stdout.toString("utf8") : null;
}

/** A branch that names a commit which is not there is not the same as a repository without one. */
async function noCommit(host: GitHost, root: string): Promise<BaroError> {
  const kept = await ask(host, root, ["config", "extensions.refstorage"]);
  const known = await ask(host, root, ["rev-parse", "--show-ref-format"]);
  // What is not known in a repository of an old format is passed over, and its branches are not seen.
  if (kept !== null && kept !== "files" && known !== kept) {
    return new BaroError(
      "no-base",
      `Cannot start in "${root}": git can't read its branches (they are kept as ${kept})`,
      {
        hint: "Use a git that knows it: 2.45 or newer",
      },
    );
  }
  const named = await ask(host, root, ["rev-parse", "--verify", "--quiet", "HEAD"]);
  if (named !== null) return brokenBase(root, "HEAD", `commit ${named.slice(0, 12)} can't be read`);
  const unread = await unreadRefs(host, root);
  if (unread !== null) {
    return new BaroError("no-base", `Cannot start in "${root}": git can't read its branches (${unread})`, {
      hint: `See what is broken with: git -C ${shellWord(root)} fsck; the newest commits are in .git/logs/HEAD`,
    });
  }
  const others =
    (await ask(host, root, ["for-each-ref", "--count=1", "--format=%(refname:short)", "refs/heads"])) ?? "";
  if (others !== "") {
    const own = ((await ask(host, root, ["symbolic-ref", "--quiet", "--short", "HEAD"])) ?? "HEAD").trim();
    return new BaroError("no-base", `Cannot start in "${root}": the branch "${own}" has no commit yet`, {
      hint: `Make its first commit, or switch to a branch that has some: git switch ${shellWord(others)}`,
    });
  }
  return new BaroError("no-base", `Cannot start in "${root}": the repository has no commit yet`, {
    hint: "Make a first commit: git commit --allow-empty -m 'Start'",
  });
}

/** What git says of refs that it can't read, HEAD's branch among them; null: it reads them all. */
async function unreadRefs(host: GitHost, root: string): Promise<string | null> {
  const [refs, head] = await Promise.all([
    tryGit(host, root, ["for-each-ref", "--format=%(refname)", "refs/heads"]),
    ask(host, root, ["symbolic-ref", "--quiet", "HEAD"]),
  ]);
  const said = refs.stderr.toString("utf8");
  if (refs.exitCode !== 0) return readGitWords(said).reason;
  const broken = said
    .split("\n")
    .find((line) => line.includes("broken ref ") && (head === null || line.endsWith(` ${head}`)));
  return broken === undefined ? null : broken.replace(/^warning: ignoring /, "");
}

/** Turns `--base REF` into a commit; HEAD is what it was when the repository was looked at. Throws `no-base` when the ref names none. */
export async function resolveBase(
  host: GitHost,
  { root, head }: Pick<Repository, "root" | "head">,
  ref: string,
): Promise<string> {
  if (ref === "HEAD") return head;
  const commit = await ask(host, root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
  if (commit !== null) return commit;
  throw new BaroError("no-base", `Cannot build on "${ref}": this repository has no such commit`, {
    hint: "Fetch it, or choose another with --base",
  });
}

/** The folder that the person stands in, as far as the commit has it: a new one is not there to start in. */
export async function folderAt(host: GitHost, { root, folder }: Repository, commit: string): Promise<string> {
  if (folder === "") return "";
  return (await ask(host, root, ["cat-file", "-t", `${commit}:${folder}`])) === "tree" ? folder : "";
}

/** With the checks that this command line names run where the person stands; those of a file are from the root. */
export function checkedFrom(options: RunOptions, folder: string): RunOptions {
  const { verify, given } = options;
  if (verify === null || !given.includes("verify")) return options;
  return { ...options, verify: verify.map((command) => commandIn(folder, command)) };
}

async function remoteUrl(host: GitHost, root: string): Promise<string | null> {
  const names = ((await ask(host, root, ["remote"])) ?? "").split("\n").filter((name) => name !== "");
  const name = names.includes("origin") ? "origin" : names[0];
  if (name === undefined) return null;
  const url = await ask(host, root, ["remote", "get-url", name]);
  return url === null ? null : withoutCredentials(url);
}

const operations: ReadonlyArray<readonly [string, string]> = [
  ["rebase-merge", "rebase"],
  ["rebase-apply", "rebase"],
  ["MERGE_HEAD", "merge"],
  ["CHERRY_PICK_HEAD", "cherry-pick"],
  ["REVERT_HEAD", "revert"],
  ["BISECT_LOG", "bisect"],
];

function operationUnderWay(gitDir: string): string | null {
  return operations.find(([file]) => existsSync(join(gitDir, file)))?.[1] ?? null;
}

/** From now on what looks private in the variables that agents and checks are passed is taken out of what people see. */
export function hidePassedValues(host: Host, names: readonly string[]): void {
  const secrets = secretsOfVariables(passedVariables(host.env, names), { passed: true });
  if (secrets.length > 0) host.hide(redactor(secrets));
}

/** From now on the values of the repository's own `.env*` files are taken out of all that is shown or written for people. */
export async function hideRepositorySecrets(host: Host, root: string): Promise<void> {
  const secrets = await secretsOfFiles(host, root);
  if (secrets.length > 0) host.hide(redactor(secrets));
}
