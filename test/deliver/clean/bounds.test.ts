import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { addedLines, parsePatch } from "../../../src/deliver/clean/added-lines.ts";
import { findUnclean } from "../../../src/deliver/clean/clean-diff.ts";
import { countLines, listEntries } from "../../../src/deliver/clean/diff-entries.ts";
import { findSecrets, findShapesIn, together } from "../../../src/deliver/clean/find-secrets.ts";
import { type Finding, renderFindings } from "../../../src/deliver/clean/finding.ts";
import { findInTexts, outgoingTexts } from "../../../src/deliver/clean/outgoing-texts.ts";
import { secretOf } from "../../../src/text/redact.ts";
import { scratchRepository } from "../../support/scratch.ts";
import { testHost } from "../support.ts";

const host = testHost();

/** Two commits on a first one; the range is of both. */
function twoCommits() {
  const repo = scratchRepository({ "a.txt": "a\n", "dos.txt": "one\r\n", "both.txt": "one\r\ntwo\r\n" });
  const base = repo.git("rev-parse", "HEAD");
  const first = repo.commit("First\n\nWith a body.", { "b.txt": "b\n" });
  const second = repo.commit("Second", { "a.txt": "a\nb\n", "b.txt": "c\n" });
  return { ...repo, base, first, second, range: [second, `^${base}`] };
}

describe("what is added", () => {
  test("is read up to a size, and not at all from there on", async () => {
    using repo = twoCommits();
    const whole = repo.git("log", "--patch", "--text", "--unified=0", "--format=", "--no-prefix", ...repo.range).length;
    const read = (most: number) => addedLines(host, repo.path, repo.range, most);
    // Git's last line end is not among what was counted.
    expect(await read(whole)).toBeNull();
    expect(await read(whole + 1)).toBeNull();
    expect((await read(whole + 2))?.map(({ path, lines }) => [path, lines.length])).toEqual([
      ["a.txt", 1],
      ["b.txt", 1],
      ["b.txt", 1],
    ]);
    expect(await addedLines(host, repo.path, repo.range)).toHaveLength(3);
  });

  test("is counted by lines, those that differ in their ending alone apart", async () => {
    using repo = twoCommits();
    repo.git("config", "core.autocrlf", "false");
    const commit = repo.commit("Endings", { "dos.txt": "one\n", "both.txt": "one\ntwo\r\nthree\n" });
    const { changed } = await listEntries(host, repo.path, repo.second, commit);
    const lines = await countLines(host, repo.path, { base: repo.second, commit, changed });
    expect(Object.fromEntries(lines)).toEqual({
      "dos.txt": { changed: 2, changedBesidesEndings: 0 },
      "both.txt": { changed: 3, changedBesidesEndings: 1 },
    });
    const place = { root: repo.path, base: repo.second, commit, remote: null, branches: [] };
    const stories = [{ owns: ["**"], outcome: "merged" as const }];
    const found = await findUnclean(host, { ...place, stories, maxFileBytes: 100, allow: [] });
    expect(found.map(({ kind, path }) => `${kind} ${path}`)).toEqual(["line-endings both.txt", "line-endings dos.txt"]);
  });

  test.each([
    "a b.txt",
    "\u00fc.txt",
    "\u00fc b.txt",
    'a"b c.txt',
    "tab\tin it.txt",
    "tab\tand space.txt",
    "back\\slash.txt",
  ])("is told by its path, however git writes that: %j", async (path) => {
    using repo = scratchRepository();
    const base = repo.git("rev-parse", "HEAD");
    const commit = repo.commit("Work", { [path]: "x\n" });
    const added = await addedLines(host, repo.path, [commit, `^${base}`]);
    expect(added?.map((one) => one.path)).toEqual([path]);
  });

  test("is told by its numbers, whatever a line looks like", () => {
    const patch = "+++ a\n@@ -0,0 +3,2 @@\n+x\n+y\n@@ -7 +9 @@\n-o\n+z\n+++ b\n@@ -1,0 +2 @@ f\n+w";
    expect(parsePatch(patch)).toEqual([
      {
        path: "a",
        lines: [
          { number: 3, text: "x" },
          { number: 4, text: "y" },
          { number: 9, text: "z" },
        ],
        removed: ["o"],
      },
      { path: "b", lines: [{ number: 2, text: "w" }], removed: [] },
    ]);
    expect(parsePatch("@@ -0,0 +1 @@\n+before any file")).toEqual([]);
  });
});

