import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { passedVariables } from "../host/environment.ts";
import type { Host } from "../host/host.ts";
import type { Sandbox } from "../host/sandbox.ts";
import { tellingLines } from "../text/failing-lines.ts";
import { findHooksFolder } from "./commit-hooks.ts";
import { runInWorktree } from "./run-in-worktree.ts";

/** A push as git tells it to a hook. */
export interface PushedRef {
  /** The remote as it is named; its URL when it has no name. */
  remote: string;
  url: string;
  commit: string;
  /** The whole names of the branch here and there. */
  localRef: string;
  remoteRef: string;
  /** What the remote's branch is at; `null`: there is none yet. */
  remoteCommit: string | null;
}

interface HookPlace {
  root: string;
  sandbox: Sandbox | null;
  /** Lends a clean checkout of a commit, set up as for its checks. */
  borrow<T>(commit: string, use: Borrower<T>): Promise<T>;
}

/** What is done with a checkout that was lent; `env`: its own variables. */
export type Borrower<T> = (worktree: string, env: Readonly<Record<string, string>>) => Promise<T>;

/** As long as the slowest checks of CI take, which some hooks run. */
const timeoutMs = 30 * 60_000;
const mostSaid = 16 * 1024;
const mostLines = 12;

/**
 * Runs the person's `pre-push` hook as git would, but in a clean checkout of what is pushed: their own checkout has other
 * files, and what is in it is not to be changed. Gives what a hook that refuses said; `null`: it agrees, or there is none.
 */
export async function runPushHook(
  host: Host,
  place: HookPlace,
  push: PushedRef,
  signal: AbortSignal,
): Promise<string | null> {
  const { folder, read } = await findHooksFolder(host, place.root);
  const hook = join(folder, "pre-push");
  const isThere = await access(hook, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isThere) return null;
  const none = "0".repeat(push.commit.length);
  const line = [push.localRef, push.commit, push.remoteRef, push.remoteCommit ?? none].join(" ");
  return place.borrow(push.commit, async (worktree, env) => {
    const result = await runInWorktree(host, {
      program: "/bin/sh",
      args: ["-c", 'exec "$0" "$@" 2>&1', hook, push.remote, push.url],
      stdin: `${line}\n`,
      worktree,
      // What it uploads goes where the push goes, and over the same way in.
      env: { ...env, ...(place.sandbox === null ? passedVariables(host.env, ["SSH_AUTH_SOCK"]) : {}) },
      sandbox: place.sandbox,
      read,
      signal,
      timeoutMs,
      maxStdoutBytes: mostSaid,
      keepTail: true,
    });
    if (result.exitCode === 0 && !result.timedOut) return null;
    const said = tellingLines(result.stdout.toString("utf8"), mostLines).join("\n").trim();
    return said === ""
      ? `it ended with ${result.timedOut ? "no answer in time" : (result.exitCode ?? result.signal)}`
      : said;
  });
}
