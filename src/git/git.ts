import { BaroError, messageOf } from "../core/error.ts";
import { childEnvironment, fixedPath } from "../host/environment.ts";
import { type Child, type Host, SpawnError } from "../host/host.ts";
import { type CommandResult, runCommand } from "../host/run-command.ts";
import { commandOf, pinnedParameters, plainArguments } from "./settings.ts";

/** What git needs of the host. */
export type GitHost = Pick<Host, "env" | "spawn" | "sleep" | "elapsed">;

export interface GitOptions {
  stdin?: string | Uint8Array;
  /** Set for this call only, e.g. `GIT_INDEX_FILE`. */
  env?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  timeoutMs?: number;
  maxStdoutBytes?: number;
}

/** A git command that ended with a failure, with everything that is needed to explain it. */
export class GitFailure extends Error {
  readonly args: readonly string[];
  readonly exitCode: number | null;
  readonly stderr: string;
  readonly stdout: string;
  constructor(args: readonly string[], result: CommandResult) {
    const stderr = result.stderr.toString("utf8").trim();
    const lines = stderr.split("\n");
    // The first one names the cause; what follows is its consequence.
    const said = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.at(-1) ?? "";
    const state = result.timedOut ? "did not finish in time" : said;
    const end = result.exitCode === null ? "it was ended" : `exit code ${result.exitCode}`;
    super(`git ${commandOf(args)}: ${state === "" ? end : state}`);
    this.name = "GitFailure";
    this.args = args;
    this.exitCode = result.exitCode;
    this.stderr = stderr;
    this.stdout = result.stdout.toString("utf8");
  }
}

/**
 * The environment of every git we start: no prompt, no editor, no pager, no background maintenance, no lock taken
 * for a read, messages in English, whatever the person's environment says about another repository removed.
 */
const fixedEnvironment = {
  GIT_TERMINAL_PROMPT: "0",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_EDITOR: "true",
  GIT_SEQUENCE_EDITOR: "true",
  GIT_PAGER: "cat",
  GIT_ASKPASS: "",
  // ssh and its signer ask on the terminal, whatever their stdin is, unless a program has to be asked. This one says no.
  SSH_ASKPASS: "false",
  SSH_ASKPASS_REQUIRE: "force",
  LC_ALL: "C",
  LANGUAGE: "C",
} as const;

const passedThrough = [
  "GIT_CONFIG_GLOBAL",
  "GIT_CONFIG_SYSTEM",
  "GIT_CONFIG_NOSYSTEM",
  "GIT_CONFIG_COUNT",
  "GIT_AUTHOR_NAME",
  "GIT_AUTHOR_EMAIL",
  "GIT_COMMITTER_NAME",
  "GIT_COMMITTER_EMAIL",
  "GIT_SSH",
  "GIT_SSH_COMMAND",
  "GIT_SSL_CAINFO",
  "GIT_SSL_NO_VERIFY",
  "GIT_CEILING_DIRECTORIES",
  "GIT_ALLOW_PROTOCOL",
  "SSH_AUTH_SOCK",
  "GPG_TTY",
  "GNUPGHOME",
];

/**
 * The environment of a git command that must not ask a remote for what is missing: which remote that is may be somebody
 * else's word. An older git knows the first of these not.
 */
export const noFetch = { GIT_NO_LAZY_FETCH: "1", GIT_ALLOW_PROTOCOL: "" } as const;

/** What git is given at most, whatever it does: a file that blocks blocks for ever. */
const mostMs = 30 * 60_000;

/** Leading arguments of a git command that must not run the person's hooks. */
export const noHooks = ["-c", "core.hooksPath=/dev/null"] as const;

/** Messages of git that mean "somebody else holds a lock": the same command may succeed a moment later. */
const lockMessage =
  /(\.lock'?: File exists|cannot lock ref|unable to lock|failed to read .*commondir|Another git process)/i;
const lockTries = 6;
/** No longer: git waits for some locks itself, and one that a killed git left is never given back. */
const mostLockMs = 2500;

/** Runs git and gives its result whatever the exit code. Throws `git-missing` or `git-failed` only when git can't be started. */
export async function tryGit(
  host: GitHost,
  cwd: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<CommandResult> {
  const env = environmentOf(host, options.env);
  const from = host.elapsed();
  for (let attempt = 1; ; attempt++) {
    const result = await start(host, cwd, args, env, options);
    const locked = result.exitCode !== 0 && lockMessage.test(result.stderr.toString("utf8"));
    const isEnough = attempt === lockTries || (attempt > 1 && host.elapsed() - from > mostLockMs);
    if (!locked || isEnough || options.signal?.aborted === true) return result;
    await host.sleep(15 * 2 ** attempt, options.signal);
  }
}

/** Starts a git that goes on, to be asked again and again over its stdin. Whoever asks reads and closes it. */
export function startGit(
  host: GitHost,
  cwd: string,
  args: readonly string[],
  env: GitOptions["env"] = {},
): Promise<Child> {
  return host.spawn({ program: "git", args: plainArguments(args), cwd, env: environmentOf(host, env), stdin: "pipe" });
}

function environmentOf(host: GitHost, own: GitOptions["env"] = {}): Record<string, string> {
  const gitConfigVariables = Object.keys(host.env).filter((name) => /^GIT_CONFIG_(KEY|VALUE)_\d+$/.test(name));
  const names = [...passedThrough, ...gitConfigVariables];
  const given = own["GIT_CONFIG_PARAMETERS"];
  const settings = given === undefined ? pinnedParameters : `${given} ${pinnedParameters}`;
  const env = childEnvironment(host.env, { ...fixedEnvironment, ...own, GIT_CONFIG_PARAMETERS: settings }, names);
  // What git starts in turn is not looked for where an agent worked.
  return env["PATH"] === undefined ? env : { ...env, PATH: fixedPath(env["PATH"]) };
}

async function start(
  host: GitHost,
  cwd: string,
  args: readonly string[],
  env: Record<string, string>,
  options: GitOptions,
): Promise<CommandResult> {
  try {
    return await runCommand(host as Host, {
      program: "git",
      args: plainArguments(args),
      cwd,
      env,
      stdin: options.stdin ?? null,
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? mostMs,
      maxStdoutBytes: options.maxStdoutBytes ?? 512 * 1024 * 1024,
    });
  } catch (error) {
    if (!(error instanceof SpawnError)) throw error;
    if (error.reason === "other") {
      throw new BaroError("git-failed", `Cannot use git in "${cwd}": ${messageOf(error.cause)}`, { cause: error });
    }
    const why = error.reason === "missing" ? "it is not on the PATH" : "the git on the PATH can't be run";
    throw new BaroError("git-missing", `Cannot use git: ${why}`, { hint: "Install git 2.38 or newer" });
  }
}

/** Runs git and gives its stdout. Throws `GitFailure` on any exit code but 0. */
export async function git(
  host: GitHost,
  cwd: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<string> {
  return (await gitBytes(host, cwd, args, options)).toString("utf8");
}

/** As `git`, for output that is not text. */
export async function gitBytes(
  host: GitHost,
  cwd: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Buffer> {
  const result = await tryGit(host, cwd, args, options);
  if (result.exitCode !== 0) throw new GitFailure(args, result);
  return result.stdout;
}
