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

const gone = "000000";
const link = "120000";

test.each<[string, string[], string[]]>([
  ["a file of exactly the limit", judge([entry("src/a")], { size: 1024 * 1024 }), []],
  [
    "a byte over it",
    judge([entry("src/a")], { size: 1024 * 1024 + 1 }),
    ["src/a has 1.1 MB, over the limit of 1.0 MB"],
  ],
  ["a large file that goes", judge([entry("src/a", regular, gone)], { size: 3 * 1024 * 1024 }), []],
  ["one ending that changed", judge([entry("src/a", regular)], { changed: 4, besides: 3 }), []],
  [
    "two of them",
    judge([entry("src/a", regular)], { changed: 4, besides: 2 }),
    ["src/a has lines where only the line ending changed"],
  ],
  ["endings of a new file", judge([entry("src/a")], { changed: 200, besides: 2 }), []],
  ["endings of a file that goes", judge([entry("src/a", regular, gone)], { changed: 200, besides: 2 }), []],
  [
    "endings under a folder's rule",
    judge([entry("src/a", regular), entry("src/.editorconfig")], { changed: 200, besides: 2 }),
    [],
  ],
  [
    "endings beside a file that is only called so",
    judge([entry("src/a", regular), entry("src/x.editorconfig")], { changed: 200, besides: 2 }),
    ["src/a has lines where only the line ending changed"],
  ],
  ["what is called like a file of ours", judge([entry(".barometer/a")], { stories: [landed()] }), []],
  ["our folder as a file", judge([entry(".baro")], { stories: [landed()] }), [".baro is a file of baro itself"]],
  ["a file of ours that a story names", judge([entry(".baro/a")], { stories: [landed(".baro/")] }), []],
  [
    "a repository inside that a story names",
    judge([entry("vendor/x", gone, "160000")], { stories: [landed("vendor/")] }),
    [],
  ],
  [
    "a lockfile of a story without a surface, with another's manifest",
    judge([entry("web/package-lock.json", regular), entry("api/package.json")], { stories: [landed()] }),
    ["web/package-lock.json is a lockfile that changed without its manifest"],
  ],
  [
    "anything, for one story of two without a surface",
    judge([entry("docs/a.md")], { stories: [landed("src/"), landed()] }),
    [],
  ],
  [
    "anything, for one pattern of two that is the repository",
    judge([entry("docs/a.md")], { stories: [landed("src/", "**")] }),
    [],
  ],
  [
    "what only a failed story without a surface might own",
    judge([entry("docs/a.md")], { stories: [landed("src/"), { owns: [], outcome: "failed" as never }] }),
    ["docs/a.md belongs to no story"],
  ],
  ["a link of Windows", judge([entry("src/a", gone, link)], { head: "c:\\x" }), ["src/a is an absolute symlink"]],
  ["a link to a share", judge([entry("src/a", gone, link)], { head: "\\\\x" }), ["src/a is an absolute symlink"]],
  ["a link that changes", judge([entry("src/a", link, link)], { head: "b" }), []],
  ["a link to the folder that it is in", judge([entry("src/a", gone, link)], { head: "." }), []],
  ["a link to the root", judge([entry("src/a", gone, link)], { head: ".." }), []],
  [
    "a link out of the root",
    judge([entry("src/a", gone, link)], { head: "../.." }),
    ["src/a is a symlink that leads out of the repository"],
  ],
  ["a link to a script", judge([entry("src/a", gone, link)], { head: "#!x" }), []],
  ["a script that is executable anew", judge([entry("src/a", gone, executable)], { head: "#!/bin/sh" }), []],
  ["prose that is no longer executable", judge([entry("src/a", executable, regular)], { head: "# A\n" }), []],
  ["an empty file that became executable", judge([entry("src/a", regular, executable)], { head: "" }), []],
  ["bytes that became executable", judge([entry("src/a", regular, executable)], { head: "MZ\0" }), []],
  [
    "several things at once",
    judge([entry("docs/a", regular, executable)], { head: "text", size: 2 * 1024 * 1024, changed: 9, besides: 0 }),
    [
      "docs/a belongs to no story",
      "docs/a became executable and is not a script",
      "docs/a has 2.0 MB, over the limit of 1.0 MB",
      "docs/a has lines where only the line ending changed",
    ],
  ],
])("at the edges: %s", (_, found, expected) => {
  expect(found).toEqual(expected);
});
