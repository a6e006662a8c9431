import { afterAll, expect, test } from "bun:test";
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { systemHost } from "../../../src/host/system.ts";
import { WorktreeSetUp } from "../../../src/worktrees/set-up/worktree-set-up.ts";
import { EarlyLooks, lookAhead } from "../../../src/worktrees/warm/early-looks.ts";
import { listWarm } from "../../../src/worktrees/warm/warm-store.ts";
import { WorktreePool } from "../../../src/worktrees/worktree-pool.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../../support/scratch.ts";

/** Only Linux tells who works in a folder; elsewhere nothing outlives a run. */
const isLinux = process.platform === "linux";

const tracked = {
  ".gitignore": "node_modules/\n*.local\n.cache/\ntarget/\n",
  "a.txt": "a\n",
  "package.json": "{}\n",
  "package-lock.json": "{}\n",
  "src/b.ts": "export const b = 1;\n",
  "src/deep/c.ts": "export const c = 1;\n",
  "lib/d.ts": "export const d = 1;\n",
};
const packages = {
  "node_modules/.package-lock.json": "{}\n",
  "node_modules/dep/index.js": "module.exports = 1;\n",
  "node_modules/dep/lib/util.js": "module.exports = 2;\n",
  "node_modules/tool/cli.js": "#!/usr/bin/env node\n",
};

const repo = scratchRepository(tracked);
writeFiles(repo.path, packages);
chmodSync(join(repo.path, "lib/d.ts"), 0o755);
symlinkSync("a.txt", join(repo.path, "link"));
mkdirSync(join(repo.path, "node_modules/.bin"));
symlinkSync("../tool/cli.js", join(repo.path, "node_modules/.bin/tool"));
const first = repo.commit("More", { "e.txt": "e\n" });
const later = repo.commit("Later", { "a.txt": "a, later\n", "src/new.ts": "export const n = 1;\n" });
const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  repo[Symbol.dispose]();
});

const limits = { worktrees: 4, ageMs: 86_400_000, bytes: 10 ** 12 };
const host = systemHost();

/** One run after another in the same cache. */
function runIn(
  cacheDir: string,
  name: string,
  { root = repo.path, warm = limits, early = null as EarlyLooks | null } = {},
) {
  const silent = { accepted: Promise.resolve(), isTrusted: () => false, tell: () => Promise.resolve() };
  const options = { root, base: gitIn(root, "rev-parse", "HEAD"), logDir: join(cacheDir, "logs"), sandbox: null };
  const fitter = new WorktreeSetUp(host, { ...options, ...silent, early });
  const folder = join(cacheDir, "worktrees", name);
  const pool = new WorktreePool(host, { root, folder, cacheDir, fitter, warm, early });
  return Object.assign(pool, { fitter });
}

/** All of a worktree that a story can see, but for its own place; file times and numbers left out. */
function look(root: string, below = ""): string[] {
  return readdirSync(join(root, below)).flatMap((name) => {
    const path = below === "" ? name : `${below}/${name}`;
    const stat = lstatSync(join(root, path));
    const mode = (stat.mode & 0o7777).toString(8);
    if (stat.isDirectory()) return [`${path}/ ${mode}`, ...look(root, path)];
    if (stat.isSymbolicLink()) return [`${path} -> ${readlinkSync(join(root, path))}`];
    if (!stat.isFile()) return [`${path} is something else`];
    // An index holds times; git itself says below whether it fits.
    const content = path.startsWith(".git/index")
      ? ""
      : readFileSync(join(root, path), "utf8").replaceAll(root, "ROOT");
    return [`${path} ${mode} ${stat.nlink} ${JSON.stringify(content)}`];
  });
}

async function fresh(commit: string) {
  using scratch = scratchFolder();
  const pool = runIn(scratch.path, "fresh", { warm: { ...limits, worktrees: 0 } });
  const worktree = await pool.take(commit, "baro/S1");
  const seen = look(worktree.path).sort();
  await pool.remove(true);
  return seen;
}
const asMade = new Map([
  [first, await fresh(first)],
  [later, await fresh(later)],
]);

