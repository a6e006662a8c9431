import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { quotedWords, shellLine, shellWord } from "../../src/text/shell-word.ts";

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
