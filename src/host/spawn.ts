import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import process from "node:process";
import { type Child, type ChildExit, SpawnError, type SpawnRequest } from "./host.ts";

const defaultGraceMs = 2000;

/** Starts a program. See `Host.spawn` for the contract. */
export async function spawnChild(request: SpawnRequest): Promise<Child> {
  const child = spawn(request.program, [...request.args], {
    cwd: request.cwd,
    env: { ...request.env },
    stdio: [request.stdin === undefined || request.stdin === null ? "ignore" : "pipe", "pipe", "pipe"],
    detached: request.detached === true,
  });
  // Both Bun and Deno end the streams with "Premature close" on ENOENT, so the start is waited for first.
  await started(child, request);
  const pid = child.pid;
  const { stdout, stderr, stdin } = child;
  if (pid === undefined || stdout === null || stderr === null) throw new Error("A started process has no streams");
  const exit = ended(child);
  const stop = () => stopTree(pid, request, exit);
  const onAbort = () => void stop();
  request.signal?.addEventListener("abort", onAbort, { once: true });
  void exit.then(() => request.signal?.removeEventListener("abort", onAbort));
  if (request.signal?.aborted === true) onAbort();
  // A child that ends before it has read its input is no error of ours.
  stdin?.on("error", () => {});
  if (stdin !== null && request.stdin !== "pipe") stdin.end(request.stdin);
  return { pid, stdout, stderr, stdin: request.stdin === "pipe" && stdin !== null ? inputOf(stdin) : null, exit, stop };
}

function inputOf(stdin: NonNullable<ChildProcess["stdin"]>): NonNullable<Child["stdin"]> {
  return {
    write: (text) => new Promise((resolve) => stdin.write(text, () => resolve())),
    close: () => stdin.end(),
  };
}

function started(child: ChildProcess, request: SpawnRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error: NodeJS.ErrnoException) => reject(startFailure(request, error)));
  });
}

function startFailure(request: SpawnRequest, error: NodeJS.ErrnoException): SpawnError {
  if (error.code === "EACCES") return new SpawnError(request.program, "not-executable", error);
  if (error.code !== "ENOENT") return new SpawnError(request.program, "other", error);
  return new SpawnError(request.program, existsSync(request.cwd) ? "missing" : "other", error);
}

function ended(child: ChildProcess): Promise<ChildExit> {
  return new Promise((resolve) => {
    child.once("exit", (exitCode, signal) => resolve({ exitCode, signal }));
  });
}

async function stopTree(pid: number, request: SpawnRequest, exit: Promise<ChildExit>): Promise<void> {
  const target = request.detached === true ? -pid : pid;
  send(target, "SIGTERM");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const grace = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), request.graceMs ?? defaultGraceMs);
  });
  await Promise.race([exit, grace]);
  clearTimeout(timer);
  send(target, "SIGKILL");
  await exit;
}

/** Sends a signal; a target that is already gone is what was wanted. */
function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch {
    // Gone.
  }
}

/** Finds a program on a PATH; `null` when there is none that can be executed. */
export function findProgram(program: string, path: string | undefined): string | null {
  if (program.includes("/")) return isExecutable(program) ? program : null;
  for (const folder of (path ?? "").split(":")) {
    if (folder === "") continue;
    const candidate = `${folder}/${program}`;
    if (isExecutable(candidate)) return candidate;
  }
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