const packageFile = "node_modules/dep/index.js";

interface Place {
  /** The worktree. */
  w: string;
  /** A folder of the story's own, elsewhere. */
  out: string;
}

/** As an agent would that wants nobody to see it: the same size, the same time. */
function inSecret(file: string, text: string): void {
  const { atime, mtime } = statSync(file);
  writeFileSync(file, text);
  utimesSync(file, atime, mtime);
}

const hostile: [what: string, act: (place: Place) => unknown, after?: (place: Place) => void][] = [
  ["poisons a package", ({ w }) => appendFileSync(join(w, "node_modules/dep/index.js"), "evil()\n")],
  ["poisons a package in secret", ({ w }) => inSecret(join(w, "node_modules/dep/index.js"), "module.exports = 9;\n")],
  ["adds a package", ({ w }) => writeFiles(w, { "node_modules/evil/index.js": "evil()\n" })],
  ["removes a package", ({ w }) => rmSync(join(w, "node_modules/tool"), { recursive: true })],
  ["adds an empty folder among packages", ({ w }) => mkdirSync(join(w, "node_modules/dep/none"))],
  ["turns a program of the packages elsewhere", ({ w, out }) => relink(join(w, "node_modules/.bin/tool"), out)],
  ["lets everybody write a package's folder", ({ w }) => chmodSync(join(w, "node_modules/dep"), 0o777)],
  ["closes a package", ({ w }) => chmodSync(join(w, "node_modules/dep"), 0)],
  ["changes nothing but a package's time", ({ w }) => utimesSync(join(w, "node_modules/dep/index.js"), 1, 1)],
  ["links a package's file out", ({ w, out }) => linkSync(join(w, packageFile), join(out, "own")), appendOut],
  ["links a file of its own in among packages", ({ w, out }) => linkIn(join(w, packageFile), out), appendOut],
  ["moves an inner package out and links to it", ({ w, out }) => moveOut(w, out, "node_modules/dep"), poisonOut],
  ["puts a folder where a program's link was", ({ w }) => folderFor(join(w, "node_modules/.bin/tool"))],
  [
    "leaves a process among the packages",
    ({ w }) => leaveRunning(w, join(w, "node_modules/dep"), "sleep 60"),
    writeByCwd,
  ],
  [
    "writes to a package that it has open",
    ({ w }) => leaveRunning(w, "/", `exec 3>>'${w}/${packageFile}'; sleep 60`),
    writeByCwd,
  ],
  ["fills a cache in the packages", ({ w }) => writeFiles(w, { "node_modules/.cache/tool/evil.js": "evil()\n" })],
  ["moves the packages out and links to them", ({ w, out }) => moveOut(w, out, "node_modules"), poisonOut],
  ["moves a folder out and links to it", ({ w, out }) => moveOut(w, out, "src"), poisonOut],
  ["moves an inner folder out and links to it", ({ w, out }) => moveOut(w, out, "src/deep"), poisonOut],
  [
    "swaps two folders by a link inside",
    ({ w }) => [renameSync(join(w, "src"), join(w, "s2")), relink(join(w, "src"), "s2")],
  ],
  ["changes a file", ({ w }) => writeFileSync(join(w, "a.txt"), "evil\n")],
  ["changes a file in secret", ({ w }) => inSecret(join(w, "src/b.ts"), "export const b = 9;\n")],
  ["changes a program's mode", ({ w }) => chmodSync(join(w, "lib/d.ts"), 0o777)],
  ["lets nobody read a file", ({ w }) => chmodSync(join(w, "a.txt"), 0)],
  ["lets nobody into a folder", ({ w }) => chmodSync(join(w, "src"), 0)],
  ["lets everybody write into a folder", ({ w }) => chmodSync(join(w, "src"), 0o777)],
  ["lets everybody write into the worktree", ({ w }) => chmodSync(w, 0o777)],
  ["deletes a file", ({ w }) => unlinkSync(join(w, "src/b.ts"))],
  ["puts a folder where a file was", ({ w }) => [unlinkSync(join(w, "a.txt")), writeFiles(w, { "a.txt/x": "x" })]],
  [
    "puts a file where a folder was",
    ({ w }) => [rmSync(join(w, "lib"), { recursive: true }), writeFiles(w, { lib: "x" })],
  ],
  ["turns a link elsewhere", ({ w, out }) => relink(join(w, "link"), join(out, "evil"))],
  ["puts a link where a file was", ({ w, out }) => relink(join(w, "a.txt"), join(out, "evil"))],
  ["plants a file", ({ w }) => writeFiles(w, { "src/planted.ts": "evil()\n" })],
  [
    "plants what git ignores",
    ({ w }) => writeFiles(w, { "x.local": "evil", "src/.cache/e": "evil", "target/e": "evil" }),
  ],
  ["plants what it makes git ignore", ({ w }) => writeFiles(w, { ".git/info/exclude": "*\n", "hidden.ts": "evil" })],
  ["plants an empty folder", ({ w }) => mkdirSync(join(w, "src/empty"))],
  ["plants a file that the next commit has", ({ w }) => writeFiles(w, { "src/new.ts": "evil()\n" })],
  ["plants a folder that the next commit has as a file", ({ w }) => writeFiles(w, { "src/new.ts/x": "evil()\n" })],
  ["plants a link that leads out", ({ w, out }) => symlinkSync(out, join(w, "src/out"))],
  ["plants a name with a line in it", ({ w }) => writeFiles(w, { "src/a\nb.ts": "evil()\n" })],
  ["plants a name that is not text", ({ w }) => writeFileSync(Buffer.from(`${w}/src/\xff.ts`, "latin1"), "evil()\n")],
  ["plants another case of a name", ({ w }) => writeFiles(w, { "A.TXT": "evil", "SRC/b.ts": "evil" })],
  ["plants a pipe", ({ w }) => execFileSync("mkfifo", [join(w, "src/pipe"), join(w, "node_modules/dep/pipe")])],
  [
    "plants a pipe in a file's stead",
    ({ w }) => [unlinkSync(join(w, "a.txt")), execFileSync("mkfifo", [join(w, "a.txt")])],
  ],
  ["plants a socket", ({ w }) => plantSocket(join(w, "src/s"))],
  ["plants a repository", ({ w }) => gitIn(w, "init", "--quiet", "src/inner")],
  ["plants a closed folder", ({ w }) => [writeFiles(w, { "src/shut/x": "x" }), chmodSync(join(w, "src/shut"), 0)]],
  ["links a file out", ({ w, out }) => linkSync(join(w, "a.txt"), join(out, "a")), ({ out }) => append(join(out, "a"))],
  [
    "links a package out",
    ({ w, out }) => linkSync(join(w, "node_modules/dep/index.js"), join(out, "p")),
    ({ out }) => append(join(out, "p")),
  ],
  ["links a file of its own in", ({ w, out }) => linkIn(join(w, "a.txt"), out), ({ out }) => append(join(out, "own"))],
  ["changes the repository's settings", ({ w }) => gitIn(w, "config", "core.fsmonitor", "touch evil")],
  ["has hooks of its own elsewhere", ({ w, out }) => gitIn(w, "config", "core.hooksPath", out)],
  ["gives files a filter that git alone sees", ({ w }) => filterAll(w)],
  ["forges what commits come from", ({ w }) => writeFiles(w, { ".git/info/grafts": `${first} ${later}\n` })],
  ["borrows another repository", ({ w, out }) => writeFiles(w, { ".git/commondir": `${out}\n` })],
  ["puts a file that names another repository", ({ w, out }) => pointElsewhere(w, out)],
  ["adds hooks", ({ w }) => writeFiles(w, { ".git/hooks/post-checkout": "#!/bin/sh\ntouch evil\n" })],
  ["adds alternates", ({ w, out }) => writeFiles(w, { ".git/objects/info/alternates": `${out}\n` })],
  ["adds refs and a stash", ({ w }) => [writeFiles(w, { "a.txt": "x" }), gitIn(w, "stash"), gitIn(w, "tag", "evil")]],
  [
    "puts a link in .git's stead",
    ({ w, out }) => [renameSync(join(w, ".git"), join(out, "g")), relink(join(w, ".git"), join(out, "g"))],
  ],
  [
    "puts a file in .git's stead",
    ({ w, out }) => [renameSync(join(w, ".git"), join(out, "g")), writeFiles(w, { ".git": `gitdir: ${out}/g\n` })],
  ],
  ["removes .git", ({ w }) => rmSync(join(w, ".git"), { recursive: true })],
  ["closes .git", ({ w }) => chmodSync(join(w, ".git/objects"), 0)],
  ["assumes files unchanged", ({ w }) => hide(w, "--assume-unchanged")],
  ["skips files", ({ w }) => hide(w, "--skip-worktree")],
  ["forges our index", ({ w }) => forge(w)],
  ["removes our index", ({ w }) => rmSync(`${w}.index`)],
  ["leaves a process in the folder", ({ w }) => leaveRunning(w, join(w, "src"), "sleep 60"), writeByCwd],
  ["leaves a process with a file open", ({ w }) => leaveRunning(w, "/", `exec 3>>'${w}/a.txt'; sleep 60`), writeByCwd],
  [
    "replaces the whole folder",
    ({ w, out }) => [renameSync(w, join(out, "w")), execFileSync("cp", ["-a", join(out, "w"), w])],
  ],
  [
    "puts a link in the folder's stead",
    ({ w, out }) => [renameSync(w, join(out, "w")), symlinkSync(join(out, "w"), w)],
    poisonOut,
  ],
  [
    "plants a name that is not text among packages",
    ({ w }) => writeFileSync(Buffer.from(`${w}/node_modules/dep/lib/\xff.js`, "latin1"), "evil()\n"),
  ],
  ["plants another case of a package", ({ w }) => writeFiles(w, { "node_modules/DEP/index.js": "evil()\n" })],
  ["plants a repository among packages", ({ w }) => gitIn(w, "init", "--quiet", "node_modules/dep")],
  [
    "links a cache of the packages out",
    ({ w, out }) => [
      writeFiles(out, { "cache/evil.js": "evil()\n" }),
      symlinkSync(`${out}/cache`, join(w, "node_modules/.cache")),
    ],
  ],
  [
    "hides a cache below a cache",
    ({ w }) => [
      writeFiles(w, { "node_modules/dep/.cache/x/.cache/e": "evil" }),
      chmodSync(join(w, "node_modules/dep/.cache"), 0),
    ],
  ],
  ["digs deeper than any path may be", ({ w }) => dig(join(w, "target"))],
  ["digs deeper than any path may be among packages", ({ w }) => dig(join(w, "node_modules/dep/deep"))],
  ["digs deeper than any path may be in a cache", ({ w }) => dig(join(w, "node_modules/.cache"))],
  ["digs deeper than any path may be in .git", ({ w }) => dig(join(w, ".git/deep"))],
  ["swaps two files of one size", ({ w }) => swap(join(w, "src/b.ts"), join(w, "lib/d.ts"))],
  ["swaps two packages", ({ w }) => swap(join(w, "node_modules/dep"), join(w, "node_modules/tool"))],
  ["lets a folder give its group on", ({ w }) => chmodSync(join(w, "src"), 0o2755)],
  ["moves the work tree elsewhere", ({ w, out }) => gitIn(w, "config", "core.worktree", out)],
  ["makes a file huge and hollow", ({ w }) => truncateSync(join(w, "a.txt"), 2 ** 32 + 2)],
];

