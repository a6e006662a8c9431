import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../../src/host/host.ts";
import { findProgram } from "../../../src/host/spawn.ts";
import { systemHost } from "../../../src/host/system.ts";
import { localEffects } from "../../../src/worktrees/local-effects.ts";
import { listVerdicts } from "../../../src/worktrees/verdicts/verdict-store.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../../support/scratch.ts";

const tracked = {
  ".gitignore": "node_modules/\n.env\n",
  "package.json": "{}\n",
  "package-lock.json": "{}\n",
  "a.txt": "a\n",
};

/** A repository with packages and a listed file of the person's, a folder of programs, and places for a run's own. */
function place() {
  const repo = scratchRepository({ ...tracked, ".worktreeinclude": ".env\n" });
  writeFiles(repo.path, { "node_modules/dep/index.js": "1\n", ".env": "KEY=1\n" });
  const folder = scratchFolder();
  mkdirSync(join(folder.path, "bin"));
  // Not the machine's own folders: a program that anybody installs meanwhile is another state.
  mkdirSync(join(folder.path, "machine"));
  for (const name of ["cat", "cp", "env", "git", "mkdir", "rm", "sh", "touch"]) {
    const program = findProgram(name, process.env["PATH"]);
    if (program !== null) symlinkSync(program, join(folder.path, "machine", name));
  }
  const ran = join(folder.path, "ran");
  return {
    root: repo.path,
    folder: folder.path,
    bin: join(folder.path, "bin"),
    stateDir: join(folder.path, "state"),
    /** Green, and notes that it was run. */
    green: `echo ran >> '${ran}'`,
    repo,
    [Symbol.dispose]: () => {
      repo[Symbol.dispose]();
      folder[Symbol.dispose]();
    },
  };
}
type Place = ReturnType<typeof place>;

interface Change {
  host?: Partial<Host>;
  command?: string;
  variables?: Record<string, string>;
  passed?: Record<string, string>;
  version?: string;
  fresh?: boolean;
  isOfFiles?: boolean;
  setUpCommands?: string[];
}

let runs = 0;

/** One run of another process: what it knows of the newest commit, and what it finds when it has to look. */
async function run(at: Place, change: Change = {}) {
  const real = systemHost();
  const env = { PATH: `${at.bin}:${join(at.folder, "machine")}`, HOME: at.folder, ...change.variables };
  const host: Host = Object.assign(Object.create(real), { env, ...change.host });
  const base = gitIn(at.root, "rev-parse", "HEAD");
  const command = change.command ?? at.green;
  const silent = { accepted: Promise.resolve(), isTrusted: () => false, tell: () => Promise.resolve() };
  const effects = localEffects(host, {
    root: at.root,
    run: `run-${++runs}`,
    base,
    cacheDir: join(at.folder, "cache"),
    trailers: false,
    env: change.passed ?? {},
    sandbox: null,
    checkTimeoutMs: 60_000,
    setUp: { ...silent, logDir: join(at.folder, "logs"), commands: change.setUpCommands ?? null },
    startAgent: () => {
      throw new Error("No agent is started here");
    },
    verdicts: {
      stateDir: at.stateDir,
      version: change.version ?? "1",
      fresh: change.fresh ?? false,
      isOfFiles: () => Promise.resolve(change.isOfFiles ?? true),
    },
  });
  const known = await effects.knownCheck(base, command);
  const found = known ?? (await effects.checkCommit(base, command, new AbortController().signal));
  await effects.close(true);
  return { known: known?.known ?? null, ok: found.ok, run: `run-${runs}` };
}

test("a later run knows what an earlier one found of the same files, and says whose word it is", async () => {
  using at = place();
  const first = await run(at);
  expect(first).toMatchObject({ known: null, ok: true });
  const second = await run(at);
  expect(second.known).toMatchObject({ run: first.run });
  expect(second.known?.agoMs).toBeLessThan(60_000);
  // Another commit with the same files.
  gitIn(at.root, "commit", "--quiet", "--allow-empty", "--message", "Nothing");
  expect((await run(at)).known).toMatchObject({ run: first.run });
  const [{ file } = { file: "" }] = listVerdicts(at.stateDir, at.root);
  expect([file, join(file, "..")].map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o700]);
});

const differences: Record<string, (at: Place) => Change | undefined> = {
  "a tracked file": (at) => {
    at.repo.commit("Change", { "a.txt": "b\n" });
    return {};
  },
  "the command": (at) => ({ command: `${at.green} # twice` }),
  "a variable that every check gets": () => ({ variables: { LANG: "de_DE.UTF-8" } }),
  "a program on the PATH": (at) => {
    writeFileSync(join(at.bin, "tool"), "");
    return {};
  },
  "a file of a package": (at) => {
    writeFileSync(join(at.root, "node_modules/dep/index.js"), "2\n");
    return {};
  },
  "a file that every worktree is given": (at) => {
    writeFileSync(join(at.root, ".env"), "KEY=2\n");
    return {};
  },
  "this program": () => ({ version: "2" }),
  "an attribute that no commit has": (at) => {
    writeFileSync(join(at.root, ".git/info/attributes"), "*.txt text eol=crlf\n");
    return {};
  },
  "variables that the person lets through": () => ({ passed: { DATABASE_URL: "x" } }),
  "a check of the person's own": () => ({ isOfFiles: false }),
  "set-up commands": () => ({ setUpCommands: ["true"] }),
  "who wants every check to run": () => ({ fresh: true }),
  "a week gone by": () => ({ host: { now: () => Date.now() + 7 * 86_400_000 + 1000 } }),
  "a verdict that somebody else may have written": (at) => {
    for (const { file } of listVerdicts(at.stateDir)) chmodSync(file, 0o666);
    return {};
  },
  "a verdict that can't be read": (at) => {
    for (const { file } of listVerdicts(at.stateDir)) writeFileSync(file, '{"version":1,"run":');
    return {};
  },
};

for (const [name, differ] of Object.entries(differences)) {
  test(`known is not known any more: ${name}`, async () => {
    using at = place();
    await run(at);
    const change = differ(at);
    expect((await run(at, change)).known).toBeNull();
  });
}

test("red, flaky and impossible are nobody's word; a red takes the green of the same files away", async () => {
  using at = place();
  const flag = join(at.folder, "red");
  const command = `test ! -e '${flag}'`;
  expect((await run(at, { command })).ok).toBe(true);
  writeFileSync(flag, "");
  expect((await run(at, { command, fresh: true })).ok).toBe(false);
  expect((await run(at, { command })).known).toBeNull();
  const once = join(at.folder, "once");
  const flaky = `test -e '${once}' || { touch '${once}'; false; }`;
  expect((await run(at, { command: flaky })).ok).toBe(true);
  expect((await run(at, { command: flaky })).known).toBeNull();
  await run(at, { command: "no-such-program-here" });
  expect(listVerdicts(at.stateDir).length).toBe(1);
});

test("no more are kept than a few hundred, the newest of them", async () => {
  using at = place();
  await run(at);
  const [{ file } = { file: "" }] = listVerdicts(at.stateDir);
  const folder = join(file, "..");
  for (let index = 0; index < 450; index++) {
    const old = join(folder, `${index}.json`);
    writeFileSync(old, "{}", { mode: 0o600 });
    utimesSync(old, new Date(Date.now() - 60_000 - index * 1000), new Date(Date.now() - 60_000 - index * 1000));
  }
  await run(at, { version: "2" });
  const left = readdirSync(folder);
  expect(left.length).toBe(400);
  expect(left).toContain("0.json");
  expect(left).not.toContain("449.json");
});