test("every path that differs is an entry, with what it was and is", async () => {
  using repo = twoCommits();
  writeFileSync(join(repo.path, "with\ttab and space.txt"), "x\n");
  repo.git("rm", "--quiet", "dos.txt");
  const commit = repo.commit("More", {});
  const { entries, changed } = await listEntries(host, repo.path, repo.second, commit);
  expect(entries.map(({ path, oldMode, newMode }) => [path, oldMode, newMode])).toEqual([
    ["dos.txt", "100644", "000000"],
    ["with\ttab and space.txt", "000000", "100644"],
  ]);
  expect([...changed]).toEqual([
    ["dos.txt", 1],
    ["with\ttab and space.txt", 1],
  ]);
  expect(entries.map(({ oldBlob, newBlob }) => [oldBlob.length, newBlob.length])).toEqual([
    [40, 40],
    [40, 40],
  ]);
  expect((await listEntries(host, repo.path, commit, commit)).entries).toEqual([]);
});

test("what goes out beside the content is each commit's message, each path once, and the branches", async () => {
  using repo = twoCommits();
  expect(await outgoingTexts(host, repo.path, repo.range, ["baro/x"])).toEqual({
    messages: [
      { commit: repo.second, message: "Second\n" },
      { commit: repo.first, message: "First\n\nWith a body.\n" },
    ],
    paths: ["a.txt", "b.txt"],
    branches: ["baro/x"],
  });
  const nothing = await outgoingTexts(host, repo.path, [repo.second, `^${repo.second}`], []);
  expect(nothing).toEqual({ messages: [], paths: [], branches: [] });
});

const value = "Jq4-tv8Xn2Kd6RpS0wB3hYf7";
const secret = secretOf(".env's DB_TOKEN", value);
if (secret === null) throw new Error("The value is taken for a placeholder");
const packed = Buffer.from(Bun.gzipSync(`DB_TOKEN=${value}\n`)).toString("base64");

test.each<[string, string[], number | null]>([
  ["first", [packed, "", "end"], 10],
  ["behind an empty line", ["", packed], 11],
  ["behind two", ["", "", packed, ""], 12],
  ["behind a line", ["x", packed], 11],
])("a packed value that comes %s is told by its line", async (_where, texts, line) => {
  const lines = texts.map((text, at) => ({ number: at + 10, text }));
  const found = await findSecrets([{ path: "a.txt", lines, removed: [] }], [secret]);
  expect(found.map((one) => one.line)).toEqual([line]);
});