function relink(place: string, target: string): void {
  rmSync(place, { recursive: true, force: true });
  symlinkSync(target, place);
}

function dig(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const name = "d".repeat(200);
  execFileSync(
    "/bin/sh",
    ["-c", `i=0; while [ $i -lt 60 ]; do mkdir ${name}; cd -P ${name} || exit 1; i=$((i+1)); done; echo evil >f`],
    { cwd: folder },
  );
}

function swap(one: string, other: string): void {
  renameSync(one, `${one}.swap`);
  renameSync(other, one);
  renameSync(`${one}.swap`, other);
}

function moveOut(w: string, out: string, path: string): void {
  renameSync(join(w, path), join(out, "moved"));
  symlinkSync(join(out, "moved"), join(w, path));
}

function appendOut({ out }: Place): void {
  append(join(out, "own"));
}

function folderFor(place: string): void {
  unlinkSync(place);
  writeFiles(place, { "index.js": "evil()\n" });
}

function filterAll(w: string): void {
  gitIn(w, "config", "filter.evil.smudge", "echo evil");
  writeFiles(w, { ".git/info/attributes": "* filter=evil\n" });
}

function pointElsewhere(w: string, out: string): void {
  gitIn(out, "init", "--quiet", "other");
  rmSync(join(w, ".git"), { recursive: true });
  writeFileSync(join(w, ".git"), `gitdir: ${join(out, "other/.git")}\n`);
}

