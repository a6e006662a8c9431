import { lstatSync } from "node:fs";
import { rm } from "node:fs/promises";
import { BaroError } from "../core/error.ts";
import { folderOf } from "../core/path.ts";
import { pathLines, placeBelow } from "../core/path-text.ts";
import type { Host } from "../host/host.ts";
import { besideFiles } from "./beside-files.ts";
import { readGitWords } from "./explain.ts";
import { GitFailure, type GitHost, git, noHooks, tryGit } from "./git.ts";
import { type CommitContent, readLooseCommit } from "./loose-commit.ts";
import { requireOurPlace, type WorktreePlace } from "./place.ts";
import { copyIndex, mostLookMs, outsideView, type WorktreeSource } from "./worktree.ts";

/**
 * Writes the tree of what was checked out plus the files of `paths` as they are in the worktree now, and `others` as they are
 * in the repository.
 */
export async function writeWorktreeTree(
  host: GitHost & Pick<Host, "newId">,
  source: WorktreeSource,
  place: WorktreePlace,
  paths: readonly string[],
  others: readonly { path: string; mode: string; oid: string }[] = [],
): Promise<string> {
  requireOurPlace(place);
  // A copy: the index that changes are seen against stays that of the base. Its name is new each time, because a git
  // that an earlier process started may outlive that process for a moment.
  const index = `${place.index}.${host.newId()}`;
  await copyIndex(place.index, index);
  try {
    const env = outsideView(source, place, index);
    const update = (flags: readonly string[], some: readonly string[]) =>
      git(host, place.path, [...noHooks, "update-index", ...flags, "-z", "--stdin"], {
        env,
        stdin: pathLines(some),
        timeoutMs: mostLookMs,
      });
    const { behind, open } = splitAtLinks(place.path, paths);
    if (behind.length > 0) await update(["--force-remove"], behind);
    await update(["--add", "--remove", "--replace"], open);
    if (others.length > 0) {
      const stdin = pathLines(others.map(({ path, mode, oid }) => `${mode} ${oid}\t${path}`));
      const args = [...noHooks, "update-index", "--add", "--replace", "-z", "--index-info"];
      await git(host, place.path, args, { env, stdin, timeoutMs: mostLookMs });
    }
    return (await git(host, place.path, [...noHooks, "write-tree"], { env, timeoutMs: mostLookMs })).trim();
  } finally {
    await rm(index, { force: true });
    await rm(`${index}.lock`, { force: true });
  }
}

/**
 * Paths behind a symbolic link that took the place of one of their folders: they are gone, whatever the link leads to, and
 * git refuses to look for them there.
 */
function splitAtLinks(root: string, paths: readonly string[]): { behind: string[]; open: string[] } {
  const known = new Map<string, boolean>();
  const isBehind = (path: string): boolean => {
    const folder = folderOf(path);
    if (folder === "") return false;
    const found = known.get(folder) ?? (isBehind(folder) || isLink(placeBelow(root, folder)));
    known.set(folder, found);
    return found;
  };
  const { behind = [], open = [] } = Object.groupBy(paths, (path) => (isBehind(path) ? "behind" : "open"));
  return { behind, open };
}

function isLink(place: string | Buffer): boolean {
  try {
    return lstatSync(place).isSymbolicLink();
  } catch {
    return false;
  }
}

/** The tree of a commit. */
export async function treeOf(
  host: GitHost,
  { root, commonDir, replaces }: WorktreeSource,
  commit: string,
): Promise<string> {
  const loose = replaces ? null : readLooseCommit(commonDir, commit);
  return loose?.tree ?? (await git(host, root, ["rev-parse", "--verify", `${commit}^{tree}`])).trim();
}

export interface CommitFacts {
  tree: string;
  parents: readonly string[];
  message: string;
  /** `NAME\0EMAIL\0DATE` of somebody else than the person; `null`: the person, now. */
  author?: { name: string; email: string; date: string } | null;
  /** Sign as the person configured. */
  sign: boolean;
}

/** Signing that needs a person at a terminal would wait for ever. */
const signingMs = 30_000;

