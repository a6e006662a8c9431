import { describe, expect, test } from "bun:test";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AddedLines, addedLines, outgoingRange, parsePatch } from "../../../src/deliver/clean/added-lines.ts";
import { blobSizes, countLines, listEntries, readBlob } from "../../../src/deliver/clean/diff-entries.ts";
import { findSecrets } from "../../../src/deliver/clean/find-secrets.ts";
import { renderFindings } from "../../../src/deliver/clean/finding.ts";
import { findInTexts } from "../../../src/deliver/clean/outgoing-texts.ts";
import { secretOf } from "../../../src/text/redact.ts";
import { scratchRepository } from "../../support/scratch.ts";
import { testHost } from "../support.ts";

const host = testHost();
const value = "q8Zr-27mm-Lk09-xx51";
const secret = secretOf("the environment's SHOP_KEY", value);
if (secret === null) throw new Error("The value is taken for a placeholder");

describe("a patch", () => {
  test("of several files and places gives each added line its number", () => {
    const patch = [
      "diff --git a.txt a.txt",
      "--- a.txt",
      "+++ a.txt",
      "@@ -1 +1 @@",
      "-old",
      "+new",
      "@@ -9,0 +10,2 @@ function x()",
      "+ten",
      // What is added may look like a patch itself.
      "+++ eleven",
      "@@ -20,2 +22,0 @@",
      "--- gone",
      "-@@ -1 +1 @@",
      "diff --git b.txt b.txt",
      "--- b.txt",
      "+++ b.txt",
      "@@ -3,2 +3,0 @@",
      "-only",
      "-taken away",
      "diff --git c d.txt c d.txt",
      "--- /dev/null",
      "+++ c d.txt\t",
      "@@ -0,0 +1,1 @@",
      "+first",
      "\\ No newline at end of file",
      "",
    ].join("\n");
    expect(parsePatch(patch)).toEqual([
      {
        path: "a.txt",
        lines: [
          { number: 1, text: "new" },
          { number: 10, text: "ten" },
          { number: 11, text: "++ eleven" },
        ],
        removed: ["old", "-- gone", "@@ -1 +1 @@"],
      },
      { path: "c d.txt", lines: [{ number: 1, text: "first" }], removed: [] },
    ]);
  });

  test.each([
    ['"a\\tb\\nc.txt"', "a\tb\nc.txt"],
    ['"say \\"no\\" \\\\.txt"', 'say "no" \\.txt'],
    ['"\\303\\244 \\360\\237\\230\\200.txt"', "ä 😀.txt"],
    ['"\\a\\b\\f\\v\\r"', "\u0007\b\f\v\r"],
    ["plain.txt", "plain.txt"],
    ["with space.txt\t", "with space.txt"],
  ])("names the path that git writes as %p", (written, path) => {
    expect(parsePatch(`+++ ${written}\n@@ -0,0 +1 @@\n+x\n`)[0]?.path).toBe(path);
  });
});

test("content that is no UTF-8 is read as far as it is text, whole words of it", async () => {
  using repo = scratchRepository();
  writeFileSync(
    join(repo.path, "a.bin"),
    Buffer.from(`\u00fc\u00df long enough \u00e4 short \u00e4 six66\u00e4 eightttt\n`, "latin1"),
  );
  writeFileSync(join(repo.path, "b.bin"), Buffer.from("wide\0text\n"));
  repo.git("add", "--all");
  repo.git("commit", "--quiet", "--message", "Work");
  const added = await addedLines(host, repo.path, ["HEAD", "^HEAD~"]);
  expect(added?.map(({ path, lines }) => [path, lines.map(({ text }) => text)])).toEqual([
    ["a.bin", [" long enough   eightttt"]],
    ["b.bin", ["widetext"]],
  ]);
});

