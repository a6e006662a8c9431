import { existsSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import type { Host } from "../host/host.ts";
import { findProgram } from "../host/spawn.ts";
import type { AgentTask } from "./agent.ts";

interface Invocation {
  program: string;
  args: readonly string[];
}

/** Whether `--sandbox` can be kept here: bubblewrap is a Linux program. */
export function sandboxProgram(host: Pick<Host, "platform" | "env">): string | null {
  return host.platform === "linux" ? findProgram("bwrap", host.env["PATH"]) : null;
}

/**
 * Wraps a command in bubblewrap when the task asks for it: the worktree, the folders that belong to it and temp can be
 * written, everything else is read-only. Without bubblewrap the command is not run unbound: it is refused by name.
 */
export function sandboxed(host: Host, task: AgentTask, folder: string, invocation: Invocation): Invocation {
  if (!task.sandbox) return invocation;
  const bwrap = sandboxProgram(host) ?? "bwrap";
  const writable = [task.cwd, ...task.writable, tmpdir(), "/tmp", folder, ...ownState(host.env)];
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
      // Keys are no business of an agent's, readable or not.
      ...secretFolders(host.env).flatMap((path) => ["--tmpfs", path]),
      ...["--unshare-pid", "--die-with-parent", "--chdir", task.cwd, "--"],
      invocation.program,
      ...invocation.args,
    ],
  };
}

/** Where the agents keep their sessions and renew their sign-in: without these they don't start. */
function ownState(env: Host["env"]): string[] {
  const home = env["HOME"];
  if (home === undefined) return [];
  const config = env["XDG_CONFIG_HOME"] ?? `${home}/.config`;
  const data = env["XDG_DATA_HOME"] ?? `${home}/.local/share`;
  const state = env["XDG_STATE_HOME"] ?? `${home}/.local/state`;
  const cache = env["XDG_CACHE_HOME"] ?? `${home}/.cache`;
  return [
    ...[`${home}/.claude`, `${home}/.claude.json`, `${home}/.codex`, `${home}/.pi`],
    ...[env["CLAUDE_CONFIG_DIR"], env["CODEX_HOME"], env["PI_CODING_AGENT_DIR"]].filter((path) => path !== undefined),
    ...[config, data, state, cache].map((folder) => `${folder}/opencode`),
  ];
}

function secretFolders(env: Host["env"]): string[] {
  const home = env["HOME"] ?? "";
  return [`${home}/.ssh`, `${home}/.gnupg`, `${home}/.aws`].filter((path) => existsSync(path));
}
