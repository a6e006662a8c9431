import { expect, test } from "bun:test";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { childEnvironment } from "../../src/host/environment.ts";
import type { SpawnRequest } from "../../src/host/host.ts";
import { beginningOf, isYoung, listProcesses } from "../../src/host/process-list.ts";
import { runCommand } from "../../src/host/run-command.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchFolder, writeFiles } from "../support/scratch.ts";

const host = systemHost();
const onLinux = process.platform === "linux";

function shell(script: string, cwd: string, more: Partial<SpawnRequest> = {}): SpawnRequest {
  return { program: "/bin/sh", args: ["-c", script], cwd, env: childEnvironment(host.env), detached: true, ...more };
}

/** The pids that a script wrote to files named `*.pid`. */
function pidIn(folder: string, name: string): number {
  return Number(readFileSync(join(folder, name), "utf8"));
}

function lives(pid: number): boolean {
  return listProcesses().some((facts) => facts.pid === pid);
}

async function appears(file: string): Promise<void> {
  while (!existsSync(file) || readFileSync(file, "utf8").trim() === "") await host.sleep(5);
}

async function gone(pid: number): Promise<void> {
  while (lives(pid)) await host.sleep(10);
}

test("a detached child's background processes end with it", async () => {
  using folder = scratchFolder();
  const result = await runCommand(host, shell("sleep 60 & echo $! > a.pid; echo out", folder.path));
  expect(result).toMatchObject({ exitCode: 0, signal: null });
  expect(result.stdout.toString()).toBe("out\n");
  expect(lives(pidIn(folder.path, "a.pid"))).toBe(false);
});

test.skipIf(!onLinux)("a process in a session of its own ends with the child that started it", async () => {
  using folder = scratchFolder();
  await runCommand(
    host,
    shell("setsid sh -c 'echo $$ > b.pid; exec sleep 60' & while [ ! -s b.pid ]; do :; done", folder.path),
  );
  expect(lives(pidIn(folder.path, "b.pid"))).toBe(false);
});

test.each([
  ["in the middle", 9_000, 1_100, [9_000, 9_050, 9_100], [8_999, 300, 20_000]],
  ["near the end of the numbers", 32_700, 1_100, [32_700, 32_767, 300, 400], [32_699, 20_000, 4_000]],
  ["after so many that all may be", 9_000, 60_000, [9_000, 8_999, 300, 32_767], []],
] as const)("which processes can be younger than one %s", (_where, pid, startedNow, young, old) => {
  const isOne = (other: number) => isYoung(other, { pid, started: 1_000 }, startedNow, 32_768);
  expect(young.map(isOne)).toEqual(young.map(() => true));
  expect(old.map(isOne)).toEqual(old.map(() => false));
});

test("whatever is started after a process is taken for younger, however often the numbers begin anew", () => {
  const [lowest, mostPid] = [300, 4096];
  const number = fc.integer({ min: lowest, max: mostPid - 1 });
  fc.assert(
    fc.property(
      number,
      fc.uniqueArray(number, { maxLength: 300 }),
      fc.integer({ max: 6000, min: 1 }),
      (first, held, more) => {
        const taken = new Set(held);
        let pid = first;
        for (let started = 8; started < 8 + more; started++) {
          do pid = pid + 1 === mostPid ? lowest : pid + 1;
          while (taken.has(pid));
          if (!isYoung(pid, { pid: first, started: 7 }, started, mostPid)) return false;
        }
        return true;
      },
    ),
  );
});

test.skipIf(!onLinux)("those that are listed since a process began hold it and all that it starts", async () => {
  using folder = scratchFolder();
  const child = await host.spawn(shell("sleep 60 & echo $! > d.pid; wait", folder.path));
  const began = beginningOf(child.pid);
  await appears(join(folder.path, "d.pid"));
  const listed = listProcesses(began).map(({ pid }) => pid);
  expect(listed).toContain(child.pid);
  expect(listed).toContain(pidIn(folder.path, "d.pid"));
  expect(listProcesses().length).toBeGreaterThanOrEqual(listed.length);
  await child.stop();
});

