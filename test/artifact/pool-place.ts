import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { scratchFolder } from "../support/scratch.ts";
import { artifact } from "./artifact.ts";

/** Valkey speaks the same; whichever is there is tested. */
const brokerProgram = ["/usr/bin/valkey-server", "/usr/bin/redis-server"].find((path) => existsSync(path));

/** Why the tests of a pool can't run here; empty when they can. */
export const noBroker =
  brokerProgram === undefined ? "redis-server is not installed (apt-get install redis-server)" : "";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}

export interface TestBroker extends AsyncDisposable {
  port: number;
  url: string;
  /** Kills it, as a power cut does. */
  kill(): Promise<void>;
  /** Starts it with what its file holds. */
  start(): Promise<void>;
  keys(pattern: string): string[];
  cli(...args: string[]): string;
}

/** A broker of the test's own on loopback, which writes down what it is given each second. `settings`: more lines of its configuration. */
export async function openBroker(settings: readonly string[] = [], ways: { tls?: boolean } = {}): Promise<TestBroker> {
  const folder = scratchFolder();
  const port = await freePort();
  const file = join(folder.path, "broker.conf");
  const listens = ways.tls === true ? ["port 0", `tls-port ${port}`] : [`port ${port}`];
  const lasts = ["bind 127.0.0.1", `dir ${folder.path}`, 'save ""', "appendonly yes", "appendfsync everysec"];
  writeFileSync(file, `${[...listens, ...lasts, ...settings].join("\n")}\n`);
  let server: ChildProcess | null = null;
  const start = () =>
    new Promise<void>((resolve, reject) => {
      const child = spawn(brokerProgram ?? "redis-server", [file], { stdio: ["ignore", "pipe", "pipe"] });
      server = child;
      let said = "";
      child.stdout.setEncoding("utf8");
      child.stdout.on("data", (text: string) => {
        said += text;
        if (said.includes("Ready to accept connections")) resolve();
      });
      child.once("exit", () => reject(new Error(`the broker ended: ${said}`)));
    });
  const kill = async () => {
    const child = server;
    server = null;
    if (child === null || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  };
  const cli = (...words: string[]) =>
    execFileSync("redis-cli", ["-p", String(port), ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    kill,
    start,
    cli,
    keys: (pattern) =>
      cli("--scan", "--pattern", pattern)
        .split("\n")
        .filter((line) => line !== "")
        .sort(),
    [Symbol.asyncDispose]: async () => {
      await kill();
      folder[Symbol.dispose]();
    },
  };
}

export interface PoolWorker extends AsyncDisposable {
  pid: number;
  folder: string;
  said(): string;
  ended: Promise<number | null>;
  isAlive(): boolean;
  /** What of runs is left on it: folders below its cache. */
  left(): string[];
}

/** A worker of a pool with a home of its own, when it waits for stories. */
export async function openPoolWorker(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  program: readonly string[] = [artifact],
): Promise<PoolWorker> {
  const folder = scratchFolder();
  mkdirSync(join(folder.path, "home"));
  const own: Record<string, string> = {
    PATH: process.env["PATH"] ?? "",
    BARO_QUEUE_LOCK: "4s",
    ...env,
    HOME: join(folder.path, "home"),
    BARO_HOME: join(folder.path, "state"),
    XDG_CACHE_HOME: join(folder.path, "cache"),
    XDG_CONFIG_HOME: join(folder.path, "config"),
    GIT_CONFIG_NOSYSTEM: "1",
  };
  const [file = "", ...leading] = program;
  const child = spawn(file, [...leading, "worker", ...args], {
    cwd: join(folder.path, "home"),
    env: own,
    stdio: "pipe",
  });
  let said = "";
  const waits = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      said += text;
      if (said.includes("Waits for stories")) waits.resolve();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  void ended.then(() => waits.reject(new Error(`the worker ended: ${said}`)));
  waits.promise.catch(() => {});
  await waits.promise;
  const cache = join(folder.path, "cache", "baro", "fleet");
  return {
    pid: child.pid ?? 0,
    folder: folder.path,
    said: () => said,
    ended,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    left: () => {
      if (!existsSync(cache)) return [];
      const found = execFileSync("find", [cache, "-path", "*/r/*", "-maxdepth", "3"], { encoding: "utf8" });
      return found.split("\n").filter((line) => line !== "");
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
      folder[Symbol.dispose]();
    },
  };
}
