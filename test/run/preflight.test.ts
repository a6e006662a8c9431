import { expect, test } from "bun:test";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { preflight } from "../../src/run/preflight.ts";
import {
  requireBelow,
  requireObjects,
  requireStateRoom,
  requireTemp,
  tooLittleFree,
} from "../../src/run/preflight-places.ts";
import type { RunOptions } from "../../src/settings/options.ts";
import { testHost } from "../cli/test-host.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { failureOf } from "./support/failure-of.ts";

const mib = 1024 * 1024;

test.each<[string, number, number, number | null]>([
  ["less than one checkout takes", 63, mib, 63 * mib],
  ["one block less than enough", 64 * 256 - 1, 4096, 64 * mib - 4096],
  ["just enough", 64 * 256, 4096, null],
  ["nothing", 0, 4096, 0],
  ["much", 1e9, 4096, null],
  ["a file system that counts nothing", 0, 0, null],
])("%s is free: %p blocks of %p", (_what, bavail, bsize, free) => {
  expect(tooLittleFree({ bavail, bsize }, 64 * mib)).toBe(free);
});

const failing = (act: () => void) => failureOf((async () => act())());

test("temporary files need a folder that is there, by its whole path", async () => {
  using folder = scratchFolder();
  expect(await failing(() => requireTemp(folder.path))).toBe("no failure");
  const hint = "; Set TMPDIR to a folder that can be written and has room";
  expect(await failing(() => requireTemp("."))).toBe(
    `no-state: Cannot keep temporary files in ".": the path is relative${hint}`,
  );
  const gone = await failing(() => requireTemp(join(folder.path, "gone")));
  expect(gone).toStartWith(`no-state: Cannot keep temporary files in "${folder.path}/gone": `);
  expect(gone).toEndWith(hint);
});

test("all folders of objects are looked at, and nothing else that lies there", async () => {
  using folder = scratchFolder();
  for (const name of ["00", "ff", "pack", "info"]) mkdirSync(join(folder.path, name));
  const look = () => failing(() => requireObjects(folder.path));
  const dangling = (name: string) => symlinkSync(join(folder.path, "nowhere"), join(folder.path, name));
  expect(await look()).toBe("no failure");
  // What is called otherwise is nothing that git writes into.
  for (const name of ["tmp", "1", "g0", "abc", "AB"]) dangling(name);
  mkdirSync(join(folder.path, "00", "00"));
  dangling("00/11");
  expect(await look()).toBe("no failure");
  dangling("a7");
  const found = await look();
  expect(found).toStartWith(`delivery-impossible: Cannot keep work in "${folder.path}/a7": `);
  expect(found).toEndWith("; Make the repository's git directory writable for you");
  expect(await failing(() => requireObjects(join(folder.path, "gone")))).toContain("/gone");
});

test("writing by way of trial leaves nothing, and the state folder need not be there", async () => {
  using folder = scratchFolder();
  requireTemp(folder.path);
  expect(readdirSync(folder.path)).toEqual([]);
  expect(await failing(() => requireStateRoom(join(folder.path, "not", "yet")))).toBe("no failure");
  expect(readdirSync(folder.path)).toEqual([]);
  expect(await failing(() => requireStateRoom("/proc/1/x"))).toBe("no failure");
});

test("what is to lie below a path can be made there", async () => {
  using folder = scratchFolder();
  const below = (path: string) => failing(() => requireBelow(join(folder.path, path)));
  writeFileSync(join(folder.path, "file"), "");
  symlinkSync(join(folder.path, "nowhere"), join(folder.path, "link"));
  mkdirSync(join(folder.path, "folder"));
  expect(await below("not/there/yet")).toBe("no failure");
  expect(await below("folder")).toBe("no failure");
  for (const name of ["file", "link"]) {
    const place = join(folder.path, name);
    expect(await below(`${name}/baro`)).toBe(
      `delivery-impossible: Cannot keep the run's branches: "${place}": it is no folder; Move "${place}" away`,
    );
  }
});

const inGit = (make: (path: string) => void, path: string) => (repo: ReturnType<typeof scratchRepository>) => {
  mkdirSync(join(repo.path, ".git", path, ".."), { recursive: true });
  make(join(repo.path, ".git", path));
};
const file = (path: string) => writeFileSync(path, "x");
const dangling = (path: string) => symlinkSync("/no/where", path);

