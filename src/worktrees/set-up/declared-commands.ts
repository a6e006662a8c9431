import { parse } from "smol-toml";
import { BaroError } from "../../core/error.ts";
import { listOf, parseTolerantJson, recordOf, textOf } from "../../core/narrow.ts";
import type { Host } from "../../host/host.ts";
import type { Sandbox } from "../../host/sandbox.ts";
import { shellLine, shellWord } from "../../text/quoting.ts";
import { runLogged } from "./run-logged.ts";

/** Commands for every new worktree. */
export interface DeclaredCommands {
  /** The file of the repository that declares them, relative to the root; `null`: the person's configuration does. */
  file: string | null;
  commands: string[];
}

/** Files that declare how a worktree is set up, in the order in which they are preferred. */
export const declaringFiles = [
  ".cursor/worktrees.json",
  ".superset/config.json",
  ".conductor/settings.toml",
  "conductor.json",
  ".devcontainer/devcontainer.json",
  ".devcontainer.json",
] as const;
export type DeclaringFile = (typeof declaringFiles)[number];

/** The set-up commands that a file declares; none when it declares something else, or is broken. */
export function declaredCommands(file: DeclaringFile, text: string): string[] {
  return read(file, text)
    .map((command) => command.trim())
    .filter((command) => command !== "");
}

function read(file: DeclaringFile, text: string): string[] {
  switch (file) {
    case ".cursor/worktrees.json":
      return cursorCommands(text);
    case ".superset/config.json":
      return texts(parseTolerantJson(text)?.["setup"]);
    case ".conductor/settings.toml":
      return texts(recordOf(tomlOf(text)["scripts"])["setup"]);
    case "conductor.json":
      return texts(recordOf(parseTolerantJson(text)?.["scripts"])["setup"]);
    case ".devcontainer/devcontainer.json":
    case ".devcontainer.json":
      return containerCommands(parseTolerantJson(text)?.["postCreateCommand"]);
  }
}

/** A list holds commands; a text names a script beside the file. */
function cursorCommands(text: string): string[] {
  const manifest = parseTolerantJson(text) ?? {};
  const entry = manifest["setup-worktree-unix"] ?? manifest["setup-worktree"];
  return typeof entry === "string" ? [`sh ${shellWord(`.cursor/${entry}`)}`] : texts(entry);
}

/** A text is for the shell, a list is one program with its arguments, a table holds several of either. */
function containerCommands(entry: unknown): string[] {
  if (typeof entry === "string") return [entry];
  if (Array.isArray(entry)) return [shellLine(texts(entry))];
  return Object.values(recordOf(entry)).flatMap((one) =>
    typeof one === "object" && !Array.isArray(one) ? [] : containerCommands(one),
  );
}

function texts(entry: unknown): string[] {
  return typeof entry === "string" ? [entry] : listOf(entry).map(textOf);
}

function tomlOf(text: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch {
    return {};
  }
}

interface DeclaredRun {
  declared: DeclaredCommands;
  root: string;
  worktree: string;
  /** The worktree's own variables. */
  env: Readonly<Record<string, string>>;
  log: string;
  sandbox: Sandbox | null;
  signal?: AbortSignal | undefined;
}

const timeoutMs = 20 * 60_000;

/**
 * Runs what the repository declares for a new worktree. Throws `failed` with the end of the output at the first command
 * that fails: whoever works in a worktree that is half set up fails in ways that nobody understands.
 */
export async function runDeclared(host: Host, run: DeclaredRun): Promise<void> {
  const { declared, root, worktree, log, sandbox, signal } = run;
  const env = { ...run.env, ...namesOfOthers(run) };
  for (const shown of declared.commands) {
    const command = { program: "/bin/sh", args: ["-c", shown], shown, worktree, env, log, timeoutMs, signal };
    // The person has trusted these, and to copy what their checkout has is what most of them are for.
    const { ok, end, tail } = await runLogged(host, { ...command, sandbox, read: [root] });
    if (ok) continue;
    const said = tail === "" ? "" : `\n${tail}`;
    const { file } = declared;
    const trust = file === null ? "" : `trust ${file} again if it changed, `;
    const place = file ?? "the configuration";
    throw new BaroError("failed", `Cannot set up a worktree: \`${shown}\` of ${place} ${end}${said}`, {
      hint: `Its output is in ${log}; fix it, ${trust}then: baro resume`,
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
