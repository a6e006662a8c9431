import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { fishWord, gitConfigValue, gitLiteral, quotedWords, shellLine, shellWord } from "../../src/text/quoting.ts";
import { scratchFolder } from "../support/scratch.ts";

test.each([
  ["src/a.ts", "src/a.ts"],
  ["", "''"],
  ["a b", "'a b'"],
  ["it's", "'it'\\''s'"],
  ["$(id)", "'$(id)'"],
  ["=ls", "'=ls'"],
  ["~/x", "'~/x'"],
  ["baro/größe", "'baro/größe'"],
])("shellWord(%j) is %s", (text, word) => {
  expect(shellWord(text)).toBe(word);
});

test.skipIf(process.platform === "win32")("a shell reads each word as it was", () => {
  const words = fc.array(
    fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", "").toWellFormed()),
    {
      minLength: 1,
    },
  );
  fc.assert(
    fc.property(words, (list) => {
      const { stdout } = spawnSync("sh", ["-c", `printf '%s\\0' ${shellLine(list)}`], { encoding: "utf8" });
      expect(stdout).toBe(list.map((word) => `${word}\0`).join(""));
    }),
    { numRuns: 40 },
  );
});

test.each([
  ["fix the login", '"fix the login"'],
  ["print $(id)", "'print $(id)'"],
  ['say "hi" & `go`', "'say \"hi\" & `go`'"],
])("quotedWords(%j) is %s", (text, quoted) => {
  expect(quotedWords(text)).toBe(quoted);
});

test.each([
  ["plain", "'plain'"],
  ["it's", "'it\\'s'"],
  ["a\\b", "'a\\\\b'"],
])("fishWord(%j) is %s", (text, word) => {
  expect(fishWord(text)).toBe(word);
});

test("git reads a value of its configuration as it was", () => {
  using scratch = scratchFolder();
  const folder = scratch.path;
  const values = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", "").toWellFormed());
  fc.assert(
    fc.property(values, (value) => {
      const file = join(folder, "config");
      writeFileSync(file, `[a]\n\tb = ${gitConfigValue(value)}\n`);
      const { stdout } = spawnSync("git", ["config", "-z", "--file", file, "a.b"], { encoding: "utf8" });
      expect(stdout).toBe(`${value}\0`);
    }),
    { numRuns: 40, examples: [["a\nb"], ['a"b\\c'], [" # ; "], ["\\"]] },
  );
});

test.each(["a*b", "[a]", "a?b", "a\\b", "plain/ä b"])("git takes gitLiteral(%j) for that path alone", (path) => {
  using scratch = scratchFolder();
  const folder = scratch.path;
  spawnSync("git", ["init", "-q"], { cwd: folder });
  writeFileSync(join(folder, ".gitignore"), `/${gitLiteral(path)}\n`);
  const ignores = (name: string) => spawnSync("git", ["check-ignore", "-q", name], { cwd: folder }).status === 0;
  expect(ignores(path)).toBe(true);
  for (const other of ["axb", "a", "aXb", "plain/x"].filter((name) => name !== path))
    expect(ignores(other)).toBe(false);
});
