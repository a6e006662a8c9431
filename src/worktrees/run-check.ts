import type { CheckFacts } from "../core/event.ts";
import { ranNoTests } from "../ecosystems/checks/no-tests.ts";
import { childEnvironment } from "../host/environment.ts";
import type { Host } from "../host/host.ts";
import { runCommand } from "../host/run-command.ts";
import { roughTimeText } from "../text/duration.ts";

export interface CheckRequest {
  cwd: string;
  command: string;
  env: Readonly<Record<string, string>>;
  timeoutMs: number;
}

/** What is looked through for whether any test was run: the tail of a large project's may be all empty packages. */
const mostReadBytes = 4 * 1024 * 1024;
const mostTail = 16 * 1024;

/** Runs a check once more when it is red: green then is green, and said to be flaky. */
export async function runCheck(host: Host, request: CheckRequest, signal: AbortSignal): Promise<CheckFacts> {
  const first = await runOnce(host, request, signal);
  if (first.ok || signal.aborted) return first;
  const second = await runOnce(host, request, signal);
  return second.ok ? { ...second, ms: first.ms + second.ms, flaky: true } : { ...second, ms: first.ms + second.ms };
}

async function runOnce(host: Host, request: CheckRequest, signal: AbortSignal): Promise<CheckFacts> {
  const result = await runCommand(host, {
    program: "/bin/sh",
    // One stream, so that the tail shows what was printed in the order in which it was printed.
    args: ["-c", `exec 2>&1\n${request.command}`],
    cwd: request.cwd,
    env: childEnvironment(host.env, request.env),
    signal,
    timeoutMs: request.timeoutMs,
    maxStdoutBytes: mostReadBytes,
    keepTail: true,
    detached: true,
  });
  const output = result.stdout.toString("utf8");
  const late = result.timedOut ? `\nStopped after ${roughTimeText(request.timeoutMs)}` : "";
  const idle = result.exitCode === 0 && ranNoTests(output) ? "\nNo test was run, which is not a pass" : "";
  return {
    command: request.command,
    ok: result.exitCode === 0 && idle === "",
    ms: result.ms,
    tail: `${output.slice(-mostTail)}${late}${idle}`,
  };
}
