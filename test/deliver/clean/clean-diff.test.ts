import { expect, test } from "bun:test";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parsePatch } from "../../../src/deliver/clean/added-lines.ts";
import { findUnclean } from "../../../src/deliver/clean/clean-diff.ts";
import { parseEnvFile } from "../../../src/git/env-file.ts";
import { base64Forms } from "../../../src/text/bases.ts";
import { scratchRepository } from "../../support/scratch.ts";
import { anywhere, testHost } from "../support.ts";

// Put together here, so that this file itself holds nothing of such a shape.
const githubToken = ["ghp", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("_");
const password = "correct-horse-42-battery";

type Repository = ReturnType<typeof scratchRepository>;

async function look(
  repo: Repository,
  {
    env = {},
    allow = [] as string[],
    remote = null as string | null,
    base = repo.git("rev-list", "--max-parents=0", "HEAD"),
    branches = ["baro/x-1"],
  } = {},
) {
  const commit = repo.git("rev-parse", "HEAD");
  const place = { root: repo.path, base, commit, remote, branches };
  const input = { ...place, stories: [anywhere], maxFileBytes: 100_000, allow };
  return (await findUnclean(testHost(env), input)).map(({ kind, path, line }) => `${kind} ${path}:${line}`);
}

test("a token's shape is found with its line, and the finding does not hold it", async () => {
  using repo = scratchRepository();
  repo.commit("Work", { "src/a.ts": `const a = 1;\n\nconst key = "${githubToken}";\n` });
  const commit = repo.git("rev-parse", "HEAD");
  const input = {
    root: repo.path,
    base: repo.git("rev-parse", "HEAD~"),
    commit,
    remote: null,
    branches: [],
    stories: [anywhere],
    maxFileBytes: 1000,
    allow: [],
  };
  const findings = await findUnclean(testHost(), input);
  expect(findings).toEqual([
    { kind: "secret", path: "src/a.ts", line: 3, why: "holds what looks like a secret (github: GITHUB_TOKEN)" },
  ]);
  expect(JSON.stringify(findings)).not.toContain(githubToken.slice(4, 20));
});

test("a secret that a later commit takes away again is still in what would be pushed", async () => {
  using repo = scratchRepository();
  repo.commit("Work", { "src/a.ts": `const key = "${githubToken}";\n` });
  repo.commit("Oops", { "src/a.ts": "const key = process.env.KEY;\n" });
  expect(await look(repo)).toEqual(["secret src/a.ts:1"]);
});

test.each([
  ["as it is", password],
  ["as base64", Buffer.from(password).toString("base64")],
  ["inside of a longer base64 text", Buffer.from(`user:${password}@host`).toString("base64")],
])("a value of an untracked .env file is found %s, one of a tracked file is public", async (_, text) => {
  using repo = scratchRepository({
    "README.md": "#\n",
    ".env.example": "EXAMPLE_PASSWORD=example-password-1\n",
    ".gitignore": ".env\n",
  });
  repo.write({ ".env": `# comment\nexport DB_PASSWORD="${password}"\nMODE=development\n` });
  repo.commit("Work", { "src/a.ts": `const a = "development example-password-1";\nconst b = "${text}";\n` });
  expect(await look(repo)).toEqual(["private-value src/a.ts:2"]);
});

test("a private value of the environment is found, and no allowance covers it", async () => {
  using repo = scratchRepository();
  repo.commit("Work", { "src/a.ts": `const b = "${password}"; // ${githubToken}\n` });
  expect(await look(repo, { env: { DEPLOY_TOKEN: password }, allow: ["src/"] })).toEqual(["private-value src/a.ts:1"]);
  expect(await look(repo, { env: { DEPLOY_REGION: password }, allow: ["src/"] })).toEqual([]);
});

test("a line that was there before is no news when it moves", async () => {
  using repo = scratchRepository({ "a.txt": `one\n${password}\ntwo\n` });
  repo.commit("Work", { "a.txt": `${password}\none\ntwo\n` });
  expect(await look(repo, { env: { DEPLOY_TOKEN: password } })).toEqual([]);
});

test("commits of the person that the remote does not have are looked through as well", async () => {
  using repo = scratchRepository();
  repo.git("update-ref", "refs/remotes/origin/main", "HEAD");
  repo.commit("Not pushed yet", { "notes.txt": `${githubToken}\n` });
  const base = repo.git("rev-parse", "HEAD");
  repo.commit("Work", { "src/a.ts": "export {};\n" });
  expect(await look(repo, { remote: "origin", base })).toEqual(["secret notes.txt:1"]);
  repo.git("update-ref", "refs/remotes/origin/main", base);
  expect(await look(repo, { remote: "origin", base })).toEqual([]);
});

test("no setting of the person hides a line from the look", async () => {
  const lines = Array.from({ length: 12 }, (_, index) => `line ${index}`);
  using repo = scratchRepository({ "a.txt": `${lines.join("\n")}\n` });
  const settings = {
    "diff.interHunkContext": "20",
    "diff.noprefix": "true",
    "log.showSignature": "true",
    "diff.external": "true",
    "color.ui": "always",
  };
  for (const [key, value] of Object.entries(settings)) repo.git("config", key, value);
  repo.commit("Work", { "a.txt": `${lines.with(2, "changed").with(8, githubToken).join("\n")}\n` });
  expect(await look(repo)).toEqual(["secret a.txt:9"]);
});

test("links, modes, sizes and line endings of a real diff", async () => {
  using repo = scratchRepository({ "run.sh": "#!/bin/sh\n", "dos.txt": "one\ntwo\nthree\n" });
  repo.git("update-index", "--chmod=+x", "run.sh");
  repo.git("commit", "--quiet", "--message", "Executable");
  const base = repo.git("rev-parse", "HEAD");
  symlinkSync("/etc/passwd", join(repo.path, "link"));
  repo.write({ "dos.txt": "one\r\ntwo\r\nthree\r\n", "big.bin": "x".repeat(200_000), "späte datei.txt": "ok\n" });
  repo.git("add", "--all");
  repo.git("update-index", "--chmod=-x", "run.sh");
  repo.git("commit", "--quiet", "--message", "Work");
  expect((await look(repo, { base })).toSorted()).toEqual([
    "line-endings dos.txt:null",
    "mode run.sh:null",
    "symlink link:null",
    "too-large big.bin:null",
  ]);
});

test("base64Forms() finds a text wherever it stands in a longer one", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 12, maxLength: 60 }), fc.string(), fc.string(), (text, before, after) => {
      const encoded = Buffer.from(before + text + after).toString("base64");
      expect(base64Forms(text).some((form) => encoded.includes(form))).toBe(true);
    }),
  );
});

test("parsePatch() gives each added line under its number, whatever the line holds", () => {
  const line = fc.stringMatching(/^[ -~]{0,12}$/);
  fc.assert(
    fc.property(fc.array(line), fc.array(line, { minLength: 1 }), (removed, added) => {
      const hunk = `@@ -4,${removed.length} +7,${added.length} @@`;
      const body = [...removed.map((text) => `-${text}`), ...added.map((text) => `+${text}`)];
      const patch = ["diff --git a b", "--- a", '+++ "w\\303\\244 \\"x\\".txt"', hunk, ...body, ""].join("\n");
      expect(parsePatch(patch)).toEqual([
        { path: 'wä "x".txt', removed, lines: added.map((text, index) => ({ number: 7 + index, text })) },
      ]);
    }),
  );
});

test("parseEnvFile() reads assignments with quotes, comments, export and several lines", () => {
  const text = `A=1 # one\nexport B='two # not a comment'\n# C=3\nD="line\\nline"\nE="first\nsecond"\nF=\n`;
  expect(parseEnvFile(text)).toEqual([
    ["A", "1"],
    ["B", "two # not a comment"],
    ["D", "line\nline"],
    ["E", "first\nsecond"],
    ["F", ""],
  ]);
});
