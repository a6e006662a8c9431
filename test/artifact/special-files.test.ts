import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const tricks: [string, (path: string) => void][] = [
  ["a named pipe", (path) => execFileSync("mkfifo", [path])],
  ["a device", (path) => symlinkSync("/dev/zero", path)],
];

async function play(names: readonly string[], trick: (path: string) => void, linked: string | null = null) {
  await using endpoint = await scriptedEndpoint({ stories: { "Fix the typo": [writing({ "a.txt": "b\n" })] } });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n", ".gitignore": ".*\nbaro.toml\npackage.json\n" });
  const cwd = linked === null ? repo.path : join(repo.path, linked);
  if (linked !== null) repo.git("worktree", "add", "-q", "--detach", cwd);
  for (const name of names) trick(join(repo.path, name));
  const args = ["Fix the typo", "--mode", "focused", "--agent", "openai:scripted-1", "--deliver", "branch", "--json"];
  const timer = AbortSignal.timeout(20_000);
  return await runArtifact({
    cwd,
    env: { ...state.env, ...endpoint.env },
    args,
    onStart: (kill) => timer.addEventListener("abort", () => kill("SIGKILL")),
  });
}

test.each(tricks)(
  "%s behind the name of a file that is only looked at holds nobody up",
  async (_kind, trick) => {
    const ended = await play([".env", ".worktreeinclude", "package.json"], trick);
    expect(ended.exitCode).toBe(0);
    expect(eventsOf(ended.events, "story.merged")).toHaveLength(1);
  },
  30_000,
);

test.each(tricks)(
  "%s called baro.toml is an error that says so",
  async (_kind, trick) => {
    const ended = await play(["baro.toml"], trick);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toMatch(/Cannot read .*baro\.toml: it is a pipe, a socket or a device/);
  },
  30_000,
);

test("a sparse baro.toml of 100 GB is refused by its size", async () => {
  const ended = await play(["baro.toml"], (path) => {
    execFileSync("touch", [path]);
    truncateSync(path, 100 * 1024 ** 3);
  });
  expect(ended.exitCode).toBe(2);
  expect(ended.stderr).toContain("and the limit is");
});

test.each([[".gitattributes"], ["deep/in/.gitignore"]])(
  "a named pipe called %s, which git itself would wait for, ends the run with its name",
  async (name) => {
    const ended = await play([name], (path) => {
      mkdirSync(dirname(path), { recursive: true });
      rmSync(path, { force: true });
      execFileSync("mkfifo", [path]);
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain(`"${name}" is a pipe or a device, which would block git\nhint: Remove "${name}"`);
  },
  30_000,
);

test("a named pipe called .gitattributes is named where git has no need of it yet", async () => {
  const ended = await play([".gitattributes"], (path) => {
    const before = new Date(Date.now() - 60_000);
    const root = dirname(path);
    for (const name of readdirSync(root)) if (name !== ".git") utimesSync(join(root, name), before, before);
    execFileSync("git", ["update-index", "--refresh"], { cwd: root });
    execFileSync("mkfifo", [path]);
  });
  expect(ended.exitCode).toBe(1);
  expect(ended.stderr).toContain('".gitattributes" is a pipe or a device, which would block git');
}, 30_000);

test.each([
  "info/exclude",
  "info/attributes",
  "info/sparse-checkout",
  "info/grafts",
  "objects/info/alternates",
  "shallow",
  "packed-refs",
  "commondir",
  "refs/heads/other",
  "refs/baro",
  "objects/pack/pack-1234.idx",
])(
  "a named pipe called .git/%s, which git waits for whatever it is asked, ends the run with its name",
  async (name) => {
    const ended = await play([`.git/${name}`], (path) => {
      rmSync(path, { force: true });
      execFileSync("mkfifo", [path]);
    });
    expect(ended.exitCode).toBe(5);
    expect(ended.stderr).toContain(`".git/${name}" is a pipe, a socket or a device, which would block git`);
  },
  30_000,
);

test.each([["include.path"], ["core.excludesFile"], ["core.attributesFile"]])(
  "a named pipe that the repository's own %s names, which git waits for whatever it is asked, ends the run with its name",
  async (setting) => {
    const ended = await play([".pipe"], (path) => {
      execFileSync("mkfifo", [path]);
      execFileSync("git", ["config", setting, path], { cwd: dirname(path) });
    });
    expect(ended.exitCode).toBe(5);
    expect(ended.stderr).toContain('".pipe" is a pipe, a socket or a device, which would block git');
  },
  30_000,
);

test.each([".git/info/attributes", ".git/worktrees/beside/config.worktree"])(
  "a named pipe called %s is named to whoever stands in a linked worktree",
  async (name) => {
    const trick = (path: string) => execFileSync("mkfifo", [path]);
    const ended = await play([name], trick, "beside");
    expect(ended.exitCode).toBe(5);
    expect(ended.stderr).toContain(`"../${name}" is a pipe, a socket or a device, which would block git`);
  },
  30_000,
);

test("a sparse .git/info/attributes of 30 GB, which git would read whole, is refused by its size", async () => {
  const ended = await play([".git/info/attributes"], (path) => {
    execFileSync("touch", [path]);
    truncateSync(path, 30 * 1024 ** 3);
  });
  expect(ended.exitCode).toBe(5);
  expect(ended.stderr).toContain('".git/info/attributes" is too large to be that');
}, 30_000);