test.skipIf(!onLinux)("stop() ends a process in a session of its own that cleared its environment", async () => {
  using folder = scratchFolder();
  const child = await host.spawn(shell("env -i setsid sh -c 'echo $$ > c.pid; exec sleep 60' & wait", folder.path));
  await appears(join(folder.path, "c.pid"));
  await child.stop();
  expect(lives(pidIn(folder.path, "c.pid"))).toBe(false);
  expect(await child.exit).toEqual({ exitCode: null, signal: "SIGTERM" });
});

test("stop() kills what ignores the soft signal after the grace", async () => {
  using folder = scratchFolder();
  const script = "trap '' TERM; echo $$ > d.pid; while :; do sleep 1; done";
  const child = await host.spawn(shell(script, folder.path, { graceMs: 60 }));
  await appears(join(folder.path, "d.pid"));
  await child.stop();
  expect(await child.exit).toEqual({ exitCode: null, signal: "SIGKILL" });
  expect(lives(child.pid)).toBe(false);
});

test("stop() of a child that shares our group ends what it started, and nothing of ours", async () => {
  using folder = scratchFolder();
  const child = await host.spawn(shell("sleep 60 & echo $! > g.pid; wait", folder.path, { detached: false }));
  await appears(join(folder.path, "g.pid"));
  await child.stop();
  expect(lives(pidIn(folder.path, "g.pid"))).toBe(false);
  expect(await child.exit).toEqual({ exitCode: null, signal: "SIGTERM" });
});

/** Leaves a process that has a cleared environment, a session of its own and no parent: no variable and no number leads to it. */
function strayingTo(cwd: string, name: string): string {
  return `(cd ${cwd} && env -i setsid sh -c 'echo $$ > "$0"; exec sleep 60' "$OLDPWD/${name}.pid" >/dev/null 2>&1 &); while [ ! -s ${name}.pid ]; do sleep 0.01; done;`;
}

test.skipIf(!onLinux)(
  "what cleared its environment and left its parents ends with the child whose place it is in",
  async () => {
    using folder = scratchFolder();
    writeFiles(folder.path, { "deep/down/a.txt": "" });
    const script = `${strayingTo(".", "a")} ${strayingTo("deep/down", "b")} ${strayingTo("/", "c")}`;
    await runCommand(host, shell(script, folder.path, { ownPlace: folder.path }));
    expect(["a.pid", "b.pid"].filter((name) => lives(pidIn(folder.path, name)))).toEqual([]);
    // What works elsewhere may be anybody's.
    expect(lives(pidIn(folder.path, "c.pid"))).toBe(true);
    process.kill(pidIn(folder.path, "c.pid"), "SIGKILL");
  },
);

test.skipIf(!onLinux)(
  "a person's own process in a child's place, and what other children of ours do there, are left",
  async () => {
    using folder = scratchFolder();
    const theirs = spawn("sleep", ["60"], { cwd: folder.path, env: {}, detached: true, stdio: "ignore" });
    const launched = { program: "sleep", args: ["60"], env: {}, stdin: null, log: null };
    using own = await host.launch({ ...launched, cwd: folder.path });
    const other = await host.spawn(shell("env -i sleep 60 & echo $! > d.pid; wait", folder.path));
    const looker = await host.spawn(shell("exec sleep 60", folder.path, { detached: false }));
    await appears(join(folder.path, "d.pid"));
    await runCommand(host, shell("true", folder.path, { ownPlace: folder.path }));
    const left = [theirs.pid ?? 0, own.pid, other.pid, pidIn(folder.path, "d.pid"), looker.pid];
    expect(left.map(lives)).toEqual(left.map(() => true));
    await Promise.all([other.stop(), looker.stop()]);
    for (const pid of [theirs.pid ?? 0, own.pid]) process.kill(pid, "SIGKILL");
  },
);

