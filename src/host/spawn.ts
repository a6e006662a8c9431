import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { startedWithMark } from "./descent-mark.ts";
import { fixedPath } from "./environment.ts";
import { type Child, type ChildExit, SpawnError, type SpawnRequest } from "./host.ts";
import { beginningOf } from "./process-list.ts";
import { endTree, type ProcessTree, treeVariable } from "./process-tree.ts";
import type { TreeKeeper } from "./watchdog.ts";

const defaultGraceMs = 2000;

/** Starts a program. See `Host.spawn` for the contract. */
export async function spawnChild(request: SpawnRequest, keeper: TreeKeeper): Promise<Child> {
  const program = ownOf(request);
  const marker = request.detached === true ? keeper.newMarker() : null;
  const start = () =>
    spawn(program, [...request.args], {
      cwd: request.cwd,
      env: { ...request.env, ...(marker === null ? {} : { [treeVariable]: marker }) },
      stdio: [request.stdin === undefined || request.stdin === null ? "ignore" : "pipe", "pipe", "pipe"],
      detached: request.detached === true,
    });
  const child = marker === null ? start() : startedWithMark(true, start);
  // Both Bun and Deno end the streams with "Premature close" on ENOENT, so the start is waited for first.
  await started(child, request);
  const pid = child.pid;
  const { stdout, stderr, stdin } = child;
  if (pid === undefined || stdout === null || stderr === null) throw new Error("A started process has no streams");
  const tree = { pid, marker, began: marker === null ? null : beginningOf(pid), place: request.ownPlace ?? null };
  if (marker !== null) keeper.add(tree);
  const exit = marker === null ? ended(child) : endedWithTree(child, tree, keeper);
  let over = false;
  // The pid of what is over may belong to somebody else by now.
  const stop = async () => (over ? undefined : await stopTree(tree, request, exit));
  const onAbort = () => void stop();
  request.signal?.addEventListener("abort", onAbort, { once: true });
  void exit.then(() => {
    over = true;
    request.signal?.removeEventListener("abort", onAbort);
  });
  if (request.signal?.aborted === true) onAbort();
  // A child that ends before it has read its input is not our error.
  stdin?.on("error", () => {});
  if (stdin !== null && request.stdin !== "pipe") stdin.end(request.stdin);
  const input = request.stdin === "pipe" && stdin !== null ? inputOf(stdin) : null;
  return { pid, stdout: outputOf(stdout), stderr: outputOf(stderr), stdin: input, exit, stop };
}

/**
 * What is started by its name alone. Where the PATH begins in the folder that one stands in (`.`, `node_modules/.bin`), that
 * folder is whoever's works there: it is passed over.
 */
function ownOf({ program, env }: SpawnRequest): string {
  const path = env["PATH"];
  if (program.includes("/") || path === undefined || fixedPath(path) === path) return program;
  const found = findProgram(program, path);
  if (found === null) throw new SpawnError(program, "missing", new Error(`"${program}" is not on the PATH`));
  return found;
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

/** What is left of a tree when its child ended by itself had its chance: it is not waited for as long. */
const leftoverGraceMs = 500;
/** How long a pipe may stay open and silent after its tree is gone, before it is cut. */
const pipePatienceMs = 1000;

async function endedWithTree(child: ChildProcess, tree: ProcessTree, keeper: TreeKeeper): Promise<ChildExit> {
  const exit = await ended(child);
  await endTree(tree, leftoverGraceMs);
  keeper.end(tree);
  for (const stream of [child.stdout, child.stderr]) if (stream !== null) void cutWhenIdle(stream);
  return exit;
}

/**
 * A process that no mark and no parent leads to may still hold a pipe; what it says is nobody's output. A reader that
 * is slow keeps the stream filled, and loses nothing.
 */
async function cutWhenIdle(stream: Output): Promise<void> {
  while (!stream.readableEnded && !stream.destroyed) {
    await wait(pipePatienceMs, undefined, { ref: false });
    if (stream.readableLength === 0) stream.destroy();
  }
}

type Output = NonNullable<ChildProcess["stdout"]>;

function outputOf(stream: Output): AsyncGenerator<Uint8Array> {
  let change = Promise.withResolvers<void>();
  const onChange = () => {
    change.resolve();
    change = Promise.withResolvers();
  };
  // A stream that nobody listens to is thrown away when the child ends, which may be before the first read.
  for (const event of ["readable", "end", "close", "error"]) stream.on(event, onChange);
  return chunksOf(stream, () => change.promise);
}

/**
 * A stream that was cut ends like one that ended. The stream's own iterator takes as long to set up as a small program
 * takes to run, and there are very many of those.
 */
async function* chunksOf(stream: Output, changed: () => Promise<void>): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const next = changed();
      const chunk = stream.read() as Uint8Array | null;
      if (chunk !== null) yield chunk;
      else if (stream.readableEnded || stream.destroyed) return;
      else await next;
    }
  } finally {
    stream.destroy();
  }
}

async function stopTree(tree: ProcessTree, request: SpawnRequest, exit: Promise<ChildExit>): Promise<void> {
  await endTree(tree, request.graceMs ?? defaultGraceMs);
  await exit;
}

/** Finds a program on a PATH; `null` when there is none that can be executed. What depends on where one stands is passed over. */
export function findProgram(program: string, path: string | undefined): string | null {
  if (program.includes("/")) return isExecutable(program) ? program : null;
  for (const folder of fixedPath(path ?? "").split(":")) {
    if (folder === "") continue;
    const candidate = `${folder}/${program}`;
    if (isExecutable(candidate)) return candidate;
  }
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Why a program that is looked for is none, where something has its name: `a folder (/usr/bin/x)`; null: nothing has. */
export function unusableProgram(program: string, path: string | undefined): string | null {
  const folders = (path ?? "").split(":").filter((folder) => folder !== "");
  const places = program.includes("/") ? [program] : folders.map((folder) => `${folder}/${program}`);
  for (const place of places) {
    const stat = statSync(place, { throwIfNoEntry: false });
    if (stat !== undefined) return `${stat.isDirectory() ? "a folder" : "not executable"} (${place})`;
  }
  return null;
}
