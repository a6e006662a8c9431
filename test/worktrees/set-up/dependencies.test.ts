import { expect, setDefaultTimeout, test } from "bun:test";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { BaroError } from "../../../src/core/error.ts";
import { systemHost } from "../../../src/host/system.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../../support/scratch.ts";
import { setUpIn } from "./set-up-in.ts";

// The package managers are the real ones, and take their time on a busy machine.
setDefaultTimeout(60_000);

const bunBin = join(import.meta.dir, "../../../node_modules/.bin/bun");
const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;

const lockOf = (version: string, integrity: string) =>
  json({
    name: "app",
    version: "1.0.0",
    lockfileVersion: 3,
    packages: {
      "": { name: "app", version: "1.0.0", dependencies: { tool: `file:tool-${version}.tgz` } },
      "node_modules/tool": { version, resolved: `file:tool-${version}.tgz`, integrity, bin: { tool: "cli.js" } },
    },
  });

/** A repository whose checkout has one package in it, as npm would lay it out. */
function project() {
  const repository = scratchRepository({
    ".gitignore": "node_modules/\n",
    "package.json": json({ name: "app", version: "1.0.0", dependencies: { tool: "file:tool-1.0.0.tgz" } }),
    "package-lock.json": lockOf("1.0.0", "sha512-AAAA"),
  });
  repository.write({
    "node_modules/.package-lock.json": "{}\n",
    "node_modules/tool/package.json": json({ name: "tool", version: "1.0.0", bin: { tool: "cli.js" } }),
    "node_modules/tool/cli.js": "#!/usr/bin/env node\nconsole.log('tool one');\n",
  });
  chmodSync(join(repository.path, "node_modules/tool/cli.js"), 0o755);
  mkdirSync(join(repository.path, "node_modules/.bin"));
  symlinkSync("../tool/cli.js", join(repository.path, "node_modules/.bin/tool"));
  return repository;
}

function npm(cwd: string, ...args: string[]): void {
  execFileSync("npm", args, { cwd, stdio: "pipe" });
}

/** How the worktree's own programs print. */
const run = (cwd: string, program: string, ...args: string[]) =>
  execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();

test("a worktree's node_modules work, and writes into them never reach the person's", async () => {
  using folder = scratchFolder();
  using repository = project();
  const { take, told } = setUpIn(repository.path, folder.path);
  const { path } = await take();
  expect(run(path, join(path, "node_modules/.bin/tool"))).toBe("tool one");
  expect(lstatSync(join(path, "node_modules")).isSymbolicLink()).toBe(false);
  expect(statSync(join(path, "node_modules/tool/cli.js")).mode & 0o111).toBe(0o111);
  const original = join(repository.path, "node_modules/tool/cli.js");
  const before = readFileSync(original, "utf8");
  // In place, as an editor or a patching tool does it: this is what a hard link would pass on.
  writeFileSync(join(path, "node_modules/tool/cli.js"), "spoilt");
  appendFileSync(join(path, "node_modules/.package-lock.json"), "spoilt");
  rmSync(join(path, "node_modules/tool/package.json"));
  expect(readFileSync(original, "utf8")).toBe(before);
  expect(run(repository.path, join(repository.path, "node_modules/.bin/tool"))).toBe("tool one");
  expect(statSync(original).nlink).toBe(1);
  expect(told).toEqual([]);
});

test("dependencies are kept over stories while they are untouched, and made anew when somebody wrote into them", async () => {
  using folder = scratchFolder();
  using repository = project();
  const { take, pool } = setUpIn(repository.path, folder.path);
  const first = await take();
  const cli = join(first.path, "node_modules/tool/cli.js");
  const inode = statSync(cli).ino;
  mkdirSync(join(first.path, "node_modules/.cache"));
  writeFileSync(join(first.path, "node_modules/.cache/left"), "by the first story");
  pool.give(first);
  const second = await take();
  expect(second.path).toBe(first.path);
  expect(statSync(cli).ino).toBe(inode);
  expect(existsSync(join(second.path, "node_modules/.cache"))).toBe(false);
  // Same size, and the time put back: still found out.
  const { atime, mtime } = statSync(cli);
  writeFileSync(cli, readFileSync(cli, "utf8").replace("one", "two"));
  execFileSync("touch", ["-d", mtime.toISOString(), "-a", "-m", cli]);
  expect(atime).toBeDefined();
  pool.give(second);
  const third = await take();
  expect(third.path).toBe(first.path);
  expect(run(third.path, cli)).toBe("tool one");
});

