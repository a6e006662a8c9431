import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { SpawnRequest } from "../../../src/host/host.ts";
import { findProgram } from "../../../src/host/spawn.ts";
import { systemHost } from "../../../src/host/system.ts";
import { readFolder, readMark } from "../../../src/worktrees/set-up/folder-state.ts";
import { scratchFolder, writeFiles } from "../../support/scratch.ts";

const host = systemHost();
const started: string[] = [];
/** As it is where the system's program is asked, and where there is none that knows how. */
const ways = [
  [
    "by find",
    {
      ...host,
      spawn: (request: SpawnRequest) => {
        started.push(request.program);
        return host.spawn(request);
      },
    },
  ],
  ["one by one", { ...host, platform: "elsewhere" }],
  ["one by one, for there is no find", { ...host, env: { ...host.env, PATH: "/nowhere" } }],
] as const;

function packages() {
  const scratch = scratchFolder();
  const folder = join(scratch.path, "node_modules");
  writeFiles(folder, {
    "a/index.js": "a\n",
    "a/package.json": "{}\n",
    "a/.cache/old": "what a tool has worked out\n",
    "b/lib/deep/file with spaces.js": "b\n",
    "b/line\nbreak.js": "b\n",
    "b/Ünder.js": "b\n",
    "-n": "b\n",
    "t/l d c": "named as a record begins\n",
  });
  mkdirSync(join(folder, "empty"));
  mkdirSync(join(folder, ".bin"));
  symlinkSync("../a/index.js", join(folder, ".bin/a"));
  symlinkSync("/etc//pass\nwd", join(folder, ".bin/out"));
  return { ...scratch, folder };
}

test("what is said of a folder is the same whoever looks at it", async () => {
  using scratch = packages();
  const { folder } = scratch;
  // More than goes through a pipe at once, links among it.
  for (let at = 0; at < 3000; at++) {
    if (at % 3 === 0) symlinkSync(at % 2 === 0 ? `/there/${at}` : `../a/${at}`, join(folder, `link-${at}`));
    else writeFileSync(join(folder, `a-file-with-a-rather-long-name-${at}`), "x".repeat(at % 7));
  }
  const said = await Promise.all(ways.map(([, by]) => readFolder(by, folder)));
  const [found, ...walked] = said.map(({ digest, samples, absoluteLinks, caches, ...sums }) => {
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(join(folder, samples[0] ?? "")).size).toBeGreaterThan(0);
    return { ...sums, caches, absoluteLinks: absoluteLinks.sort((a, b) => (a.path < b.path ? -1 : 1)) };
  });
  expect(walked).toEqual([found, found] as typeof walked);
  for (const [at, [, by]] of ways.entries()) {
    const { digest, caches } = await readMark(by, folder);
    expect({ digest, caches }).toEqual({ digest: said[at]?.digest ?? "", caches: said[at]?.caches ?? [] });
  }
  expect(found?.absoluteLinks).toContainEqual({ path: ".bin/out", target: "/etc//pass\nwd" });
  expect(found).toMatchObject({ files: 3009, caches: ["a/.cache"] });
});

const changes: readonly (readonly [what: string, change: (folder: string) => void])[] = [
  ["a file has other bytes, and its old time", (folder) => rewriteQuietly(join(folder, "a/index.js"))],
  ["a file is executable", (folder) => chmodSync(join(folder, "a/index.js"), 0o755)],
  ["a file has a name elsewhere", (folder) => linkSync(join(folder, "a/index.js"), join(folder, "../outside"))],
  ["a file is new", (folder) => writeFileSync(join(folder, "empty/new.js"), "")],
  ["a file is gone", (folder) => rmSync(join(folder, "b/Ünder.js"))],
  ["a file is another one with the same bytes", (folder) => replace(join(folder, "a/index.js"))],
  ["a folder is new", (folder) => mkdirSync(join(folder, "empty/new"))],
  ["a folder may be written by all", (folder) => chmodSync(join(folder, "empty"), 0o777)],
  ["a folder is a link to one that looks the same", (folder) => linkAway(join(folder, "b"))],
  ["a link leads elsewhere", (folder) => relink(join(folder, ".bin/a"))],
  ["a cache is no folder any more", (folder) => replaceCache(join(folder, "a/.cache"))],
  ["the folder itself may be written by all", (folder) => chmodSync(folder, 0o777)],
];

