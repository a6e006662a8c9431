import type { CheckFacts } from "../core/check.ts";
import { keepGoing } from "../ecosystems/results/keep-going.ts";
import { readResults } from "../ecosystems/results/read-results.ts";
import type { Host } from "../host/host.ts";
import type { Sandbox } from "../host/sandbox.ts";
import { roughTimeText } from "../text/duration.ts";
import { tailOf } from "../text/shorten.ts";
import { runInWorktree } from "./run-in-worktree.ts";

export interface CheckRequest {
  cwd: string;
  command: string;
  env: Readonly<Record<string, string>>;
  timeoutMs: number;
  sandbox: Sandbox | null;
  /** What it has to read beside the worktree. */
  read?: readonly string[];
}

/** What is looked through for whether any test was run: the tail of a large project's may be all empty packages. */
const mostReadBytes = 4 * 1024 * 1024;
const mostTail = 16 * 1024;

/**
 * Runs a check once more when it is red: green then is green, and said to be flaky. The second time nothing stops at the
 * first failure where the program can be told so: what fails is compared with the base.
 */
export async function runCheck(host: Host, request: CheckRequest, signal: AbortSignal): Promise<CheckFacts> {
  const first = await runOnce(host, request, signal);
  if (first.ok || signal.aborted || first.verdict === "not_run") return first;
  const again = await runOnce(host, { ...request, command: keepGoing(request.command) }, signal);
  const second = { ...again, command: request.command, ms: first.ms + again.ms };
  return second.ok ? { ...second, flaky: true } : second;
}

async function runOnce(host: Host, request: CheckRequest, signal: AbortSignal): Promise<CheckFacts> {
  const { cwd, env, sandbox, read = [] } = request;
  const result = await runInWorktree(host, {
    worktree: cwd,
    env,
    sandbox,
    read,
    program: "/bin/sh",
    // One stream, so that the tail shows what was printed in the order in which it was printed.
    args: ["-c", `exec 2>&1\n${request.command}`],
    signal,
    timeoutMs: request.timeoutMs,
    maxStdoutBytes: mostReadBytes,
    keepTail: true,
  });
  // Each worktree has a path of its own: what is compared may not name it.
  const output = result.stdout.toString("utf8").replaceAll(`${request.cwd}/`, "");
  const exitCode = result.timedOut ? null : result.exitCode;
  const results = readResults(output, exitCode);
  const idle = result.exitCode === 0 && results.noTests;
  const why = result.timedOut
    ? `stopped after ${roughTimeText(request.timeoutMs)}`
    : idle
      ? "no test was run, which is not a pass"
      : null;
  const ok = result.exitCode === 0 && !idle;
  const notRun = ok ? null : results.notRun;
  return {
    command: request.command,
    ok,
    ms: result.ms,
    verdict: ok ? "passed" : notRun === null ? "failed" : "not_run",
    failing: ok ? [] : results.failing,
    newlyFailing: [],
    counts: results.counts,
    why: notRun?.why ?? why,
    next: notRun?.next ?? null,
    exitCode,
    tail: tailOf(output, mostTail) + (why === null ? "" : `\n${why[0]?.toUpperCase()}${why.slice(1)}`),
  };
}
