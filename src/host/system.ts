import { randomBytes } from "node:crypto";
import process from "node:process";
import { isCompiled } from "./compiled.ts";
import { forgetEnvironment } from "./forget-environment.ts";
import type { Host } from "./host.ts";
import { listenHttp } from "./http-server.ts";
import { launchProgram } from "./launch.ts";
import { exemptLoopback } from "./loopback.ts";
import { endMarked } from "./process-tree.ts";
import { readNamedText } from "./read-plain.ts";
import { spawnChild } from "./spawn.ts";
import { terminalControls } from "./terminal-controls.ts";
import { newTreeKeeper } from "./watchdog.ts";

const idAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";

/** The real machine. `forgets`: nobody else is to read in this process's environment what it was started with. */
export function systemHost({ forgets = false } = {}): Host {
  exemptLoopback(process.env);
  forgiveClosedReaders();
  const treeMark = randomId(16);
  const keeper = newTreeKeeper(treeMark);
  const filters: ((text: string) => string)[] = [];
  const shown = (text: string) => filters.reduce((result, clean) => clean(result), text);
  return {
    env: forgets ? forgetEnvironment() : process.env,
    cwd: workingFolder(),
    pid: process.pid,
    platform: process.platform,
    arch: process.arch,
    runTime: runTimeHere(),
    treeMark,
    self: ownCommand(),
    terminal: {
      // Looked at when asked: touching the streams costs more than all the rest of a start.
      get stdinIsTty() {
        return process.stdin.isTTY === true;
      },
      get stdoutIsTty() {
        return process.stdout.isTTY === true;
      },
      get stderrIsTty() {
        return process.stderr.isTTY === true;
      },
      columns: () => process.stderr.columns ?? process.stdout.columns ?? 80,
      rows: () => process.stderr.rows ?? process.stdout.rows ?? 24,
      controls: terminalControls,
    },
    now: () => Date.now(),
    elapsed: () => performance.now(),
    sleep,
    newId: () => randomId(6),
    newSecret: () => randomBytes(32).toString("base64url"),
    spawn: (request) => spawnChild(request, keeper),
    launch: launchProgram,
    listen: listenHttp,
    endTrees: endMarked,
    hide: (clean) => void filters.push(clean),
    shown,
    writeOut: (text) => void process.stdout.write(shown(text)),
    writeAsIs: (text) => void process.stdout.write(text),
    writeErr: (text) => void process.stderr.write(shown(text)),
    readNamed: readNamedText,
    readStdin,
    stdinChunks: () => process.stdin as AsyncIterable<Uint8Array>,
    hearStdin,
    outDrained,
    onSignal,
  };
}

/** The folder that we were started in, also when it is gone: what needs it finds no folder there, and says so. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return process.env["PWD"] ?? "/nowhere";
  }
}

/** A reader that leaves early (`| head`) is not our error: nobody is left to tell. */
function forgiveClosedReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.listeners("error").includes(forgive)) stream.on("error", forgive);
  }
}

function forgive(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

function randomId(length: number): string {
  return Array.from(randomBytes(length), (byte) => idAlphabet[byte % idAlphabet.length]).join("");
}

function runTimeHere(): string {
  const { deno, bun } = process.versions;
  if (deno !== undefined) return `deno ${deno}`;
  return bun === undefined ? `node ${process.versions.node}` : `bun ${bun}`;
}

/** A compiled binary is its own program; sources are run by the program that runs us. */
function ownCommand(): readonly string[] {
  if (isCompiled()) return [process.execPath];
  const runner = process.versions["deno"] === undefined ? [] : ["run", "-A"];
  return [process.execPath, ...runner, process.argv[1] ?? ""];
}

/** A timer of the platform that is set for longer fires at once. */
const longestTimerMs = 2 ** 31 - 1;

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  for (let left = ms; ; left -= longestTimerMs) {
    await oneTimer(Math.min(left, longestTimerMs), signal);
    if (left <= longestTimerMs || signal?.aborted === true) return;
  }
}

function oneTimer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal?.addEventListener("abort", finish, { once: true });
  });
}

function outDrained(): Promise<boolean> {
  const { stdout } = process;
  if (stdout.destroyed) return Promise.resolve(false);
  if (!stdout.writableNeedDrain) return Promise.resolve(true);
  return new Promise((resolve) => {
    const settle = (open: boolean) => {
      stdout.off("drain", onDrain);
      stdout.off("close", onClose);
      resolve(open);
    };
    const onDrain = () => settle(true);
    const onClose = () => settle(false);
    stdout.once("drain", onDrain);
    stdout.once("close", onClose);
  });
}

async function readStdin(mostBytes: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > mostBytes) return null;
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** A stdin that is still open would keep the process: it is let go of when nobody hears it any more. */
function hearStdin(onChunk: (chunk: Uint8Array) => void, onEnd: () => void): () => void {
  const { stdin } = process;
  let over = false;
  const end = () => {
    if (over) return;
    over = true;
    onEnd();
  };
  const hear = (chunk: Uint8Array) => onChunk(chunk);
  stdin.on("data", hear);
  for (const event of ["end", "close", "error"]) stdin.on(event, end);
  return () => {
    over = true;
    stdin.off("data", hear);
    stdin.destroy();
  };
}

function onSignal(callback: (signal: "SIGINT" | "SIGTERM" | "SIGHUP") => void): () => void {
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const listeners = names.map((name) => ({ name, listener: () => callback(name) }));
  for (const { name, listener } of listeners) process.on(name, listener);
  return () => {
    for (const { name, listener } of listeners) process.off(name, listener);
  };
}
