import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import type { Host } from "../host/host.ts";
import { findProgram } from "../host/spawn.ts";
import type { AgentTask } from "./agent.ts";

interface Invocation {
  program: string;
  args: readonly string[];
}

export interface SandboxPlace {
  /** A private folder of this one start. */
  folder: string;
  /** Where the program keeps its sessions and renews its sign-in: without these it does not start. */
  stateFolders: readonly string[];
}

/** Whether `--sandbox` can be kept here: bubblewrap is a Linux program. */
export function sandboxProgram(host: Pick<Host, "platform" | "env">): string | null {
  return host.platform === "linux" ? findProgram("bwrap", host.env["PATH"]) : null;
}

/**
 * Wraps a command in bubblewrap when the task asks for it: the worktree, the folders that belong to it and temp can be
 * written, everything else is read-only. Without bubblewrap the command is not run unbound: it is refused by name.
 */
export function sandboxed(host: Host, task: AgentTask, place: SandboxPlace, invocation: Invocation): Invocation {
  if (!task.sandbox) return invocation;
  const { folder, stateFolders } = place;
  // The program would make these itself, were what they are in not read-only.
  for (const state of stateFolders) mkdirSync(state, { recursive: true });
  const bwrap = sandboxProgram(host) ?? "bwrap";
  const temp = [task.env["TMPDIR"] ?? host.env["TMPDIR"] ?? tmpdir(), "/tmp", folder];
  const writable = [task.cwd, ...task.writable, ...temp, ...stateFolders];
  return {
    program: bwrap,
    args: [
      ...["--ro-bind", "/", "/"],
      ...["--dev", "/dev"],
      ...["--proc", "/proc"],
      ...[...new Set(writable.filter((path) => existsSync(path)).map((path) => realpathSync(path)))].flatMap((path) => [
        "--bind",
        path,
        path,
      ]),
      // An agent has no business with keys, readable or not.
      ...secretFolders(host.env).flatMap((path) => ["--tmpfs", path]),
      ...["--unshare-pid", "--die-with-parent", "--chdir", task.cwd, "--"],
      invocation.program,
      ...invocation.args,
    ],
  };
}

function secretFolders(env: Host["env"]): string[] {
  const home = env["HOME"] ?? "";
  return [`${home}/.ssh`, `${home}/.gnupg`, `${home}/.aws`].filter((path) => existsSync(path));
}