test.each<[string, (repo: ReturnType<typeof scratchRepository>) => void, string]>([
  ["a file where the run's refs are kept", inGit(file, "refs/baro"), '"HERE/.git/refs/baro": it is no folder'],
  ["a link there that leads nowhere", inGit(dangling, "refs/baro"), '"HERE/.git/refs/baro": it is no folder'],
  ["a ref of that name", (repo) => void repo.git("update-ref", "refs/baro", "HEAD"), '"HERE/.git/refs/baro"'],
  [
    "a packed ref of that name",
    (repo) => [repo.git("update-ref", "refs/baro", "HEAD"), repo.git("pack-refs", "--all")],
    "'refs/baro' exists",
  ],
  ["a file where branches have their logs", inGit(file, "logs/refs/heads/baro"), '"HERE/.git/logs/refs/heads/baro"'],
  ["a file where refs have their logs", inGit(file, "logs/refs/baro"), '"HERE/.git/logs/refs/baro"'],
  ["a link for branches that leads nowhere", inGit(dangling, "refs/heads/baro"), '"HERE/.git/refs/heads/baro"'],
])("%s is found before anything is spent", async (_what, make, said) => {
  const failure = await refused(make, {});
  expect(failure).toStartWith("delivery-impossible: ");
  expect(failure).toContain(said);
});

/** What a repository that was made so is refused for. */
async function refused(make: (repo: ReturnType<typeof scratchRepository>) => void, options: Partial<RunOptions>) {
  using repo = scratchRepository();
  using folder = scratchFolder();
  make(repo);
  const cacheDir = join(folder.path, "not", "there", "yet");
  const all = {
    dryRun: false,
    deliver: "auto",
    cacheDir,
    stateDir: join(folder.path, "state"),
    queue: null,
    ...options,
  } as RunOptions;
  const invocation = { host: testHost(), options: all, person: null, watcher: { see: () => {}, pause: () => {} } };
  return (await failureOf(preflight(invocation, repo.path))).replaceAll(repo.path, "HERE");
}

const nothing = () => {};
const remoteBranch = (name: string) => (repo: ReturnType<typeof scratchRepository>) =>
  void repo.git("update-ref", `refs/remotes/${name}`, "HEAD");
const called = (name: string, hint: string) =>
  `delivery-impossible: Cannot make a branch below "baro/": a branch is called "${name}"; ${hint}`;
const there = "Rename that branch on the remote, then: git fetch --prune";

test.each<[string, (repo: ReturnType<typeof scratchRepository>) => void, Partial<RunOptions>, string]>([
  ["nothing in the way", nothing, {}, "no failure"],
  [
    "a branch of ours",
    (repo) => void repo.git("branch", "baro"),
    { deliver: "branch" },
    called("baro", "Rename it: git branch -m baro NEW-NAME"),
  ],
  ["one on the remote", remoteBranch("origin/baro"), {}, called("origin/baro", there)],
  ["one on the remote", remoteBranch("origin/baro"), { deliver: "pr" }, called("origin/baro", there)],
  ["one on the remote that nothing goes to", remoteBranch("origin/baro"), { deliver: "branch" }, "no failure"],
  ["one on the remote that nothing goes to", remoteBranch("origin/baro"), { deliver: "patch" }, "no failure"],
  ["one on the remote that nothing goes to", remoteBranch("origin/baro"), { deliver: "none" }, "no failure"],
  ["branches that only sound so", remoteBranch("origin/barometer"), {}, "no failure"],
  ["branches of ours there", remoteBranch("origin/baro/x"), {}, "no failure"],
  ["a branch below another name", remoteBranch("origin/team/baro"), {}, "no failure"],
  [
    "a queue and no remote to work over",
    nothing,
    { queue: "redis://127.0.0.1:1", queueRemote: null } as Partial<RunOptions>,
    "agent-missing: Cannot use a queue: the repository has no remote to send commits to workers through; Add one with: git remote add, or name an address with queue-remote",
  ],
])("a repository with %s is looked at before anything is spent", async (_what, make, options, failure) => {
  expect(await refused(make, options)).toBe(failure);
});

test("a folder of objects that can't be written is found from the repository, and temporary files from the machine", async () => {
  const objects = await refused((repo) => symlinkSync("/no/where", join(repo.path, ".git/objects/a7")), {});
  expect(objects).toStartWith('delivery-impossible: Cannot keep work in "HERE/.git/objects/a7": ');
  const before = process.env["TMPDIR"];
  try {
    const looked = refused(() => void Object.assign(process.env, { TMPDIR: "/no/where" }), {});
    expect(await looked).toStartWith('no-state: Cannot keep temporary files in "/no/where": ');
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
});

test("a queue that nobody answers at is said before anything is spent", async () => {
  const queue = {
    queue: "redis://127.0.0.1:1",
    queueRemote: "https://example.com/x.git",
    queueCa: null,
    queueSecret: null,
  };
  expect(await refused(nothing, queue as Partial<RunOptions>)).toStartWith("agent-missing: ");
});

test("a branch that git will not make is said with git's own reason, and an object store that is none", async () => {
  const locked = await refused((repo) => repo.write({ ".git/refs/heads/baro/preflight/x": "" }), {});
  expect(locked).toStartWith('delivery-impossible: Cannot make a branch in "HERE": ');
  const stray = await refused((repo) => writeFileSync(join(repo.path, ".git/refs/heads/baro"), ""), {});
  expect(stray).toStartWith("delivery-impossible: Cannot keep the run's branches: ");
});
