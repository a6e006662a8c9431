import { childEnvironment } from "../../../host/environment.ts";
import { type CommandResult, runCommand } from "../../../host/run-command.ts";
import type { ToolContext } from "../tool.ts";

const timeoutMs = 60_000;

/** Asks git about the worktree: it alone knows what is ignored. */
export function queryGit(
  context: ToolContext,
  args: readonly string[],
  maxStdoutBytes: number,
): Promise<CommandResult> {
  const { host, cwd, signal } = context;
  return runCommand(host, {
    program: "git",
    // A repository may name a program to ask for changes; reading must start none.
    args: ["-c", "core.fsmonitor=false", "-c", "core.quotePath=false", ...args],
    cwd,
    env: childEnvironment(host.env, { GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C.UTF-8" }),
    signal,
    timeoutMs,
    maxStdoutBytes,
  });
}
