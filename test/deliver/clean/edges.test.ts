import { expect, test } from "bun:test";
import { chmodSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { findUnclean } from "../../../src/deliver/clean/clean-diff.ts";
import { blobSizes, type DiffEntry } from "../../../src/deliver/clean/diff-entries.ts";
import { judgeEntries } from "../../../src/deliver/clean/judge-entries.ts";
import { scratchRepository } from "../../support/scratch.ts";
import { anywhere, testHost } from "../support.ts";

test("of one blob the size is known as of many", async () => {
  using repo = scratchRepository({ "a.txt": "12345", "b.txt": "" });
  const [a, b] = ["a.txt", "b.txt"].map((path) => repo.git("rev-parse", `HEAD:${path}`)) as [string, string];
  const sizes = async (...blobs: string[]) => Object.fromEntries(await blobSizes(testHost(), repo.path, blobs));
  expect(await sizes(a)).toEqual({ [a]: 5 });
  expect(await sizes(b)).toEqual({ [b]: 0 });
  expect(await sizes(a, b)).toEqual({ [a]: 5, [b]: 0 });
});

const entry = (path: string, oldMode = "000000", newMode = "100644", newBlob = "b"): DiffEntry => ({
  ...{ path, oldMode, newMode, newBlob },
  oldBlob: "a",
});

interface Seen {
  owns?: string[];
  sizes?: [string, number][];
  maxFileBytes?: number;
  head?: string;
  lines?: { changed: number; changedBesidesEndings: number };
}

function kinds(entries: DiffEntry[], { owns = ["src/"], sizes = [], maxFileBytes = 100, head, lines }: Seen = {}) {
  const evidence = {
    lines: new Map(lines === undefined ? [] : entries.map(({ path }) => [path, lines] as const)),
    sizes: new Map(sizes),
    heads: new Map(head === undefined ? [] : [["b", head] as const]),
    maxFileBytes,
  };
  return judgeEntries(entries, [{ owns, outcome: "merged" }], evidence).map(({ kind }) => kind);
}

test.each<[string, string[]]>([
  ["src/a.ts", []],
  ["SRC/a.ts", ["unowned"]],
  ["src", ["unowned"]],
  ["srcs/a.ts", ["unowned"]],
  [".baro", ["ours"]],
  [".baro/x", ["ours"]],
  [".barometer", ["unowned"]],
])("%s, where src/ is owned: %j", (path, expected) => {
  expect(kinds([entry(path)])).toEqual(expected as never);
});

test.each<[[string, number][], number, string[]]>([
  [[["b", 100]], 100, []],
  [[["b", 101]], 100, ["too-large"]],
  // What has no size, like another repository's commit, is not too large.
  [[], 0, []],
  [[["b", 1]], 0, ["too-large"]],
  [[["other", 999]], 100, []],
])("sizes %j with a limit of %p: %j", (sizes, maxFileBytes, expected) => {
  expect(kinds([entry("src/a.ts")], { sizes, maxFileBytes })).toEqual(expected as never);
});

const [plain, script, link, gone] = ["100644", "100755", "120000", "000000"];

test.each<[string, string, string, string[]]>([
  ["a/b", gone, "..", []],
  ["a/b", gone, "../..", ["symlink"]],
  ["b", gone, "..", ["symlink"]],
  ["a/b", gone, "/etc", ["symlink"]],
  ["a/b", gone, "C:\\x", ["symlink"]],
  ["a/b", gone, "\\\\host\\x", ["symlink"]],
  ["a/b", link, "c", []],
  ["a/b", plain, "c", ["symlink"]],
  ["a/b", script, "c", ["symlink"]],
])("a link %s, which was %s, to %s: %j", (path, oldMode, head, expected) => {
  expect(kinds([entry(`src/${path}`.replace("src/", ""), oldMode, link)], { owns: [], head })).toEqual(
    expected as never,
  );
});

test.each<[string, string, string, string[]]>([
  [plain, script, "text", ["mode"]],
  [plain, script, "#!/bin/sh", []],
  [plain, script, "", []],
  [plain, script, "a\0b", []],
  [plain, script, "\u007fELF", []],
  [script, plain, "#!/bin/sh", ["mode"]],
  [script, plain, "text", []],
  [gone, script, "text", []],
])("a file whose mode goes from %s to %s and that begins with %j: %j", (oldMode, newMode, head, expected) => {
  expect(kinds([entry("src/a", oldMode, newMode)], { head })).toEqual(expected as never);
});

test.each<[string, number, number, string[]]>([
  [plain, 2, 0, ["line-endings"]],
  [plain, 1, 0, []],
  [plain, 9, 8, []],
  [plain, 9, 7, ["line-endings"]],
  [gone, 9, 0, []],
])("a file that was %s, with %p lines changed and %p but for their ends: %j", (oldMode, changed, besides, expected) => {
  const lines = { changed, changedBesidesEndings: besides };
  expect(kinds([entry("src/a", oldMode)], { lines })).toEqual(expected as never);
  const rule = entry("src/.editorconfig", plain, plain, "c");
  expect(kinds([entry("src/a", oldMode), rule], { lines })).toEqual([]);
});

test("a file that became executable, or is a link now, is read to be judged; one that did neither is not", async () => {
  using repo = scratchRepository({ "note.txt": "A note\n", "run.sh": "#!/bin/sh\n", "old.txt": "old\n" });
  const base = repo.git("rev-parse", "HEAD");
  chmodSync(join(repo.path, "note.txt"), 0o755);
  chmodSync(join(repo.path, "run.sh"), 0o755);
  repo.write({ "new.sh": "A new one\n" });
  chmodSync(join(repo.path, "new.sh"), 0o755);
  symlinkSync("/etc/hosts", join(repo.path, "hosts"));
  rmSync(join(repo.path, "old.txt"));
  repo.git("add", "--all");
  repo.git("commit", "--quiet", "--message", "Work");
  const place = { root: repo.path, base, commit: repo.git("rev-parse", "HEAD"), remote: null, branches: [] };
  const input = { ...place, stories: [anywhere], maxFileBytes: 1000, allow: [] };
  expect((await findUnclean(testHost(), input)).map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    "symlink hosts",
    "mode note.txt",
  ]);
});
