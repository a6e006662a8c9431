import { expect, test } from "bun:test";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identifyProcess, placeOfThis } from "../../src/host/process-identity.ts";
import { systemHost } from "../../src/host/system.ts";
import {
  asideFolder,
  cleanAside,
  isCleaning,
  listAside,
  removeAside,
  setAside,
} from "../../src/worktrees/set-aside.ts";
import { scratchFolder } from "../support/scratch.ts";

const host = systemHost();
const ever = new AbortController().signal;

function cacheWith(...names: string[]) {
  const scratch = scratchFolder();
  const paths = names.map((name) => {
    const path = join(scratch.path, name);
    mkdirSync(join(path, "deep"), { recursive: true });
    writeFileSync(join(path, "deep", "file"), "x");
    return path;
  });
  return { ...scratch, paths };
}

/** As the process that removes things would note itself, and die. */
function noteCleaner(cacheDir: string, pid: number): void {
  mkdirSync(asideFolder(cacheDir), { recursive: true });
  const note = JSON.stringify({ ...identifyProcess(pid), pid, place: placeOfThis() });
  writeFileSync(join(asideFolder(cacheDir), "cleaner"), note);
}

test("what is set aside is gone from its place at once, and from the disk when it is removed", async () => {
  using cache = cacheWith("a", "b");
  for (const path of cache.paths) await setAside(host, cache.path, path);
  expect(cache.paths.map((path) => existsSync(path))).toEqual([false, false]);
  expect(listAside(cache.path)).toHaveLength(2);
  expect(await removeAside(cache.path)).toEqual([]);
  expect(readdirSync(asideFolder(cache.path))).toEqual([]);
});

test("what is gone already is no trouble, and a link in the folder's stead leads nowhere", async () => {
  using cache = cacheWith("a", "mine");
  const [path = "", mine = ""] = cache.paths;
  await setAside(host, join(cache.path, "elsewhere"), join(cache.path, "never-there"));
  symlinkSync(mine, asideFolder(cache.path));
  await removeAside(cache.path);
  await setAside(host, cache.path, path);
  expect(existsSync(path)).toBe(false);
  expect(readdirSync(mine)).toEqual(["deep"]);
});

test("when the time is up, what is left stays for the next one and is no failure", async () => {
  using cache = cacheWith("a");
  await setAside(host, cache.path, cache.paths[0] ?? "");
  expect(await removeAside(cache.path, AbortSignal.abort())).toEqual([]);
  expect(listAside(cache.path)).toHaveLength(1);
});

test("one process is at it at a time; a killed one is nobody", async () => {
  using cache = cacheWith("a");
  await setAside(host, cache.path, cache.paths[0] ?? "");
  const other = spawn("sleep", ["60"]);
  const gone = new Promise((resolve) => other.once("exit", resolve));
  noteCleaner(cache.path, other.pid ?? 0);
  expect(isCleaning(cache.path)).toBe(true);
  expect(await cleanAside(host, cache.path, ever)).toEqual([]);
  expect(listAside(cache.path)).toHaveLength(1);
  other.kill("SIGKILL");
  await gone;
  expect(isCleaning(cache.path)).toBe(false);
  expect(await cleanAside(host, cache.path, ever)).toEqual([]);
  expect(readdirSync(asideFolder(cache.path))).toEqual([]);
});
