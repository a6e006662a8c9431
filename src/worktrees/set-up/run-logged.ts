import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { type Host, SpawnError } from "../../host/host.ts";
import type { Sandbox } from "../../host/sandbox.ts";
import { roughTimeText } from "../../text/duration.ts";
import { runInWorktree } from "../run-in-worktree.ts";

export interface LoggedCommand {
  program: string;
  args: readonly string[];
  /** As a person would type it. */
  shown: string;
  worktree: string;
  /** Where it is started; left out: at the worktree's root. */
  cwd?: string;
  env: Readonly<Record<string, string>>;
  /** Everything it prints goes to the end of this file. */
  log: string;
  timeoutMs: number;
  sandbox: Sandbox | null;
  /** What it has to read beside the worktree. */
  read?: readonly string[];
  signal?: AbortSignal | undefined;
}

export interface LoggedEnd {
  ok: boolean;
  /** How it ended, in words. */
  end: string;
  /** The last of what it printed. */
  tail: string;
}

const mostLogged = 4 * 1024 * 1024;
const tailLines = 12;

/** Runs a command of a set-up, with everything that it says in a log. */
export async function runLogged(host: Host, command: LoggedCommand): Promise<LoggedEnd> {
  const { shown, log, timeoutMs, ...request } = command;
  await mkdir(dirname(log), { recursive: true, mode: 0o700 });
  try {
    const result = await runInWorktree(host, {
      ...request,
      program: "/bin/sh",
      // One stream, so that the log has everything in the order in which it was printed.
      args: ["-c", 'exec "$@" 2>&1', "sh", command.program, ...command.args],
      timeoutMs,
      maxStdoutBytes: mostLogged,
      keepTail: true,
    });
    const output = result.stdout.toString("utf8");
    const end = result.timedOut
      ? `did not end within ${roughTimeText(timeoutMs)}`
      : `ended with ${result.exitCode === null ? `signal ${result.signal}` : `exit code ${result.exitCode}`}`;
    const text = `$ ${shown}\n${output}${output.endsWith("\n") || output === "" ? "" : "\n"}[${end}]\n`;
    await appendFile(log, host.shown(text), { mode: 0o600 });
    const ok = result.exitCode === 0 && !result.timedOut;
    return { ok, end, tail: output.trimEnd().split("\n").slice(-tailLines).join("\n") };
  } catch (error) {
    if (!(error instanceof SpawnError)) throw error;
    return { ok: false, end: `could not be started (${error.reason})`, tail: "" };
  }
}