test.skipIf(!onLinux)("a child that nobody gave a place to ends nothing that works where it was started", async () => {
  using folder = scratchFolder();
  await runCommand(host, shell(strayingTo(".", "e"), folder.path));
  expect(lives(pidIn(folder.path, "e.pid"))).toBe(true);
  process.kill(pidIn(folder.path, "e.pid"), "SIGKILL");
});

test("output ends although a process that nothing leads to holds the pipe", async () => {
  using folder = scratchFolder();
  // Clearing the environment in a new session and losing the parent leaves no trace to follow.
  const orphan = "env -i setsid sh -c 'echo $$ > e.pid; exec sleep 60' &";
  const child = await host.spawn(shell(`(${orphan}) ; while [ ! -s e.pid ]; do :; done; echo said`, folder.path));
  const chunks: Uint8Array[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toBe("said\n");
  process.kill(pidIn(folder.path, "e.pid"), "SIGKILL");
});

test("nothing of a slow reader's output is lost when the child ends", async () => {
  using folder = scratchFolder();
  const child = await host.spawn(shell("head -c 60000 /dev/zero", folder.path));
  await child.exit;
  let bytes = 0;
  for await (const chunk of child.stdout) bytes += chunk.length;
  expect(bytes).toBe(60_000);
});

/** Starts a program of ours that owns a detached child, and says nothing more. */
async function owner(folder: string): Promise<{ kill(signal: NodeJS.Signals): Promise<void> }> {
  const source = join(import.meta.dir, "..", "..", "src", "host", "system.ts");
  const script =
    "sleep 60 & echo $! > group.pid; setsid sh -c 'trap \"\" TERM; echo $$ > session.pid; while :; do sleep 1; done' & wait";
  writeFiles(folder, {
    "owner.ts": `import { systemHost } from ${JSON.stringify(source)};
const env = { PATH: process.env.PATH ?? "" };
await systemHost().spawn({ program: "/bin/sh", args: ["-c", ${JSON.stringify(script)}], cwd: ${JSON.stringify(folder)}, env, detached: true });
await new Promise(() => setInterval(() => {}, 1000));`,
  });
  const child = spawn(process.execPath, [join(folder, "owner.ts")], { stdio: "ignore" });
  await appears(join(folder, "group.pid"));
  await appears(join(folder, "session.pid"));
  return {
    kill: async (signal) => {
      child.kill(signal);
      await once(child, "exit");
    },
  };
}

test.skipIf(!onLinux).each(["SIGKILL", "SIGTERM"] as const)("the whole tree ends when we die of %s", async (signal) => {
  using folder = scratchFolder();
  const ours = await owner(folder.path);
  await ours.kill(signal);
  await gone(pidIn(folder.path, "group.pid"));
  await gone(pidIn(folder.path, "session.pid"));
});

test("a program that started a detached child can end by itself", async () => {
  using folder = scratchFolder();
  const source = join(import.meta.dir, "..", "..", "src", "host", "system.ts");
  writeFiles(folder.path, {
    "ends.ts": `import { systemHost } from ${JSON.stringify(source)};
const child = await systemHost().spawn({ program: "/bin/true", args: [], cwd: "/", env: {}, detached: true });
await child.exit;`,
  });
  const result = await runCommand(host, {
    program: process.execPath,
    args: [join(folder.path, "ends.ts")],
    cwd: folder.path,
    env: childEnvironment(host.env),
    timeoutMs: 20_000,
  });
  expect(result).toMatchObject({ exitCode: 0, timedOut: false });
});

test.skipIf(!onLinux)("endTrees() ends what carries a mark, however it was started, and nothing else", async () => {
  const start = (tree: string) => {
    const script = "trap '' TERM; while :; do sleep 0.05; done";
    const child = spawn("/bin/sh", ["-c", script], { env: { PATH: "/usr/bin:/bin", BARO_TREE: tree }, detached: true });
    child.unref();
    return child.pid ?? 0;
  };
  const theirs = [start("gone-1"), start("gone-12")];
  const other = start("goner-1");
  await host.endTrees("gone");
  expect(theirs.filter(lives)).toEqual([]);
  expect(lives(other)).toBe(true);
  process.kill(other, "SIGKILL");
});