/** Makes a commit object. No hook runs, no editor opens, and no index or checkout is touched. */
export async function commitTree(host: GitHost, root: string, facts: CommitFacts): Promise<string> {
  const parents = facts.parents.flatMap((parent) => ["-p", parent]);
  const args = ["commit-tree", facts.tree, ...parents, ...(facts.sign ? ["-S"] : []), "-F", "-"];
  const author = facts.author;
  const result = await tryGit(host, root, args, {
    stdin: facts.message,
    env: {
      // Without a terminal to ask on, a signer that wants a passphrase fails at once instead of drawing over ours.
      GPG_TTY: "",
      ...(author === undefined || author === null
        ? {}
        : { GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email, GIT_AUTHOR_DATE: author.date }),
    },
    ...(facts.sign ? { timeoutMs: signingMs } : {}),
  });
  if (result.exitCode === 0) return result.stdout.toString("utf8").trim();
  const failure = new GitFailure(args, result);
  if (!facts.sign) throw failure;
  const why = result.timedOut ? "the signer is waiting for a passphrase" : withoutPrompts(failure.message);
  throw new BaroError("git-failed", `Cannot sign the commit: ${why}`, {
    hint: await mendSigning(host, root, failure.stderr),
    cause: failure,
  });
}

/** What ssh's signer would have asked stands on the line of what it says. */
function withoutPrompts(message: string): string {
  return message.replace(/Enter passphrase[^:]*: ?/g, "");
}

/** How the person can make signing work for a program that can't ask for a passphrase, by what git said of it. */
async function mendSigning(host: GitHost, root: string, said: string): Promise<string> {
  const [format, key] = await Promise.all(
    ["gpg.format", "user.signingKey"].map(async (name) => {
      const result = await tryGit(host, root, ["config", "--get", name]);
      return result.stdout.toString("utf8").trim();
    }),
  );
  const file = (key ?? "").replace(/\.pub$/, "");
  const mend = mendOf(said, format ?? "", /^[~/.][\w./~@-]*$/.test(file) ? file : "");
  return `${mend}, or set commit.gpgSign to false for this repository`;
}

function mendOf(said: string, format: string, file: string): string {
  const missing = /cannot run (.+?): /.exec(said)?.[1];
  if (missing !== undefined) return `Install ${missing}, or name the signer that is here with gpg.program`;
  if (said.includes("'gpg.format'")) return "Set gpg.format to openpgp, x509 or ssh";
  if (said.includes("needs to be configured")) return "Name your key with user.signingKey";
  if (said.includes("No such file or directory")) return "Name a key that is there with user.signingKey";
  if (format === "ssh") return `Unlock the signing key first (${`ssh-add ${file}`.trim()})`;
  return `Unlock the signing key first (echo | ${format === "x509" ? "gpgsm --sign" : "gpg --clearsign"})`;
}

/** Whether the person wants commits to be signed. Throws `config` where what they have set is neither yes nor no. */
export async function signsCommits(host: GitHost, root: string): Promise<boolean> {
  const result = await tryGit(host, root, ["config", "--type=bool", "--get", "commit.gpgSign"]);
  // Nothing is set.
  if (result.exitCode === 1) return false;
  if (result.exitCode === 0) return result.stdout.toString("utf8").trim() === "true";
  const { reason } = readGitWords(result.stderr.toString("utf8"));
  throw new BaroError("config", `Cannot tell whether to sign commits: ${reason}`, {
    hint: "Correct it: git config commit.gpgSign true",
  });
}

/** Throws `config` when commits are to be signed and can't be. The proof is a signed commit that nothing points to. */
export async function requireSigning(host: GitHost, root: string): Promise<void> {
  if (!(await signsCommits(host, root))) return;
  const proof = { tree: "HEAD^{tree}", parents: [], message: "Signed by way of trial\n", sign: true };
  await commitTree(host, root, proof).catch((error: unknown) => {
    if (!(error instanceof BaroError)) throw error;
    throw new BaroError("config", error.message, { hint: error.hint, cause: error });
  });
}

/** Throws `config` when git knows no name or address for the person's commits. */
export async function requireIdentity(host: GitHost, root: string): Promise<void> {
  for (const role of ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"]) {
    const result = await tryGit(host, root, ["-c", "user.useConfigOnly=true", "var", role]);
    if (result.exitCode === 0) continue;
    throw new BaroError("config", "Cannot commit: git does not know your name and e-mail address", {
      hint: 'Run: git config --global user.name "Your Name" && git config --global user.email you@example.com',
    });
  }
}

/** What a commit that is made anew keeps of the one before. `commonDir`: where the objects are. */
export async function authorship(
  host: GitHost,
  root: string,
  commonDir: string,
  commit: string,
): Promise<Pick<CommitContent, "author" | "message">> {
  const loose = readLooseCommit(commonDir, commit);
  if (loose !== null) return loose;
  const args = ["log", "-1", "--no-show-signature", "--format=%an%x00%ae%x00%aI%x00%B", commit];
  const { cwd, env } = await besideFiles(host, root);
  const [name = "", email = "", date = "", message = ""] = (await git(host, cwd, args, { env })).split("\0");
  return { author: { name, email, date }, message };
}
