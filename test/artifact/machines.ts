import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { scratchFolder } from "../support/scratch.ts";
import { artifact } from "./artifact.ts";

const serverProgram = ["/usr/sbin/sshd", "/usr/bin/sshd", "/usr/local/sbin/sshd"].find((path) => existsSync(path));

/** Why the tests of machines over ssh can't run here; empty when they can. */
export const noSsh = serverProgram === undefined ? "sshd is not installed (apt-get install openssh-server)" : "";

/** A machine of its own, as far as a home, a state and a cache make one. */
export interface Machine {
  name: string;
  /** How `--worker` names it. */
  spec: string;
  folder: string;
  /** What of runs is left on it: folders below its cache. */
  left(): string[];
}

export interface Machines extends AsyncDisposable {
  /** The environment by which ssh finds them. */
  env: Record<string, string>;
  machines: Machine[];
  /** The processes of this server's connections, the newest last. */
  connections(): number[];
  /** The workers that are at work, with the machine of each. */
  workers(): { pid: number; machine: string }[];
  /** Milliseconds of processor time that connections took which have ended, with all that they started. */
  spentMs(): number;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Machines behind an sshd of the test's own, on loopback or in a namespace; each runs the binary with `env` and a home of its own. */
export async function openMachines(
  names: readonly string[],
  env: Readonly<Record<string, string>>,
  program: (name: string) => string = () => artifact,
  { address, via }: { address: string; via: readonly string[] } = { address: "127.0.0.1", via: [] },
): Promise<Machines> {
  const folder = scratchFolder();
  const port = await freePort();
  const key = join(folder.path, "key");
  const hostKey = join(folder.path, "host-key");
  for (const file of [key, hostKey]) execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
  writeFileSync(join(folder.path, "authorized"), readFileSync(`${key}.pub`));
  const serverSettings = [
    `Port ${port}`,
    `ListenAddress ${address}`,
    `HostKey ${hostKey}`,
    `AuthorizedKeysFile ${join(folder.path, "authorized")}`,
    `PidFile ${join(folder.path, "pid")}`,
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "PermitRootLogin yes",
    "StrictModes no",
    "UsePAM no",
    "MaxStartups 100",
    // What whoever runs this has in their own shell's files is no part of these machines.
    `SetEnv HOME=${folder.path}`,
  ];
  writeFileSync(join(folder.path, "sshd_config"), `${serverSettings.join("\n")}\n`);
  const known = readFileSync(`${hostKey}.pub`, "utf8").split(" ").slice(0, 2).join(" ");
  writeFileSync(join(folder.path, "known"), `[${address}]:${port} ${known}\n`);
  const clientSettings = [
    `Host ${names.join(" ")}`,
    `  HostName ${address}`,
    `  Port ${port}`,
    `  IdentityFile ${key}`,
    "  IdentitiesOnly yes",
    `  UserKnownHostsFile ${join(folder.path, "known")}`,
    "  HostKeyAlias none",
  ].filter((line) => !line.includes("HostKeyAlias"));
  const config = join(folder.path, "ssh_config");
  writeFileSync(config, `${clientSettings.join("\n")}\n`);
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  const [start = "", ...words] = [...via, serverProgram ?? "sshd", "-D", "-e", "-f", join(folder.path, "sshd_config")];
  const server = spawn(start, words, { stdio: ["ignore", "ignore", "pipe"] });
  await listening(server);
  const machines = names.map((name) => newMachine(join(folder.path, name), name, env, program(name)));
  return {
    env: { GIT_SSH_COMMAND: `ssh -F ${config}` },
    machines,
    connections: () => descendants(server.pid ?? 0),
    workers: () =>
      // One that has lost its connection is nobody's child, and its environment can't be read: it is known by the folder
      // that it stands in.
      processes().flatMap((pid) => {
        const isWorker = readProcess(pid, "cmdline").includes("\0worker\0--stdio");
        const machine = machines.find(({ folder: at }) => folderOf(pid) === join(at, "home"));
        return isWorker && machine !== undefined ? [{ pid, machine: machine.name }] : [];
      }),
    spentMs: () => processorTimeBelow(server.pid ?? 0),
    [Symbol.asyncDispose]: async () => {
      const all = [
        ...descendants(server.pid ?? 0),
        ...processes().filter((pid) => folderOf(pid)?.startsWith(folder.path)),
      ];
      server.kill("SIGKILL");
      for (const pid of all.reverse()) tryKill(pid);
      await new Promise((resolve) => (server.exitCode === null ? server.once("exit", resolve) : resolve(null)));
      folder[Symbol.dispose]();
    },
  };
}

function listening(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    server.stderr?.setEncoding("utf8");
    server.stderr?.on("data", (text: string) => {
      said += text;
      if (said.includes("Server listening")) resolve();
    });
    server.once("exit", () => reject(new Error(`sshd ended: ${said}`)));
  });
}

function newMachine(folder: string, name: string, env: Readonly<Record<string, string>>, program: string): Machine {
  mkdirSync(join(folder, "home"), { recursive: true });
  const own: Record<string, string> = {
    PATH: process.env["PATH"] ?? "",
    ...env,
    HOME: join(folder, "home"),
    BARO_HOME: join(folder, "state"),
    XDG_CACHE_HOME: join(folder, "cache"),
    XDG_CONFIG_HOME: join(folder, "config"),
    GIT_CONFIG_NOSYSTEM: "1",
    MACHINE: name,
  };
  const words = Object.entries(own).map(([variable, value]) => `'${variable}=${value}'`);
  const start = join(folder, "baro");
  writeFileSync(start, `#!/bin/sh\ncd '${join(folder, "home")}'\nexec env -i ${words.join(" ")} '${program}' "$@"\n`);
  chmodSync(start, 0o755);
  const cache = join(folder, "cache", "baro", "fleet");
  return {
    name,
    spec: `ssh:${name},baro=${start}`,
    folder,
    left: () => {
      if (!existsSync(cache)) return [];
      const found = execFileSync("find", [cache, "-path", "*/r/*", "-maxdepth", "3"], { encoding: "utf8" });
      return found.split("\n").filter((line) => line !== "");
    },
  };
}

function readProcess(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}

function processes(): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0);
}

/** What a process' children took that have ended, in milliseconds: the kernel counts in hundredths of a second. */
export function processorTimeBelow(pid: number): number {
  const text = readProcess(pid, "stat");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

function folderOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}

/** The processes below one, the nearest first. */
function descendants(root: number): number[] {
  const found: number[] = [];
  for (let level = [root]; level.length > 0; ) {
    const next = level.flatMap((pid) => {
      const text = readProcess(pid, `task/${pid}/children`);
      return text
        .split(" ")
        .filter((one) => one !== "")
        .map(Number);
    });
    found.push(...next);
    level = next;
  }
  return found;
}

/** The connections' processes between a worker and the server: while they stand still, nothing passes. */
export function sessionsAbove(worker: number): number[] {
  const found: number[] = [];
  for (let pid = worker; pid > 1; ) {
    const parent = Number(/^\d+ \(.*\) \S (\d+)/.exec(readProcess(pid, "stat"))?.[1] ?? 0);
    const isSession = readProcess(parent, "cmdline").startsWith("sshd") && readProcess(parent, "cmdline").includes("@");
    if (isSession) found.push(parent);
    pid = parent;
  }
  return found;
}

/** Waits for what only a process of another machine knows: it is looked at again and again. */
export async function until(isSo: () => boolean, otherwise: string): Promise<void> {
  for (let left = 900; !isSo(); left--) {
    if (left === 0) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}
