import { constants } from "node:fs";
import { access, lstat, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { type CheckFacts, commitHooks } from "../core/check.ts";
import { git } from "../git/git.ts";
import { WorktreeTrouble } from "../git/place.ts";
import type { Host } from "../host/host.ts";
import { readPlain } from "../host/read-plain.ts";
import { removeTree } from "../host/remove-tree.ts";
import { shellWord } from "../text/quoting.ts";

/** The person's hooks that have a say in a commit; ours is made without running any. */
export interface CommitHooks {
  /** Command of the check, or `null` when there is no such hook. */
  preCommit: string | null;
  prepareMsg: string | null;
  commitMsg: string | null;
  /** What they have to read beside the worktree. */
  read: readonly string[];
}

/**
 * Where the person's hooks are, and what those read beside the worktree. A folder in the checkout that a tool has made holds
 * no more than calls of what lies beside it.
 */
export async function findHooksFolder(host: Host, root: string): Promise<{ folder: string; read: string[] }> {
  const named = (await git(host, root, ["rev-parse", "--git-path", "hooks"])).trim();
  const folder = isAbsolute(named) ? named : join(root, named);
  const parent = dirname(folder);
  const inCheckout = parent.startsWith(`${root}/`) && !parent.split("/").includes(".git");
  return { folder, read: inCheckout ? [parent] : [folder] };
}

/** Finds the hooks that git would run where the person commits. */
export async function findCommitHooks(host: Host, root: string): Promise<CommitHooks> {
  const { folder, read } = await findHooksFolder(host, root);
  // As programs, not by `git hook run`: that tells where they lie, and managers of hooks write theirs anew there.
  const run = (name: string) => shellWord(join(folder, name));
  const has = (name: string) =>
    access(join(folder, name), constants.X_OK).then(
      () => true,
      () => false,
    );
  const [preCommit, prepareMsg, commitMsg] = await Promise.all(commitHooks.map(has));
  return {
    // A hook looks at what is staged. The index is the worktree's own, and so is everything a hook does with git.
    // Taking it there runs none: the person did not ask for what comes of our own steps.
    preCommit: preCommit === true ? `git -c core.hooksPath=/dev/null add --all && ${run("pre-commit")}` : null,
    // As for a message that is given with the commit: nobody is asked for one.
    prepareMsg: prepareMsg === true ? `${run("prepare-commit-msg")} ${messageFile} message` : null,
    commitMsg: commitMsg === true ? `${run("commit-msg")} ${messageFile}` : null,
    read,
  };
}

/** In the worktree's own repository: no part of its files. */
export const messageFile = ".git/COMMIT_EDITMSG";
const mostMessageBytes = 64 * 1024;

/**
 * Runs the hooks on a worktree, whose repository was made anew for them. `corrected`: what an agent made of the message
 * when it was told what they said. Gives the message that the commit is to have.
 */
export async function runCommitHooks(
  hooks: CommitHooks,
  worktree: string,
  message: { text: string; corrected: string | null },
  check: (command: string) => Promise<CheckFacts>,
): Promise<{ checks: CheckFacts[]; message: string | null }> {
  const checks: CheckFacts[] = [];
  if (hooks.preCommit !== null) checks.push({ ...(await check(hooks.preCommit)), hook: "pre-commit" });
  // Also after a refusal: the agent is told everything at once, for it is told once.
  const { prepareMsg, commitMsg } = hooks;
  if (prepareMsg === null && commitMsg === null) return { checks, message: null };
  await writeMessage(worktree, message.text);
  const onMessage = async (command: string, hook: "prepare-commit-msg" | "commit-msg") => {
    const facts: CheckFacts = { ...(await check(command)), hook };
    // There is no such message on the base to compare with.
    checks.push(facts.ok ? facts : { ...facts, baseOk: null });
  };
  if (prepareMsg !== null) await onMessage(prepareMsg, "prepare-commit-msg");
  // What an agent corrected was prepared before.
  if (message.corrected !== null) await writeMessage(worktree, message.corrected);
  if (commitMsg !== null) await onMessage(commitMsg, "commit-msg");
  return { checks, message: await readMessage(worktree) };
}

/** A hook runs what the story has changed, which may have put a link where the message goes. */
async function writeMessage(worktree: string, text: string): Promise<void> {
  const stat = await lstat(join(worktree, ".git")).catch(() => null);
  if (stat?.isDirectory() !== true) throw new WorktreeTrouble("A check replaced the worktree's repository");
  const file = join(worktree, messageFile);
  await removeTree(file);
  await writeFile(file, text, { flag: "wx" });
}

/** The message as it stands in a worktree; null when there is none, or something else lies in its place. */
export async function readMessage(worktree: string): Promise<string | null> {
  const stat = await lstat(join(worktree, ".git")).catch(() => null);
  const bytes = stat?.isDirectory() === true ? await readPlain(join(worktree, messageFile), mostMessageBytes) : null;
  const lines = (bytes?.toString("utf8") ?? "").split("\n");
  const message = lines.filter((line) => !line.startsWith("#")).join("\n");
  return message.trim() === "" ? null : `${message.trim()}\n`;
}