test("workspaces lead to the worktree's own packages, not to the person's", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({
    ".gitignore": "node_modules/\n",
    "package.json": json({ name: "app", private: true, workspaces: ["packages/*"] }),
    "packages/a/package.json": json({ name: "a", version: "1.0.0", main: "index.js" }),
    "packages/a/index.js": "module.exports = __filename;\n",
    "packages/b/package.json": json({ name: "b", version: "1.0.0", dependencies: { a: "1.0.0" } }),
    "packages/b/index.js": "console.log(require('a'));\n",
  });
  mkdirSync(join(repository.path, "node_modules"));
  symlinkSync("../packages/a", join(repository.path, "node_modules/a"));
  // Some tools link by absolute path.
  mkdirSync(join(repository.path, "packages/b/node_modules"), { recursive: true });
  symlinkSync(join(repository.path, "packages/a"), join(repository.path, "packages/b/node_modules/a"));
  const { path } = await setUpIn(repository.path, folder.path).take();
  expect(run(path, "node", "packages/b/index.js")).toBe(join(path, "packages/a/index.js"));
  expect(realpathSync(join(path, "node_modules/a"))).toBe(join(path, "packages/a"));
});

test("a commit with another lockfile gets what it asks for, by the package manager's own frozen install", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({
    ".gitignore": "node_modules/\n",
    "package.json": json({ name: "app", version: "1.0.0" }),
    "tool/package.json": json({ name: "tool", version: "1.0.0", bin: { tool: "cli.js" } }),
    "tool/cli.js": "#!/usr/bin/env node\nconsole.log('tool one');\n",
  });
  chmodSync(join(repository.path, "tool/cli.js"), 0o755);
  npm(repository.path, "pack", "./tool");
  npm(repository.path, "install", "--offline", "--no-audit", "--no-fund", "./tool-1.0.0.tgz");
  const before = repository.commit("Depend on a tool", {});
  repository.commit("Depend on nothing", {
    "package.json": json({ name: "app", version: "1.0.0" }),
    "package-lock.json": json({
      name: "app",
      version: "1.0.0",
      lockfileVersion: 3,
      packages: { "": { name: "app", version: "1.0.0" } },
    }),
  });
  // The checkout is at the newer commit, and its packages are what that one asks for.
  rmSync(join(repository.path, "node_modules"), { recursive: true });
  repository.write({ "node_modules/.package-lock.json": "{}\n" });
  const { take, pool, told } = setUpIn(repository.path, folder.path, { base: before });
  const older = await take(before);
  expect(run(older.path, join(older.path, "node_modules/.bin/tool"))).toBe("tool one");
  expect(readFileSync(join(folder.path, "logs/w1.log"), "utf8")).toContain("$ npm ci --prefer-offline");
  pool.give(older);
  const newer = await take("HEAD");
  expect(readdirSync(join(newer.path, "node_modules"))).toEqual([".package-lock.json"]);
  expect(existsSync(join(repository.path, "node_modules/tool"))).toBe(false);
  expect(told).toEqual([]);
});

test("an install that fails is said, with its log, and the person's packages are taken instead", async () => {
  using folder = scratchFolder();
  using repository = project();
  repository.commit("Ask for what is not there", {
    "package.json": json({ name: "app", version: "1.0.0", dependencies: { tool: "file:tool-9.0.0.tgz" } }),
    "package-lock.json": lockOf("9.0.0", "sha512-BBBB"),
  });
  repository.write({ "package-lock.json": lockOf("1.0.0", "sha512-AAAA") });
  const { take, told } = setUpIn(repository.path, folder.path);
  const { path } = await take();
  expect(existsSync(join(path, "node_modules/tool/cli.js"))).toBe(true);
  const log = join(folder.path, "logs/w1.log");
  expect(told).toEqual([
    expect.stringMatching(/^`npm ci .*` for a worktree ended with exit code \d+; what it printed is in .*w1\.log$/),
    "node_modules is copied from your checkout, whose package-lock.json is not the commit's: packages may be missing",
  ]);
  expect(readFileSync(log, "utf8")).toContain("tool-9.0.0.tgz");
});

