import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { writeWorktreeTree } from "../../src/git/commit.ts";
import { bringStrayWork } from "../../src/git/stray-work.ts";
import { checkOutWorktree, mostLookMs, outsideView, worktreeSource } from "../../src/git/worktree.ts";
import { listWorktreeChanges, revertWorktreePaths } from "../../src/git/worktree-changes.ts";
import { systemHost } from "../../src/host/system.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";

const host = systemHost();

async function checkedOut(root: string, folder: string) {
  const source = await worktreeSource(host, root);
  const place = { path: join(folder, "w1"), index: join(folder, "w1.index") };
  const base = gitIn(root, "rev-parse", "HEAD");
  await checkOutWorktree(host, source, place, base, { branch: "baro/S1" });
  return { source, place, base };
}

/** A partial clone whose remote writes down that it was asked. */
function partialClone(folder: string, upstream: string) {
  const clone = join(folder, "clone");
  const asked = join(folder, "asked");
  gitIn(upstream, "config", "uploadpack.allowFilter", "true");
  gitIn(upstream, "config", "uploadpack.allowAnySHA1InWant", "true");
  gitIn(folder, "clone", "--quiet", "--filter=blob:none", `file://${upstream}`, clone);
  const pack = join(folder, "upload-pack");
  writeFileSync(pack, `#!/bin/sh\ntouch "${asked}"\nexec git-upload-pack "$@"\n`);
  chmodSync(pack, 0o755);
  gitIn(clone, "config", "remote.origin.uploadpack", pack);
  return { clone, asked };
}

test("no look at a place asks a remote for what is missing, whichever remote an agent names", async () => {
  using upstream = scratchRepository({ "a.txt": "first\n", "b.txt": "b\n" });
  const missing = upstream.git("rev-parse", "HEAD:a.txt");
  upstream.commit("Next", { "a.txt": "second\n" });
  using folder = scratchFolder();
  const { clone, asked } = partialClone(folder.path, upstream.path);
  const { source, place, base } = await checkedOut(clone, folder.path);
  rmSync(asked, { force: true });

  // A commit with an object that only a remote has, and a remote of the agent's own that is a command.
  const owned = join(folder.path, "owned");
  gitIn(place.path, "config", "remote.evil.url", `ext::sh -c "touch% ${owned}"`);
  gitIn(place.path, "config", "remote.evil.promisor", "true");
  gitIn(place.path, "config", "extensions.partialClone", "evil");
  gitIn(place.path, "config", "protocol.ext.allow", "always");
  const tree = execFileSync("git", ["mktree", "--missing"], {
    cwd: place.path,
    input: `100644 blob ${missing}\ta.txt\n`,
    encoding: "utf8",
  }).trim();
  const stray = gitIn(place.path, "commit-tree", tree, "-p", base, "-m", "Stray");
  gitIn(place.path, "update-ref", "refs/heads/stray", stray);
  writeFiles(place.path, { "new.txt": "new\n" });
  rmSync(join(place.path, "b.txt"));

  await bringStrayWork(host, source, place, base).catch(() => {});
  await listWorktreeChanges(host, source, place, { isExpected: () => false });
  await writeWorktreeTree(host, source, place, ["new.txt"]).catch(() => {});
  await revertWorktreePaths(host, source, place, ["b.txt", "new.txt"]).catch(() => {});
  expect([asked, owned].map(existsSync)).toEqual([false, false]);

  // The trap works: git by itself does ask.
  gitIn(clone, "cat-file", "-p", missing);
  expect(existsSync(asked)).toBe(true);
});

test("work that was left on a branch is brought, packed or loose", async () => {
  using repository = scratchRepository({ "a.txt": "a\n" });
  for (const pack of [false, true]) {
    using folder = scratchFolder();
    const { source, place, base } = await checkedOut(repository.path, folder.path);
    writeFiles(place.path, { "a.txt": "work\n" });
    gitIn(place.path, "checkout", "--quiet", "-b", "mine");
    gitIn(place.path, "commit", "--quiet", "-am", "Work");
    gitIn(place.path, "checkout", "--quiet", "--detach", base);
    if (pack) gitIn(place.path, "gc", "--quiet");
    expect(await bringStrayWork(host, source, place, base)).toBe(true);
    expect(await listWorktreeChanges(host, source, place)).toMatchObject([{ path: "a.txt", kind: "modified" }]);
  }
});

