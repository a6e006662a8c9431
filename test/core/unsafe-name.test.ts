import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { unsafeName } from "../../src/core/unsafe-name.ts";
import { scratchRepository } from "../support/scratch.ts";

const elsewhere = [
  ...[".git/config", "a/.git/hooks/x", ".GIT/config", "a/.gIt", ".git\u200c/config", ".g\u200dit/config"],
  ...[".gi\ufefft/x", ".\u202egit/config", "git~1/config", "GIT~1", ".git./config", ".git /x", ".git. . /config"],
  ...[".git::$INDEX_ALLOCATION/config", "a\\.git\\config", ".git\\hooks\\x"],
];
const unseen = ["a\u0000b", "a\nb", "a\u001b[31mb", "a\u200bb.ts", "photo\u202egpj.exe", "a\u2066b", "a\u2028b"];
const fine = [
  ...["a.ts", ".gitignore", ".github/workflows/x.yml", ".gitattributes", "git/config", "x.git", ".git-old/config"],
  ...["git~/x", "git~1x", "naïve.md", "日本語.txt", "می\u200cخواهم.txt", "👩\u200d💻.md", " a", "a ", ".git_"],
];

test.each(elsewhere)("%j is some system's .git", (path) => {
  expect(unsafeName(path, false)).toBe("a name that some systems take for .git");
});

test.each(unseen)("%j is not seen as what it is, and stays where somebody has it already", (path) => {
  expect(unsafeName(path, true)).toBe("a name with characters that are not seen");
  expect(unsafeName(path, false)).toBeNull();
});

test.each(fine)("%j is a name like any other", (path) => {
  expect(unsafeName(path, true)).toBeNull();
});

test("git refuses the same names where it protects such systems", () => {
  using repo = scratchRepository();
  const blob = repo.git("rev-parse", "HEAD:README.md");
  const takes = (path: string) => {
    const settings = ["-c", "core.protectHFS=true", "-c", "core.protectNTFS=true"];
    const args = [...settings, "update-index", "--add", "--cacheinfo", `100644,${blob},${path}`];
    try {
      execFileSync("git", args, { cwd: repo.path, stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };
  expect(elsewhere.filter(takes)).toEqual([]);
  expect(fine.filter((path) => !takes(path))).toEqual([]);
});