function poisonOut({ out }: Place): void {
  for (const name of ["moved/b.ts", "moved/c.ts", "moved/index.js", "moved/dep/index.js", "w/a.txt"])
    append(join(out, name));
}

function append(file: string): void {
  if (existsSync(file)) appendFileSync(file, "evil()\n");
}

function linkIn(place: string, out: string): void {
  writeFileSync(join(out, "own"), readFileSync(place));
  unlinkSync(place);
  linkSync(join(out, "own"), place);
}

function plantSocket(path: string): Promise<void> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(path, () => {
      // The name stays when whoever listened is killed.
      server.unref();
      resolve();
    });
  });
}

function hide(w: string, flag: string): void {
  gitIn(w, "update-index", flag, "a.txt", "src/b.ts");
  writeFiles(w, { "a.txt": "evil\n", "src/b.ts": "evil\n" });
}

/** Our own index, told that the changed file is as it was checked out. */
function forge(w: string): void {
  writeFileSync(join(w, "a.txt"), "evil\n");
  const env = { ...process.env, GIT_DIR: join(repo.path, ".git"), GIT_WORK_TREE: w, GIT_INDEX_FILE: `${w}.index` };
  execFileSync("git", ["update-index", "--add", "a.txt"], { cwd: w, env });
}

function leaveRunning(w: string, cwd: string, command: string): Promise<void> {
  const child = spawn("/bin/sh", ["-c", `${command.replace("sleep", "echo ready; sleep")}`], {
    cwd,
    stdio: ["ignore", "pipe", "ignore"],
  });
  running.push(child);
  expect(w).not.toBe("");
  return new Promise((resolve) => child.stdout?.once("data", () => resolve()));
}