const pipe = (path: string) => execFileSync("mkfifo", [path]);
/** How an agent may lead whoever reads its objects elsewhere, or hold them up. */
const leads: [what: string, lay: (objects: string, other: string) => void][] = [
  [
    "a pipe that names more objects",
    (objects) => {
      rmSync(join(objects, "info/alternates"));
      pipe(join(objects, "info/alternates"));
    },
  ],
  [
    "a pipe for a pack",
    (objects) => {
      const name = join(objects, `pack/pack-${"a".repeat(40)}`);
      writeFileSync(`${name}.pack`, "");
      pipe(`${name}.idx`);
    },
  ],
  [
    "a pipe for an object",
    (objects) => {
      mkdirSync(join(objects, "ab"), { recursive: true });
      pipe(join(objects, "ab", "c".repeat(38)));
    },
  ],
  ["somebody else's objects", (objects, other) => writeFileSync(join(objects, "info/alternates"), `${other}\n`)],
  [
    "a link to somebody else's objects",
    (objects, other) => {
      renameSync(objects, `${objects}.away`);
      symlinkSync(other, objects);
    },
  ],
];

test.each(leads)(
  "%s: nobody is held up, and nothing of anybody else's is brought",
  async (_what, lay) => {
    using repository = scratchRepository({ "a.txt": "a\n" });
    using others = scratchRepository({ "a.txt": "private\n" });
    using folder = scratchFolder();
    const { source, place, base } = await checkedOut(repository.path, folder.path);
    const tree = others.git("rev-parse", "HEAD^{tree}");
    const env = { ...process.env, GIT_ALTERNATE_OBJECT_DIRECTORIES: join(others.path, ".git/objects") };
    const commit = ["commit-tree", tree, "-p", base, "-m", "Stray"];
    const stray = execFileSync("git", commit, { cwd: place.path, env, encoding: "utf8" }).trim();
    gitIn(place.path, "update-ref", "refs/heads/stray", stray);
    lay(join(place.path, ".git", "objects"), join(others.path, ".git", "objects"));
    await bringStrayWork(host, source, place, base).catch(() => {});
    expect(await listWorktreeChanges(host, source, place)).toEqual([]);
  },
  20_000,
);

/** Whether a process is there and not only waits to be buried. */
function isAlive(pid: number): boolean {
  try {
    const state = execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return state !== "" && !state.startsWith("Z");
  } catch {
    return false;
  }
}

test("a filter that hangs is waited for so long as a look may take, and ended with all that it started", async () => {
  using repository = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  using folder = scratchFolder();
  const { source, place } = await checkedOut(repository.path, folder.path);
  const began = join(folder.path, "began");
  // Both are there when the note is: the filter and what it started.
  const note = `echo $$ $! > '${began}.new' && mv '${began}.new' '${began}'`;
  repository.git("config", "filter.slow.clean", `sleep 1000 & ${note}; wait`);
  writeFiles(place.path, { ".gitattributes": "a.txt filter=slow\n", "a.txt": "c\n" });
  const asked: number[] = [];
  // The time is up as soon as the filter has begun; whoever has ended is not waited for.
  const hurried = {
    ...host,
    sleep: async (ms: number, signal?: AbortSignal) => {
      asked.push(ms);
      if (ms !== mostLookMs) return await host.sleep(ms, signal);
      while (signal?.aborted !== true && !existsSync(began)) await host.sleep(20, signal);
    },
  };
  const pids = () => (existsSync(began) ? readFileSync(began, "utf8").trim().split(" ").map(Number) : []);
  try {
    await expect(listWorktreeChanges(hurried, source, place)).rejects.toThrow("git status: did not finish in time");
    expect(asked).toContain(mostLookMs);
    expect(pids()).toHaveLength(2);
    while (pids().some(isAlive)) await host.sleep(20);
  } finally {
    for (const pid of pids().filter(isAlive)) process.kill(pid, "SIGKILL");
  }
}, 60_000);

test("a filter of the person's that lies in the repository is run as they have it, not as an agent left it", async () => {
  using repository = scratchRepository({ "a.txt": "a\n", ".gitattributes": "a.txt filter=own\n" });
  using folder = scratchFolder();
  const ran = join(folder.path, "ran");
  writeFiles(repository.path, { "tools/clean.sh": "tr a-z A-Z\n" });
  repository.git("config", "filter.own.clean", "sh tools/clean.sh | tr 'X' 'Y'");
  const { source, place } = await checkedOut(repository.path, folder.path);
  writeFiles(place.path, { "a.txt": "x\n", "tools/clean.sh": `touch '${ran}'; cat\n` });
  const changes = await listWorktreeChanges(host, source, place);
  expect(changes.map(({ path }) => path)).toContain("a.txt");
  const hash = ["hash-object", "-w", "--path", "a.txt", "a.txt"];
  const blob = gitWith(outsideView(source, place), place.path, hash);
  expect(gitIn(repository.path, "cat-file", "blob", blob)).toBe("Y");
  expect(existsSync(ran)).toBe(false);
});

/** Git in a folder, with what a look at a worktree adds to the environment. */
function gitWith(env: Record<string, string>, cwd: string, args: string[]): string {
  return execFileSync("git", args, { cwd, env: { ...process.env, ...env }, encoding: "utf8" }).trim();
}
