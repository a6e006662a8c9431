import { expect, test } from "bun:test";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codex } from "../../src/agents/codex/codex.ts";
import { watchLeftBehind } from "../../src/agents/left-behind.ts";
import { findProgram } from "../../src/host/spawn.ts";
import { scratchFolder } from "../support/scratch.ts";
import { taskIn } from "./task.ts";

const names = [".git", ".agents", ".codex", ".aws"];
const bwrap = findProgram("bwrap", process.env["PATH"]);

test("empty folders that a killed sandbox leaves are removed; what was there before or is filled stays", () => {
  using folder = scratchFolder();
  const at = (name: string) => join(folder.path, name);
  mkdirSync(at(".git"));
  const long = { now: () => Date.now() + 5000 };
  watchLeftBehind(long, [at(".git")])();
  expect(existsSync(at(".git"))).toBe(true);

  const sweep = watchLeftBehind({ now: () => Date.now() }, names.map(at));
  for (const name of names.slice(1)) mkdirSync(at(name));
  writeFileSync(at(".codex/config.toml"), "");
  sweep();
  expect(readdirSync(folder.path).toSorted()).toEqual([".codex"]);
});

test("a folder that another agent's sandbox may be about to mount over stays until the last of them is gone", () => {
  using folder = scratchFolder();
  const [shared, own] = [join(folder.path, ".git"), join(folder.path, "own")];
  const host = { now: () => Date.now() };
  const first = watchLeftBehind(host, [shared, shared, own]);
  const second = watchLeftBehind(host, [shared]);
  mkdirSync(shared);
  mkdirSync(own);
  first();
  expect(readdirSync(folder.path)).toEqual([".git"]);
  second();
  expect(readdirSync(folder.path)).toEqual([]);
});

test.skipIf(process.platform !== "linux")(
  "a folder that a starting sandbox of another run names is left alone",
  async () => {
    using folder = scratchFolder();
    const point = join(folder.path, ".git");
    const sweep = () => watchLeftBehind({ now: () => Date.now() }, [point])();
    const starting = spawn("sh", ["-c", "echo up; read line", "sh", "--tmpfs", point], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const ended = new Promise((resolve) => starting.once("exit", resolve));
    await new Promise((resolve) => starting.stdout.once("data", resolve));
    mkdirSync(point);
    sweep();
    expect(existsSync(point)).toBe(true);
    starting.stdin.end("\n");
    await ended;
    sweep();
    expect(existsSync(point)).toBe(false);
  },
);

test.skipIf(process.platform !== "linux" || bwrap === null)(
  "what a living sandbox has mounted is left alone",
  async () => {
    using folder = scratchFolder();
    const point = join(folder.path, ".git");
    const sweep = watchLeftBehind({ now: () => Date.now() }, [point]);
    const args = ["--unshare-user-try", "--bind", "/", "/", "--tmpfs", point, "sh", "-c", "echo up; read line"];
    const sandbox = spawn(bwrap ?? "", args, { stdio: ["pipe", "pipe", "inherit"] });
    const ended = new Promise((resolve) => sandbox.once("exit", resolve));
    await new Promise((resolve) => sandbox.stdout.once("data", resolve));
    sweep();
    expect(existsSync(point)).toBe(true);
    sandbox.stdin.end("\n");
    await ended;
    sweep();
    expect(existsSync(point)).toBe(false);
  },
);

test("they are looked for where Codex may write, and only when its own sandbox is on", () => {
  using folder = scratchFolder();
  mkdirSync(join(folder.path, ".npm"));
  const env = { HOME: folder.path, TMPDIR: join(folder.path, "tmp") };
  const places = codex.leavesBehind?.(taskIn("/work/tree"), env) ?? [];
  for (const root of ["/work/tree", join(folder.path, ".npm"), "/tmp", env.TMPDIR]) {
    for (const name of names) expect(places).toContain(join(root, name));
  }
  expect(codex.leavesBehind?.(taskIn("/work/tree", { readOnly: true }), env)).toEqual([]);
});
