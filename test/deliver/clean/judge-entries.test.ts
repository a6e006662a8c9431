import { expect, test } from "bun:test";
import type { DiffEntry } from "../../../src/deliver/clean/diff-entries.ts";
import { renderFindings } from "../../../src/deliver/clean/finding.ts";
import { judgeEntries } from "../../../src/deliver/clean/judge-entries.ts";

const entry = (path: string, oldMode = "000000", newMode = "100644", newBlob = "b"): DiffEntry => ({
  path,
  oldMode,
  newMode,
  oldBlob: "a",
  newBlob,
});
const landed = (...owns: string[]) => ({ owns, outcome: "merged" as const });

function judge(
  entries: DiffEntry[],
  { stories = [landed("src/")], head = "", size = 10, changed = 4, besides = 4 } = {},
): string[] {
  return judgeEntries(entries, stories, {
    lines: new Map(entries.map(({ path }) => [path, { changed, changedBesidesEndings: besides }])),
    sizes: new Map([["b", size]]),
    heads: new Map([["b", head]]),
    maxFileBytes: 1024 * 1024,
  }).map((finding) => renderFindings([finding]));
}

const regular = "100644";
const executable = "100755";

test.each<[string, string[], string[]]>([
  ["what a story owns", judge([entry("src/a.ts")]), []],
  ["what nobody owns", judge([entry("docs/a.md")]), ["docs/a.md belongs to no story"]],
  [
    "what only a failed story owns",
    judge([entry("src/a.ts")], { stories: [landed("docs/"), { owns: ["src/"], outcome: "failed" as never }] }),
    ["src/a.ts belongs to no story"],
  ],
  ["anything, for a story without a surface", judge([entry("docs/a.md")], { stories: [landed()] }), []],
  [
    "anything, for a story whose surface is the repository",
    judge([entry("docs/a.md")], { stories: [landed("**")] }),
    [],
  ],
  [
    "a deleted path that nobody owns",
    judge([entry("docs/a.md", regular, "000000")]),
    ["docs/a.md belongs to no story"],
  ],
  [
    "a file of ours",
    judge([entry(".baro/run.json")], { stories: [landed()] }),
    [".baro/run.json is a file of baro itself"],
  ],
  [
    "a lockfile alone",
    judge([entry("package-lock.json", regular)], { stories: [landed()] }),
    ["package-lock.json is a lockfile that changed without its manifest"],
  ],
  [
    "a lockfile with its manifest",
    judge([entry("package-lock.json", regular), entry("packages/a/package.json")], { stories: [landed()] }),
    [],
  ],
  ["a lockfile that a story owns", judge([entry("go.sum", regular)], { stories: [landed("go.sum")] }), []],
  [
    "an absolute symlink",
    judge([entry("src/node_modules", "000000", "120000")], { head: "/home/ada/node_modules" }),
    ["src/node_modules is an absolute symlink"],
  ],
  [
    "a symlink out",
    judge([entry("src/up", "000000", "120000")], { head: "../../other" }),
    ["src/up is a symlink that leads out of the repository"],
  ],
  ["a symlink inside", judge([entry("src/up", "000000", "120000")], { head: "../README.md" }), []],
  [
    "a file that became a symlink",
    judge([entry("src/a", regular, "120000")], { head: "b" }),
    ["src/a was a file and is a symlink now"],
  ],
  [
    "a repository inside",
    judge([entry("vendor/x", "000000", "160000")], { stories: [landed()] }),
    ["vendor/x is a repository inside the repository"],
  ],
  [
    "a script that lost its bit",
    judge([entry("src/run", executable, regular)], { head: "#!/bin/sh\n" }),
    ["src/run is a script that is no longer executable"],
  ],
  [
    "prose that became executable",
    judge([entry("src/a.md", regular, executable)], { head: "# A\n" }),
    ["src/a.md became executable and is not a script"],
  ],
  ["a script that became executable", judge([entry("src/run", regular, executable)], { head: "#!/bin/sh\n" }), []],
  ["a program that became executable", judge([entry("src/run", regular, executable)], { head: "\u007fELF\0" }), []],
  ["a large file", judge([entry("src/a")], { size: 3 * 1024 * 1024 }), ["src/a has 3.0 MB, over the limit of 1.0 MB"]],
  [
    "endings that changed",
    judge([entry("src/a", regular)], { changed: 200, besides: 2 }),
    ["src/a has lines where only the line ending changed"],
  ],
  [
    "endings under a rule that changed too",
    judge([entry("src/a", regular), entry(".gitattributes", regular)], {
      stories: [landed()],
      changed: 200,
      besides: 2,
    }),
    [],
  ],
])("%s", (_, found, expected) => {
  expect(found).toEqual(expected);
});
