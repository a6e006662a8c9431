import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identifyProcess, placeOfThis } from "../../src/host/process-identity.ts";
import { systemHost } from "../../src/host/system.ts";
import { reapThrowAways, throwAwayCheckout } from "../../src/worktrees/throw-away.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";

const host = systemHost();

function leave(cacheDir: string, name: string, owner: object | null): string {
  const folder = join(cacheDir, name);
  mkdirSync(join(folder, "w"), { recursive: true });
  writeFileSync(join(folder, "w", "a.txt"), "a\n");
  if (owner !== null) writeFileSync(join(folder, "owner"), JSON.stringify(owner));
  return folder;
}

/** A process that has ended. */
function deadPid(): number {
  return spawnSync("true").pid;
}

test("what a process that died left is gone with the next checkout, and what is in use stays", async () => {
  using repository = scratchRepository({ "a.txt": "a\n" });
  using cache = scratchFolder();
  const commit = repository.git("rev-parse", "HEAD");
  const at = { root: repository.path, commit, cacheDir: cache.path };
  const inUse = await throwAwayCheckout(host, at);
  const dead = leave(cache.path, "look-dead", { pid: deadPid(), start: "1", place: placeOfThis() });
  const elsewhere = leave(cache.path, "look-elsewhere", {
    pid: deadPid(),
    start: "1",
    place: { machine: "another", boot: "another", space: "another" },
  });
  mkdirSync(join(cache.path, "worktrees", "r1"), { recursive: true });

  const next = await throwAwayCheckout(host, at);
  expect(existsSync(dead)).toBe(false);
  expect(
    [inUse.path, next.path, elsewhere, join(cache.path, "worktrees", "r1")].filter((path) => !existsSync(path)),
  ).toEqual([]);

  await next.remove();
  await inUse.remove();
  expect(readdirSync(cache.path).toSorted()).toEqual(["look-elsewhere", "worktrees"]);
});

test("what has no owner is left for an hour, in which somebody may be making it", async () => {
  using cache = scratchFolder();
  const folder = leave(cache.path, "look-unowned", null);
  expect(await reapThrowAways(host, cache.path)).toBe(0);
  const before = new Date(host.now() - 2 * 60 * 60_000);
  utimesSync(folder, before, before);
  expect(await reapThrowAways(host, cache.path)).toBe(1);
  expect(existsSync(folder)).toBe(false);
});

test("a folder that is not there holds nothing to reap, and a live process's is its own", async () => {
  using cache = scratchFolder();
  expect(await reapThrowAways(host, join(cache.path, "missing"))).toBe(0);
  const folder = leave(cache.path, "look-live", { ...identifyProcess(process.pid), place: placeOfThis() });
  expect(await reapThrowAways(host, cache.path)).toBe(0);
  expect(existsSync(folder)).toBe(true);
});

test("whoever only looks pushes nothing, by a remote's name or by an address, and fetches as ever", async () => {
  using repository = scratchRepository({ "a.txt": "a\n" });
  using remotes = scratchFolder();
  using cache = scratchFolder();
  const [shared, own] = [join(remotes.path, "shared.git"), join(remotes.path, "own.git")];
  for (const bare of [shared, own]) repository.git("clone", "--quiet", "--bare", repository.path, bare);
  repository.git("remote", "add", "origin", shared);
  repository.git("remote", "add", "mine", shared);
  repository.git("config", "remote.mine.pushurl", own);
  const commit = repository.git("rev-parse", "HEAD");
  const { path, remove } = await throwAwayCheckout(host, { root: repository.path, commit, cacheDir: cache.path });
  const run = (...args: string[]) => spawnSync("git", args, { cwd: path, encoding: "utf8" });
  for (const to of ["origin", "mine", shared, own, `file://${shared}`]) {
    const pushed = run("push", "--no-verify", to, "HEAD:refs/heads/pushed");
    expect([to, pushed.status]).toEqual([to, 128]);
    expect(pushed.stderr).toContain("nothing-is-pushed-from-here");
  }
  expect(run("fetch", "origin").status).toBe(0);
  expect(run("fetch", "mine").status).toBe(0);
  await remove();
  for (const bare of [shared, own]) {
    expect(spawnSync("git", ["branch", "--list", "pushed"], { cwd: bare, encoding: "utf8" }).stdout).toBe("");
  }
});
