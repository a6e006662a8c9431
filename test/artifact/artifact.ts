import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { EventOf, RunEvent, RunEventBody } from "../../src/core/event.ts";
import { scratchFolder } from "../support/scratch.ts";

/** The compiled binary; `npm test` builds it before the tests run. */
export const artifact = join(import.meta.dir, "..", "..", "dist", "baro");
if (!existsSync(artifact)) throw new Error(`Cannot test "${artifact}": build it first with npm run build`);

export interface Call {
  cwd: string;
  args: readonly string[];
  env?: Record<string, string>;
  stdin?: string;
  onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
  /** Called with each event of `--json` as it comes; may signal the process. */
  onEvent?: (event: RunEvent, kill: (signal: NodeJS.Signals) => void) => void;
}

export interface Ended {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  events: RunEvent[];
}

/** A state folder, a cache folder and a home of a test's own, with the environment that points there. */
export function privateState() {
  const folder = scratchFolder();
  const env: Record<string, string> = {
    PATH: process.env["PATH"] ?? "",
    HOME: join(folder.path, "home"),
    TMPDIR: process.env["TMPDIR"] ?? "/tmp",
    BARO_HOME: join(folder.path, "state"),
    XDG_CACHE_HOME: join(folder.path, "cache"),
    XDG_CONFIG_HOME: join(folder.path, "config"),
    LANG: "C.UTF-8",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Ada Tester",
    GIT_AUTHOR_EMAIL: "ada@example.com",
    GIT_COMMITTER_NAME: "Ada Tester",
    GIT_COMMITTER_EMAIL: "ada@example.com",
  };
  return { ...folder, env };
}

/** Runs the binary to its end. `program` can be another way to start it, such as Deno on the sources. */
export function runArtifact(call: Call, program: readonly string[] = [artifact]): Promise<Ended> {
  const [file = "", ...leading] = program;
  const child = spawn(file, [...leading, ...call.args], { cwd: call.cwd, env: call.env ?? {}, stdio: "pipe" });
  call.onStart?.((signal) => child.kill(signal));
  child.stdin.on("error", () => {});
  child.stdin.end(call.stdin ?? "");
  const ended: Ended = { exitCode: null, signal: null, stdout: "", stderr: "", events: [] };
  let rest = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => {
    ended.stdout += text;
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!line.startsWith('{"v":1')) continue;
      const event = JSON.parse(line) as RunEvent;
      ended.events.push(event);
      call.onEvent?.(event, (signal) => child.kill(signal));
    }
  });
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    ended.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode, signal) => resolve({ ...ended, exitCode, signal }));
  });
}

/** All events of one type, in order. */
export function eventsOf<T extends RunEventBody["type"]>(events: readonly RunEvent[], type: T): EventOf<T>[] {
  return events.filter((event) => event.type === type) as unknown as EventOf<T>[];
}
