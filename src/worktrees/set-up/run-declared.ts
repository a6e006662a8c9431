import { BaroError } from "../../core/error.ts";
import type { Host } from "../../host/host.ts";
import type { DeclaredCommands } from "./declared-commands.ts";
import { runLogged } from "./run-logged.ts";

export interface DeclaredRun {
  declared: DeclaredCommands;
  root: string;
  worktree: string;
  /** The worktree's own variables. */
  env: Readonly<Record<string, string>>;
  log: string;
  signal?: AbortSignal | undefined;
}

const timeoutMs = 20 * 60_000;

/**
 * Runs what the repository declares for a new worktree. Throws `failed` with the end of the output at the first command
 * that fails: whoever works in a worktree that is half set up fails in ways that nobody understands.
 */
export async function runDeclared(host: Host, run: DeclaredRun): Promise<void> {
  const { declared, worktree, log, signal } = run;
  const env = { ...run.env, ...namesOfOthers(run) };
  for (const shown of declared.commands) {
    const command = { program: "/bin/sh", args: ["-c", shown], shown, cwd: worktree, env, log, timeoutMs, signal };
    const { ok, end, tail } = await runLogged(host, command);
    if (ok) continue;
    const said = tail === "" ? "" : `\n${tail}`;
    const { file } = declared;
    const trust = file === null ? "" : `trust ${file} again if it changed, `;
    const place = file ?? "the configuration";
    throw new BaroError("failed", `Cannot set up a worktree: \`${shown}\` of ${place} ${end}${said}`, {
      hint: `Everything it printed is in ${log}; mend it, ${trust}then: baro resume`,
    });
  }
}

/** The variables by which the files' own tools tell a command where it is. */
function namesOfOthers({ root, worktree, env }: DeclaredRun): Record<string, string> {
  return {
    ROOT_WORKTREE_PATH: root,
    SUPERSET_ROOT_PATH: root,
    SUPERSET_WORKSPACE_PATH: worktree,
    CONDUCTOR_ROOT_PATH: root,
    CONDUCTOR_WORKSPACE_PATH: worktree,
    ...(env["PORT"] === undefined ? {} : { CONDUCTOR_PORT: env["PORT"] }),
  };
}
