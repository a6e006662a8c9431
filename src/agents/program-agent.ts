import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { AgentChoice } from "../core/agent-name.ts";
import { messageOf } from "../core/error.ts";
import { recordOf, textOf } from "../core/narrow.ts";
import { childEnvironment } from "../host/environment.ts";
import { type Host, SpawnError } from "../host/host.ts";
import { findPlainText } from "../host/read-plain.ts";
import { runCommand } from "../host/run-command.ts";
import { findProgram, unusableProgram } from "../host/spawn.ts";
import type { Agent, AgentStatus } from "./agent.ts";
import { type AgentProgram, lineConversation } from "./conversation.ts";
import { newMapper } from "./mapper.ts";
import type { ProgramSpec } from "./program-spec.ts";
import { runAgent } from "./run-agent.ts";

/** The agent that a program is. */
export function newProgramAgent(spec: ProgramSpec, choice: AgentChoice): Agent {
  return {
    choice,
    provider: spec.provider(choice.model),
    start: (host, task, signal) =>
      runAgent(host, programOf(host, spec), { ...task, model: task.model ?? choice.model }, signal),
    status: (host) => statusOf(host, spec),
  };
}

function programOf(host: Host, spec: ProgramSpec): AgentProgram {
  const usageOf = (session: string) => spec.sessionUsage?.(session, host.env) ?? null;
  return {
    program: spec.program,
    install: spec.advice.install,
    announcesTools: spec.announcesTools,
    passes: spec.passes,
    stateFolders: spec.stateFolders,
    ownSettings: spec.ownSettings,
    leavesBehind: spec.leavesBehind,
    failedStart: spec.failedStart,
    command: spec.command,
    converse: ({ cwd, resume }, _child, stdout) => {
      const usageBefore = resume === null ? null : (usageOf(resume)?.own ?? null);
      return lineConversation(
        newMapper(spec.newTranslation({ cwd, now: host.now, usageBefore, resumed: resume !== null })),
        stdout,
      );
    },
    sessionUsage: (session) => usageOf(session)?.whole ?? null,
  };
}

async function statusOf(host: Host, spec: ProgramSpec): Promise<AgentStatus> {
  const { name, program, advice } = spec;
  const tried = `${spec.tried.from} up to ${spec.tried.below}`;
  const path = findProgram(program, host.env["PATH"]);
  const absent = (lacks: string | null, next: string): AgentStatus => {
    const unknown = { path, version: null, tried, supported: null, signedIn: null };
    return { name, installed: false, ...(lacks === null ? {} : { lacks }), ...unknown, advice: next };
  };
  if (path === null) {
    const unusable = unusableProgram(program, host.env["PATH"]);
    const instead = unusable === null ? "" : "Take that off the PATH, or make it executable. ";
    return absent(unusable, `${instead}Install it with \`${advice.install}\``);
  }
  const packaged = packagedVersion(path, program);
  const told = packaged === null ? await toldVersion(host, path) : { version: packaged, trouble: null };
  if (told.trouble !== null)
    return absent(`there, but can't be started (${told.trouble})`, `See what is wrong with: ${path} --version`);
  const { version } = told;
  const supported = version === null ? null : inRange(version, spec.tried);
  const signedIn = spec.signedIn(host.env);
  return { name, installed: true, path, version, tried, supported, signedIn, advice: adviceFor() };

  function adviceFor(): string | null {
    if (signedIn === false) return advice.signIn;
    if (version === null) return `It does not say its version: is ${path} the right program?`;
    if (supported !== false) return null;
    // A newer one speaks as the one before it most of the time; of an older one it is known that some figures are wrong.
    if (compareVersions(version, spec.tried.from) >= 0) return `Version ${version} was not tried; ${tried} was`;
    return `Version ${version} is older than what was tried (${tried}); update it with \`${advice.install}\``;
  }
}

const levelsUp = 4;

/** What a package says of itself. */
export const packageManifest = "package.json";

/** The version in the package that a program belongs to: some of them take seconds to tell it themselves. */
function packagedVersion(path: string, program: string): string | null {
  let folder = dirname(realpathSync(path));
  for (let level = 0; level < levelsUp; level++) {
    const file = join(folder, packageManifest);
    const text = findPlainText(file);
    if (text !== null) {
      const manifest = recordOf(JSON.parse(text));
      if (Object.hasOwn(recordOf(manifest["bin"]), program)) return textOf(manifest["version"]) || null;
    }
    folder = dirname(folder);
  }
  return null;
}

const versionPatienceMs = 10_000;

/** What a program says of its version, or what keeps it from being started at all. */
async function toldVersion(host: Host, path: string): Promise<{ version: string | null; trouble: string | null }> {
  try {
    const { exitCode, stdout, stderr } = await runCommand(host, {
      program: path,
      args: ["--version"],
      cwd: "/",
      env: childEnvironment(host.env),
      timeoutMs: versionPatienceMs,
      maxStdoutBytes: 4096,
      detached: true,
    });
    // As `env` and shells say that there is no interpreter, or none that can be run.
    const isStartless = exitCode === 126 || exitCode === 127;
    const trouble = isStartless ? (stderr.toString("utf8").trim().split("\n").at(-1) ?? "") : null;
    if (exitCode !== 0) return { version: null, trouble: trouble === "" ? `exit code ${exitCode}` : trouble };
    return { version: /\b\d+\.\d+\.\d+(?:[-+][\w.]+)?/.exec(stdout.toString("utf8"))?.[0] ?? null, trouble: null };
  } catch (error) {
    if (!(error instanceof SpawnError)) throw error;
    const why = error.reason === "missing" ? "its interpreter is missing" : "it can't be executed";
    return { version: null, trouble: error.reason === "other" ? messageOf(error.cause) : why };
  }
}

/** Whether `from <= version < below`, by the three numbers alone. */
export function inRange(version: string, { from, below }: { from: string; below: string }): boolean {
  return compareVersions(version, from) >= 0 && compareVersions(version, below) < 0;
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  const at = left.findIndex((number, index) => number !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

function numbersOf(version: string): number[] {
  const parts = version.split(/[-+]/)[0]?.split(".") ?? [];
  return [0, 1, 2].map((index) => Number(parts[index] ?? 0));
}
