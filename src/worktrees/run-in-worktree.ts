import { childEnvironment } from "../host/environment.ts";
import type { Host } from "../host/host.ts";
import { type CommandRequest, type CommandResult, runCommand } from "../host/run-command.ts";
import { confined, type Sandbox } from "../host/sandbox.ts";

/** A command of a repository, of its packages or of a person's hooks: what is in it nobody knows. */
export interface WorktreeCommand extends Omit<CommandRequest, "cwd" | "env" | "detached"> {
  /** The whole worktree, which it may write. */
  worktree: string;
  /** Where it is started; left out: at the worktree's root. */
  cwd?: string;
  /** The worktree's own variables; those that every child gets are added. */
  env: Readonly<Record<string, string>>;
  /** What the run is held to. */
  sandbox: Sandbox | null;
  /** What it has to read beside the worktree, such as the folder of a hook. */
  read?: readonly string[];
  /** What it may write beside the worktree. */
  write?: readonly string[];
}

/** The one door through which a command is started in a worktree, agents aside: checks, set-up, hooks. */
export function runInWorktree(host: Host, command: WorktreeCommand): Promise<CommandResult> {
  const { worktree, cwd = worktree, env, sandbox, read = [], write = [], program, args, ...rest } = command;
  const reach = { cwd, write: [worktree, ...write], read };
  return runCommand(host, {
    ...rest,
    ...confined(host, sandbox, reach, { program, args }),
    cwd,
    env: childEnvironment(host.env, env),
    detached: true,
    ownPlace: worktree,
  });
}