test("bun's frozen install leaves no hard link into its cache", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({
    ".gitignore": "node_modules/\n",
    "package.json": json({ name: "app", dependencies: { tool: "file:./tool" } }),
    "tool/package.json": json({ name: "tool", version: "1.0.0", main: "index.js" }),
    "tool/index.js": "module.exports = 1;\n",
  });
  execFileSync(bunBin, ["install"], { cwd: repository.path, stdio: "pipe" });
  const base = repository.commit("Lock", {});
  // The person's checkout has moved on, so that a copy of its packages would not do.
  appendFileSync(join(repository.path, "bun.lock"), "\n");
  const host = { ...systemHost(), env: { ...process.env, PATH: `${join(bunBin, "..")}:${process.env["PATH"]}` } };
  const { take, told } = setUpIn(repository.path, folder.path, { base, host });
  const { path } = await take(base);
  expect(readFileSync(join(folder.path, "logs/w1.log"), "utf8")).toContain(
    "$ bun install --frozen-lockfile --backend=copyfile",
  );
  expect(run(path, "node", "-p", "require('tool')")).toBe("1");
  expect(statSync(join(path, "node_modules/tool/index.js")).nlink).toBe(1);
  expect(told).toEqual([]);
});

test("a link instead of a folder is never passed on", async () => {
  using folder = scratchFolder();
  using elsewhere = scratchFolder();
  using repository = scratchRepository({ ".gitignore": "node_modules\n", "package.json": "{}" });
  symlinkSync(elsewhere.path, join(repository.path, "node_modules"));
  const { take, told } = setUpIn(repository.path, folder.path);
  const { path } = await take();
  expect(existsSync(join(path, "node_modules"))).toBe(false);
  expect(told).toEqual(["node_modules is a link in your checkout; worktrees do without it"]);
});

test("a Python environment is the worktree's own: scripts, imports, and what is installed into it", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({
    ".gitignore": ".venv/\n__pycache__/\n",
    "pyproject.toml": '[project]\nname = "app"\nversion = "1"\n',
    "lib/app/__init__.py": "",
  });
  execFileSync("python3", ["-m", "venv", "--without-pip", ".venv"], { cwd: repository.path });
  const packages = run(repository.path, ".venv/bin/python", "-c", "import site; print(site.getsitepackages()[0])");
  // What `pip install --editable .` leaves behind, and a script of a package.
  writeFileSync(join(packages, "app.pth"), `${join(repository.path, "lib")}\n`);
  const script = join(repository.path, ".venv/bin/where");
  writeFileSync(
    script,
    `#!${join(repository.path, ".venv/bin/python")}\nimport app, sys; print(app.__file__, sys.prefix)\n`,
  );
  chmodSync(script, 0o755);
  const { take, setUp, told } = setUpIn(repository.path, folder.path);
  const { path } = await take();
  const env = { ...process.env, ...setUp.environment(path) };
  const said = execFileSync("where", [], { cwd: path, encoding: "utf8", env }).trim();
  expect(said).toBe(`${join(path, "lib/app/__init__.py")} ${join(path, ".venv")}`);
  expect(readFileSync(join(packages, "app.pth"), "utf8")).toBe(`${join(repository.path, "lib")}\n`);
  expect(told).toEqual([]);
});

test("a project that asks for no packages is left alone, and so is one without a lockfile", async () => {
  for (const files of [
    { "package.json": json({ name: "app" }), "package-lock.json": "{}" },
    { "package.json": json({ dependencies: { tool: "1" } }) },
  ]) {
    using folder = scratchFolder();
    using repository = scratchRepository(files);
    const { take, told } = setUpIn(repository.path, folder.path);
    const { path } = await take();
    expect(existsSync(join(path, "node_modules"))).toBe(false);
    expect(existsSync(join(folder.path, "logs"))).toBe(false);
    expect(told).toEqual([]);
  }
});

/** A package of npm that depends on a tool which lies in the repository, with the lockfile and without the folder. */
function unpacked(repository: ReturnType<typeof scratchRepository>, place: string): void {
  const at = join(repository.path, place);
  repository.write({
    [join(place, "package.json")]: json({ name: "app", version: "1.0.0" }),
    [join(place, "tool/package.json")]: json({ name: "tool", version: "1.0.0", main: "index.js" }),
    [join(place, "tool/index.js")]: "module.exports = 'a tool';\n",
  });
  npm(at, "pack", "./tool");
  npm(at, "install", "--offline", "--no-audit", "--no-fund", "./tool-1.0.0.tgz");
  rmSync(join(at, "node_modules"), { recursive: true });
  repository.commit("Depend on a tool", {});
}