test("what a push would add: beyond the base, or beyond what the remote is known to have", async () => {
  using repo = scratchRepository();
  const place = { base: "BASE", commit: "HEAD" };
  const range = (remote: string | null) => outgoingRange(host, repo.path, { ...place, remote });
  expect(await range(null)).toEqual(["HEAD", "^BASE"]);
  expect(await range("origin")).toEqual(["HEAD", "^BASE"]);
  repo.git("update-ref", "refs/remotes/origin/main", "HEAD");
  expect(await range("origin")).toEqual(["HEAD", "--not", "--remotes=origin", "--glob=refs/baro/fetched/*"]);
  expect(await range("other")).toEqual(["HEAD", "^BASE"]);
});

test("what git records of a diff: each path with its modes, its lines and its sizes", async () => {
  using repo = scratchRepository({ "dos.txt": "one\ntwo\n", "gone.txt": "x\n", "run.sh": "#!/bin/sh\n" });
  const base = repo.git("rev-parse", "HEAD");
  repo.git("rm", "--quiet", "gone.txt");
  chmodSync(join(repo.path, "run.sh"), 0o755);
  const commit = repo.commit("Work", { "dos.txt": "one\r\ntwo\r\nthree\n", "new ü.txt": "12345" });
  const { entries, changed } = await listEntries(host, repo.path, base, commit);
  expect(entries.map(({ path, oldMode, newMode }) => [path, oldMode, newMode])).toEqual([
    ["dos.txt", "100644", "100644"],
    ["gone.txt", "100644", "000000"],
    ["new ü.txt", "000000", "100644"],
    ["run.sh", "100644", "100755"],
  ]);
  const fresh = entries.find(({ path }) => path === "new ü.txt")?.newBlob ?? "";
  const missing = "1".repeat(40);
  expect([...(await blobSizes(host, repo.path, [fresh, missing]))]).toEqual([[fresh, 5]]);
  expect((await blobSizes(host, repo.path, [])).size).toBe(0);
  expect((await readBlob(host, repo.path, fresh, 3)).toString()).toBe("123");
  const lines = await countLines(host, repo.path, { base, commit, changed });
  expect(lines.get("dos.txt")).toEqual({ changed: 5, changedBesidesEndings: 1 });
  expect(lines.get("gone.txt")).toEqual({ changed: 1, changedBesidesEndings: 1 });
  expect(lines.get("run.sh")).toEqual({ changed: 0, changedBesidesEndings: 0 });
});