describe("texts that are looked through together", () => {
  const text = (length: number, path = "a.txt") => ({ path, content: "x".repeat(length) });
  const sizes = (texts: { path: string; content: string }[]) => together(texts).map((group) => group.length);
  const most = 128 * 1024;

  test.each<[string, { path: string; content: string }[], number[]]>([
    ["none", [], []],
    ["one", [text(1)], [1]],
    ["as many as go at once", Array.from({ length: 256 }, () => text(1)), [256]],
    ["one more", Array.from({ length: 257 }, () => text(1)), [256, 1]],
    ["as much as goes at once", [text(most - 1), text(1)], [2]],
    ["one letter more", [text(most - 1), text(2)], [1, 1]],
    ["one that is as long as all may be", [text(most), text(1)], [1, 1]],
    ["one that is as long as all may be, behind nothing", [text(0), text(most)], [2]],
    ["one that is longer", [text(1), text(most + 1), text(1)], [2, 1]],
    ["files that have rules of their own", [text(1), text(1, "a.json"), text(1, ".npmrc"), text(1)], [2, 1, 1]],
    ["the beginning of a key", [text(1), { path: "a", content: "-----BEGIN" }, text(1)], [2, 1]],
  ])("%s: %j", (_what, texts, expected) => {
    expect(sizes(texts).toSorted()).toEqual(expected.toSorted());
    expect(
      together(texts)
        .flat()
        .toSorted((a, b) => a - b),
    ).toEqual(texts.map((_, at) => at));
  });

  test("of each the shapes are its own, and others get their turn between two groups", async () => {
    const token = ["ghp", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("_");
    const [plain, holds] = [text(10), { path: "b.txt", content: `first\nkey = ${token}\n` }];
    expect(await findShapesIn([plain, holds, plain])).toEqual([
      [],
      [{ start: 12, end: 52, line: 2, rule: expect.stringContaining("github") as unknown as string }],
      [],
    ]);
    expect(await findShapesIn([])).toEqual([]);
    let [turns, over] = [0, false];
    const takeTurn = () => {
      turns++;
      if (!over) setImmediate(takeTurn);
    };
    setImmediate(takeTurn);
    await findShapesIn(Array.from({ length: 12 }, () => [text(most / 2), text(most / 2)]).flat());
    over = true;
    expect(turns).toBeGreaterThanOrEqual(11);
  });
});

test("of several values in one text the first that is known is told, whichever way each is written", async () => {
  const [one, other] = ["Zt5-qm9Lw1Xc8VbN2kD4sGh6", "Ye3-uo7Rf5Bj0MiC9pA8tKz1"].map((text, at) =>
    secretOf(`.env's KEY_${at + 1}`, text),
  );
  if (one == null || other == null) throw new Error("A value is taken for a placeholder");
  const why = async (message: string, values = [one, other]) =>
    (await findInTexts({ messages: [{ commit: "1", message }], paths: [], branches: [] }, values)).map(
      (found) => found.why,
    );
  const [first = "", second = ""] = [one, other].map(({ forms }) => forms[0]);
  const [firstOnly, secondOnly] = [["holds the value of .env's KEY_1"], ["holds the value of .env's KEY_2"]];
  expect(await why(`${second} ${first}`)).toEqual(firstOnly);
  expect(await why(`${second} ${first}`, [other, one])).toEqual(secondOnly);
  expect(await why(`Use ${second}`)).toEqual(secondOnly);
  const encoded = (text: string) => Buffer.from(`DB_TOKEN=${text}\n`).toString("base64");
  const beside = encoded("nothing that anybody would hide from others");
  for (const text of [encoded(first), `${encoded(first)}\n${beside}`, `${beside}\n${encoded(first)}`]) {
    expect(await why(text)).toEqual(firstOnly);
  }
  expect(await why(beside)).toEqual([]);
});

test("a secret in a message, a path or a branch is told where it is, once for each", async () => {
  const messages = [
    { commit: "1".repeat(40), message: "Nothing" },
    { commit: "2".repeat(40), message: `Use ${value}` },
  ];
  const texts = { messages, paths: ["a.txt", `keys/${value}/b.txt`], branches: ["baro/x", `baro/${value}`] };
  const why = "holds the value of .env's DB_TOKEN";
  expect(await findInTexts(texts, [secret])).toEqual([
    { kind: "private-value", why, path: "the message of 2222222222", line: null, at: "message" },
    { kind: "private-value", why, path: "keys/[redacted]/b.txt", line: null, at: "path" },
    { kind: "private-value", why, path: "the branch's name", line: null, at: "branch" },
  ]);
  expect(await findInTexts({ messages: [], paths: [], branches: [] }, [secret])).toEqual([]);
});

test.each<[string, string, boolean]>([
  ["its value in small letters", `baro/use-${value.toLowerCase()}-now`, true],
  ["a part of it", `baro/use-${value.slice(0, 12).toLowerCase()}`, false],
  ["nothing of it", "baro/use-it", false],
])("a branch called after %s", async (_what, branch, isFound) => {
  const found = await findInTexts({ messages: [], paths: [], branches: [branch] }, [secret]);
  expect(found).toHaveLength(isFound ? 1 : 0);
});

test.each<[number, number | undefined, string]>([
  [0, undefined, ""],
  [1, undefined, "f0:1 is wrong"],
  [3, undefined, "f0:1 is wrong; f1 is wrong; f2:3 is wrong"],
  [4, undefined, "f0:1 is wrong; f1 is wrong; f2:3 is wrong; and 1 more"],
  [3, 1, "f0:1 is wrong; and 2 more"],
])("%p findings, at most %p: %p", (count, most, text) => {
  const findings = Array.from({ length: count }, (_, at): Finding => {
    return { kind: "secret", path: `f${at}`, line: at % 2 === 0 ? at + 1 : null, why: "is wrong" };
  });
  expect(renderFindings(findings, most)).toBe(text);
});