function rewriteQuietly(file: string) {
  const { atime, mtime } = statSync(file);
  writeFileSync(file, "b\n");
  utimesSync(file, atime, mtime);
}

function replace(file: string) {
  writeFileSync(`${file}.new`, readFileSync(file));
  renameSync(`${file}.new`, file);
}

function linkAway(folder: string) {
  renameSync(folder, `${folder}/../../elsewhere`);
  symlinkSync("../elsewhere", folder);
}

function relink(link: string) {
  rmSync(link);
  symlinkSync("../b/index.js", link);
}

function replaceCache(cache: string) {
  rmSync(cache, { recursive: true });
  writeFileSync(cache, "");
}

test("a name that is not text goes unseen nowhere", async () => {
  using scratch = packages();
  const { folder } = scratch;
  const before = await Promise.all(ways.map(([, by]) => readFolder(by, folder)));
  writeFileSync(Buffer.from(`${folder}/b/not-\xff-text`, "latin1"), "b\n");
  const after = await Promise.all(ways.map(([, by]) => readFolder(by, folder)));
  expect(after.map(({ digest }, at) => digest === before[at]?.digest)).toEqual(ways.map(() => false));
});

for (const [way, by] of ways) {
  test.each(changes)(`a folder is known not to be as it was when %s (${way})`, async (_what, change) => {
    using scratch = packages();
    const { folder } = scratch;
    const before = await readFolder(by, folder);
    expect(await readFolder(by, folder)).toEqual(before);
    change(folder);
    const after = await readFolder(by, folder);
    expect(after.digest).not.toBe(before.digest);
    expect((await readMark(by, folder)).digest).toBe(after.digest);
  });

  test(`what a tool keeps in a cache changes nothing (${way})`, async () => {
    using scratch = packages();
    const { folder } = scratch;
    const before = await readFolder(by, folder);
    writeFiles(folder, { "a/.cache/new": "x", "b/__pycache__/new": "x" });
    const after = await readFolder(by, folder);
    expect(after.digest).toBe(before.digest);
    const mark = await readMark(by, folder);
    expect(mark.digest).toBe(before.digest);
    for (const { caches } of [after, mark]) expect(caches.sort()).toEqual(["a/.cache", "b/__pycache__"]);
  });
}

test.skipIf(process.platform !== "linux" || findProgram("find", process.env["PATH"]) === null)(
  "where find knows how, it is asked",
  () => {
    expect(started).toContain("find");
  },
);

test.skipIf(process.getuid?.() !== 0)("a device among packages is no cache", async () => {
  using scratch = packages();
  const { folder } = scratch;
  const before = await Promise.all(ways.map(([, by]) => readFolder(by, folder)));
  execFileSync("mknod", [join(folder, "a/null"), "c", "1", "3"]);
  for (const [at, [, by]] of ways.entries()) {
    for (const { digest, caches } of [await readFolder(by, folder), await readMark(by, folder)]) {
      expect(digest).not.toBe(before[at]?.digest ?? "");
      expect(caches).toEqual(["a/.cache"]);
    }
  }
});

test("a folder of nothing but caches and folders can be known again", async () => {
  using scratch = scratchFolder();
  writeFiles(scratch.path, { "a/.cache/x": "x" });
  mkdirSync(join(scratch.path, "b/c"), { recursive: true });
  for (const [, by] of ways) {
    const { digest, caches } = await readMark(by, scratch.path);
    expect({ digest, caches }).toEqual({ digest: (await readFolder(by, scratch.path)).digest, caches: ["a/.cache"] });
    expect(digest).not.toBe("");
  }
});

test("a folder that is not there is told", async () => {
  using scratch = scratchFolder();
  await expect(readFolder(host, join(scratch.path, "nowhere"))).rejects.toThrow("ENOENT");
});