/** What a process that was left does through what it holds on to. */
function writeByCwd(): void {
  const pid = running.at(-1)?.pid;
  spawnSync("/bin/sh", ["-c", `echo evil > /proc/${pid}/cwd/planted-by-cwd; echo evil >> /proc/${pid}/fd/3`], {
    stdio: "ignore",
  });
}

/** What a run looks at while it is opened. */
async function lookEarly(cacheDir: string, head: string): Promise<EarlyLooks> {
  const looks = new EarlyLooks();
  await lookAhead(looks, host, { cacheDir, root: repo.path, head, since: 0, most: 4 });
  return looks;
}

for (const [commit, isEarly] of [
  [first, false],
  [later, false],
  [first, true],
] as const) {
  const which = `${commit === first ? "the same commit" : "another commit"}${isEarly ? " that has looked ahead" : ""}`;
  test.skipIf(!isLinux).each(hostile.map(([what, act, after = () => {}]) => [what, act, after] as const))(
    `nothing reaches a run of ${which} from a former story that %s`,
    async (_what, act, after) => {
      using scratch = scratchFolder();
      const out = join(scratch.path, "out");
      mkdirSync(out);
      const pool = runIn(scratch.path, "one");
      const worktree = await pool.take(first, "baro/S1");
      // Here once while what it was given is still looked at, and once when that is known.
      if (commit === later || isEarly) await pool.fitter.fitted(worktree.path);
      await act({ w: worktree.path, out });
      pool.give(worktree);
      // What can't be told from somebody else's stays where it is, and says so.
      await pool.remove(true).catch(() => {});

      using early = isEarly ? await lookEarly(scratch.path, commit) : null;
      const next = runIn(scratch.path, "two", { early });
      const second = await next.take(commit, "baro/S1");
      after({ w: worktree.path, out });
      expect(look(second.path).sort()).toEqual(asMade.get(commit) ?? []);
      expect(gitIn(second.path, "status", "--porcelain")).toBe("");
      expect(gitIn(second.path, "rev-parse", "HEAD")).toBe(commit);
      running.pop()?.kill("SIGKILL");
      spawnSync("chmod", ["-R", "u+rwX", scratch.path]);
    },
  );
}