test.each(["", "frontend"])(
  "packages that a fresh clone lacks are installed in the worktree alone (in: %s)",
  async (place) => {
    using folder = scratchFolder();
    using repository = scratchRepository({ ".gitignore": "node_modules/\n" });
    unpacked(repository, place);
    const { take, pool, setUp, told } = setUpIn(repository.path, folder.path);
    const first = await take();
    expect(run(join(first.path, place), "node", "-p", "require('tool')")).toBe("a tool");
    expect(existsSync(join(repository.path, place, "node_modules"))).toBe(false);
    expect(told).toEqual([
      expect.stringMatching(
        /^(frontend\/)?node_modules is not in your checkout: each worktree gets its own by `.*npm ci .*`$/,
      ),
    ]);
    expect(await setUp.work(first.path, [])).toEqual([]);
    const { ino } = statSync(join(first.path, place, "node_modules/tool/index.js"));
    pool.give(first);
    // The next story finds them as they are.
    const second = await take();
    expect(statSync(join(second.path, place, "node_modules/tool/index.js")).ino).toBe(ino);
  },
);

test("packages that can't be installed are said with the log, once, and the worktree does without", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({
    "package.json": json({ name: "app", version: "1.0.0", dependencies: { tool: "file:tool-9.0.0.tgz" } }),
    "package-lock.json": lockOf("9.0.0", "sha512-BBBB"),
  });
  const { take, told } = setUpIn(repository.path, folder.path);
  const { path } = await take();
  expect(existsSync(join(path, "node_modules/tool"))).toBe(false);
  expect(told).toEqual([
    expect.stringContaining("is not in your checkout"),
    expect.stringMatching(/^`npm ci .*` for a worktree ended with exit code \d+; what it printed is in .*w1\.log$/),
  ]);
});

test("a package manager that is not there is named", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({ "mix.exs": "", "mix.lock": "%{}" });
  // Whatever this machine has: there, git is all there is.
  const bin = join(folder.path, "bin");
  mkdirSync(bin);
  symlinkSync(Bun.which("git") ?? "git", join(bin, "git"));
  const { take, told } = setUpIn(repository.path, folder.path, {
    host: { ...systemHost(), env: { PATH: bin } },
  });
  await take();
  expect(told).toEqual(["deps is not in your checkout and mix is not on the PATH, so worktrees do without it"]);
});

test("a folder name full of pattern characters is a name", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({ "app/[slug]*/package.json": "{}", "app/s/package.json": "{}" });
  repository.write({ "app/[slug]*/node_modules/a/index.js": "" });
  const { take, pool } = setUpIn(repository.path, folder.path);
  const first = await take();
  const file = join(first.path, "app/[slug]*/node_modules/a/index.js");
  const { ino } = statSync(file);
  expect(run(first.path, "git", "status", "--porcelain")).toBe("");
  mkdirSync(join(first.path, "app/s/node_modules"));
  writeFileSync(join(first.path, "app/s/node_modules/left"), "by the first story");
  pool.give(first);
  const second = await take();
  expect(second.path).toBe(first.path);
  expect(statSync(file).ino).toBe(ino);
  expect(existsSync(join(second.path, "app/s/node_modules"))).toBe(false);
});

test("packages that can't be copied are a clear failure", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({ ".gitignore": "node_modules/\n", "package.json": "{}" });
  repository.write({ "node_modules/a/index.js": "" });
  // The disk, as far as this copy is concerned, is full.
  writeFiles(folder.path, { "bin/cp": "#!/bin/sh\necho 'cp: error writing x: No space left on device' >&2\nexit 1\n" });
  chmodSync(join(folder.path, "bin/cp"), 0o755);
  const host = { ...systemHost(), env: { ...process.env, PATH: `${join(folder.path, "bin")}:${process.env["PATH"]}` } };
  const failure = (await setUpIn(repository.path, folder.path, { host })
    .take()
    .catch((error: unknown) => error)) as BaroError;
  expect(failure).toBeInstanceOf(BaroError);
  expect(failure.message).toBe(
    `Cannot copy "${join(repository.path, "node_modules")}" for a worktree: cp: error writing x: No space left on device`,
  );
});