describe("a private value", () => {
  const file = (lines: string[], removed: string[] = []): AddedLines => ({
    path: "a.txt",
    lines: lines.map((text, at) => ({ number: at + 7, text })),
    removed,
  });
  const found = async (lines: string[], removed: string[] = []) =>
    (await findSecrets([file(lines, removed)], [secret])).map(({ kind, line }) => `${kind} ${line}`);

  test.each<[string, string[], string[], string[]]>([
    ["in a line", ["nothing", `key: ${value}`], [], ["private-value 8"]],
    ["in two lines", [value, "", value], [], ["private-value 7", "private-value 9"]],
    ["twice in one line", [`${value} ${value}`], [], ["private-value 7"]],
    ["broken in two", ["nothing", `  ${value.slice(0, 9)}`, `${value.slice(9)}  `], [], ["private-value 7"]],
    ["that was there", [value], [value], []],
    ["that was there in two lines", [value], [`  ${value.slice(0, 9)}`, `${value.slice(9)}  `], []],
    ["that was there in another form", [value], [Buffer.from(value).toString("hex")], ["private-value 7"]],
    ["in nothing", ["", "nothing"], [], []],
    ["of nothing that was added", [], [value], []],
  ])("%s", async (_what, lines, removed, expected) => {
    expect(await found(lines, removed)).toEqual(expected);
  });

  test("is told before a token in the same line, and a token that was there is no news", async () => {
    const token = ["ghp", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("_");
    expect(await found([`${value} ${token}`])).toEqual(["private-value 7"]);
    expect(await found(["", token])).toEqual(["secret 8"]);
    expect(await found([token], [`moved ${token}`])).toEqual([]);
  });

  test.each<[string, string, boolean]>([
    ["as it is", `baro/${value}`, true],
    ["as a slug", "baro/use-q8zr-27mm-lk09-xx51-now", true],
    ["in part", "baro/q8zr-27mm-lk09", false],
    ["not at all", "baro/add-a-farewell", false],
  ])("in the name of a branch %s", async (_how, branch, isThere) => {
    const findings = await findInTexts({ messages: [], paths: [], branches: [branch] }, [secret]);
    expect(findings.map(({ kind, at }) => `${kind} ${at}`)).toEqual(isThere ? ["private-value branch"] : []);
  });

  test("beside another one in a path hides both there", async () => {
    const tokens = ["wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx", "16C7e42F292c6912E7710c838347Ae178B4a"].map((end) =>
      ["ghp", end].join("_"),
    );
    const found = await findInTexts(
      { messages: [], paths: [`keys/${tokens[0]}/x/${tokens[1]}.txt`], branches: [] },
      [],
    );
    expect(found.map(({ path }) => path)).toEqual(["keys/[redacted]/x/[redacted].txt"]);
  });

  test("is found among very many paths and messages, and told of each that holds it", async () => {
    const token = ["ghp", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("_");
    const paths = Array.from(
      { length: 700 },
      (_, at) => `src/part-${at}/${[3, 300, 699].includes(at) ? token : "made"}.ts`,
    );
    const messages = Array.from({ length: 300 }, (_, at) => {
      return {
        commit: at.toString(16).padStart(40, "0"),
        message: at === 299 ? `Use ${token}` : `Write part ${at}\n\nIn full`,
      };
    });
    const found = await findInTexts({ messages, paths, branches: ["baro/write-parts"] }, [secret]);
    expect(found.map(({ path }) => path)).toEqual([
      "the message of 0000000000",
      "src/part-3/[redacted].ts",
      "src/part-300/[redacted].ts",
      "src/part-699/[redacted].ts",
    ]);
  });

  test("that is short as a slug is no word of a branch", async () => {
    const short = { origin: "x", forms: ["a!b!c!d"], disguises: [] };
    expect(await findInTexts({ messages: [], paths: [], branches: ["baro/a-b-c-d-e"] }, [short])).toEqual([]);
    const longer = { origin: "x", forms: ["a!b!c!d!"], disguises: [] };
    expect(await findInTexts({ messages: [], paths: [], branches: ["baro/a-b-c-d-e"] }, [longer])).toHaveLength(1);
  });

  test("broken by spaces in a message is found, and the message is named by its commit", async () => {
    const message = `Work\n\n${value.slice(0, 9)}\n${value.slice(9)}`;
    const commit = "0123456789abcdef";
    expect(await findInTexts({ messages: [{ commit, message }], paths: [], branches: [] }, [secret])).toEqual([
      {
        kind: "private-value",
        why: "holds the value of the environment's SHOP_KEY",
        path: "the message of 0123456789",
        line: null,
        at: "message",
      },
    ]);
  });
});

test("of many findings the first are told, and how many more there are", () => {
  const finding = (path: string, line: number | null = null) => ({
    kind: "secret" as const,
    path,
    line,
    why: "is bad",
  });
  const all = ["a", "b", "c", "d", "e"].map((path) => finding(path));
  expect(renderFindings([])).toBe("");
  expect(renderFindings(all.slice(0, 3))).toBe("a is bad; b is bad; c is bad");
  expect(renderFindings(all.slice(0, 4))).toBe("a is bad; b is bad; c is bad; and 1 more");
  expect(renderFindings(all, 1)).toBe("a is bad; and 4 more");
  expect(renderFindings([finding("a\u001b[31m", 3)])).toBe("a:3 is bad");
});