/** Within a run the conductor ends what an agent started before its worktree is anybody else's. */
const needsNoEnding = hostile.filter(([, , after]) => after !== writeByCwd);

test.skipIf(!isLinux).each(needsNoEnding.map(([what, act, after = () => {}]) => [what, act, after] as const))(
  "nothing reaches the next story of the same run, on what has landed, from one that %s",
  async (_what, act, after) => {
    using scratch = scratchFolder();
    const out = join(scratch.path, "out");
    mkdirSync(out);
    const pool = runIn(scratch.path, "one");
    const worktree = await pool.take(first, "baro/S1");
    await act({ w: worktree.path, out });
    pool.give(worktree);
    const next = await pool.take(later, "baro/S1");
    after({ w: worktree.path, out });
    expect(look(next.path).sort()).toEqual(asMade.get(later) ?? []);
    expect(gitIn(next.path, "status", "--porcelain")).toBe("");
    expect(gitIn(next.path, "rev-parse", "HEAD")).toBe(later);
    spawnSync("chmod", ["-R", "u+rwX", scratch.path]);
  },
);

test.skipIf(!isLinux)("a worktree is used again, packages and files alike, and only what differs is made", async () => {
  using scratch = scratchFolder();
  const pool = runIn(scratch.path, "one");
  const worktree = await pool.take(first, "baro/S1");
  const numbers = (w: string) => [".", "e.txt", "node_modules/dep/index.js"].map((path) => statSync(join(w, path)).ino);
  const before = numbers(worktree.path);
  await pool.fitter.fitted(worktree.path);
  writeFiles(worktree.path, { "src/b.ts": "the work\n", "target/made": "x" });
  pool.give(worktree);
  await pool.remove(true);
  expect(existsSync(worktree.path)).toBe(false);
  expect(await listWarm(scratch.path)).toHaveLength(1);
  const second = await runIn(scratch.path, "two").take(later, "baro/S2");
  expect(numbers(second.path)).toEqual(before);
  expect(look(second.path).sort()).toEqual(
    (asMade.get(later) ?? []).map((line) => line.replaceAll("baro/S1", "baro/S2")).sort(),
  );
});

/** Which of the looks that were begun somebody asked for. */
class NotedLooks extends EarlyLooks {
  readonly used: string[] = [];

  override take(folder: string): ReturnType<EarlyLooks["take"]> {
    const look = super.take(folder);
    if (look !== null) this.used.push(folder);
    return look;
  }
}

async function leaveOne(cacheDir: string): Promise<number> {
  const pool = runIn(cacheDir, "one");
  const worktree = await pool.take(first, "baro/S1");
  await pool.fitter.fitted(worktree.path);
  pool.give(worktree);
  await pool.remove(true);
  return statSync(join((await listWarm(cacheDir))[0]?.path ?? "", "w", packageFile)).ino;
}

test.skipIf(!isLinux)(
  "packages that were looked at ahead, here and in the checkout, are not looked at again",
  async () => {
    using scratch = scratchFolder();
    const number = await leaveOne(scratch.path);
    using early = new NotedLooks();
    await lookAhead(early, host, { cacheDir: scratch.path, root: repo.path, head: first, since: 0, most: 1 });
    const second = await runIn(scratch.path, "two", { early }).take(first, "baro/S1");
    expect(statSync(join(second.path, packageFile)).ino).toBe(number);
    expect(early.used.map((folder) => folder.endsWith("/w/node_modules")).sort()).toEqual([false, true]);
    expect(early.used).toContain(join(repo.path, "node_modules"));
  },
);

test.skipIf(!isLinux)("what somebody else had since it was looked at is looked at again", async () => {
  using scratch = scratchFolder();
  await leaveOne(scratch.path);
  using early = await lookEarly(scratch.path, first);
  const other = runIn(scratch.path, "other");
  const worktree = await other.take(first, "baro/S1");
  inSecret(join(worktree.path, packageFile), "module.exports = 9;\n");
  other.give(worktree);
  await other.remove(true);
  expect(await listWarm(scratch.path)).toHaveLength(1);
  const second = await runIn(scratch.path, "two", { early }).take(first, "baro/S1");
  expect(look(second.path).sort()).toEqual(asMade.get(first) ?? []);
});

test.skipIf(!isLinux)("what the person changed in their packages since the copy is seen by a look ahead", async () => {
  using scratch = scratchFolder();
  await leaveOne(scratch.path);
  const file = join(repo.path, packageFile);
  inSecret(file, "module.exports = 3;\n");
  try {
    using early = await lookEarly(scratch.path, first);
    const second = await runIn(scratch.path, "two", { early }).take(first, "baro/S1");
    expect(readFileSync(join(second.path, packageFile), "utf8")).toBe("module.exports = 3;\n");
  } finally {
    inSecret(file, "module.exports = 1;\n");
  }
});

test.skipIf(!isLinux)("looks that nobody wants any more are ended, and who still asks looks again", async () => {
  using scratch = scratchFolder();
  const number = await leaveOne(scratch.path);
  const early = await lookEarly(scratch.path, first);
  early[Symbol.dispose]();
  const second = await runIn(scratch.path, "two", { early }).take(first, "baro/S1");
  expect(statSync(join(second.path, packageFile)).ino).toBe(number);
});

const isRoot = process.getuid?.() === 0;
const canSeal = isLinux && isRoot && spawnSync("chattr", ["-V"]).error === undefined;

test.skipIf(!canSeal)(
  "a package that nobody can change any more costs the worktree, and not the next run",
  async () => {
    using scratch = scratchFolder();
    const pool = runIn(scratch.path, "one");
    const worktree = await pool.take(first, "baro/S1");
    await pool.fitter.fitted(worktree.path);
    const file = join(worktree.path, packageFile);
    inSecret(file, "module.exports = 9;\n");
    const sealed = spawnSync("chattr", ["+i", file]).status === 0;
    try {
      pool.give(worktree);
      await pool.remove(true).catch(() => {});
      const next = await runIn(scratch.path, "two").take(first, "baro/S1");
      expect(look(next.path).sort()).toEqual(asMade.get(first) ?? []);
    } finally {
      if (sealed) spawnSync("chattr", ["-R", "-i", scratch.path]);
    }
  },
);
