import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { findPlainText, readPlainText } from "../../src/host/read-plain.ts";
import { scratchFolder, writeFiles } from "../support/scratch.ts";

const kinds: [string, (path: string) => void, string][] = [
  ["a named pipe", (path) => execFileSync("mkfifo", [path]), "it is a pipe, a socket or a device"],
  ["a device behind a link", (path) => symlinkSync("/dev/zero", path), "it is a pipe, a socket or a device"],
  ["a folder", (path) => mkdirSync(path), "it is a folder"],
  ["nothing behind a link", (path) => symlinkSync("nowhere", path), "ENOENT"],
];

test.each(kinds)("%s is seen before it is opened", (_kind, make, message) => {
  using folder = scratchFolder();
  const path = join(folder.path, "file");
  make(path);
  expect(() => readPlainText(path)).toThrow(message);
  expect(findPlainText(path)).toBeNull();
});

test("a sparse file is refused by its size, and the last size that is read is read", () => {
  using folder = scratchFolder();
  writeFiles(folder.path, { file: "" });
  const path = join(folder.path, "file");
  truncateSync(path, 11);
  expect(() => readPlainText(path, 10)).toThrow("it has 11 bytes, and the limit is 10");
  truncateSync(path, 10);
  expect(readPlainText(path, 10)).toBe("\0".repeat(10));
  truncateSync(path, 100 * 1024 ** 3);
  expect(findPlainText(path)).toBeNull();
});

test("a link that a person made to a plain file is read", () => {
  using folder = scratchFolder();
  writeFiles(folder.path, { "shared.toml": "parallel = 2\n" });
  symlinkSync("shared.toml", join(folder.path, "baro.toml"));
  expect(findPlainText(join(folder.path, "baro.toml"))).toBe("parallel = 2\n");
});

/** Who reads a file without looking at what is behind its name, and why that is none of the world's. */
const others: Record<string, string> = {
  "agents/openai/tools/files.ts": "looks first, and says what it is",
  "agents/shield/notes.ts": "looks first, at the type and the length",
  "cli/person/in-editor.ts": "a folder of its own that nobody else can enter",
  "fleet/attempt-output.ts": "looks first",
  "host/descent-mark.ts": "the kernel's files",
  "host/folder-users.ts": "the kernel's files",
  "host/forget-environment.ts": "the kernel's files",
  "host/mounts.ts": "the kernel's files",
  "host/peer-user.ts": "the kernel's files",
  "host/process-identity.ts": "the kernel's files",
  "host/process-list.ts": "the kernel's files",
  "host/read-plain.ts": "the door",
  "host/terminal-controls.ts": "the kernel's files",
  "settings/repository-root.ts": "looks first, at the type and the length",
  "store/journal.ts": "looks first, and says what it is",
  "worktrees/set-up/copy-folder.ts": "looks first, at the type and the length",
  "worktrees/warm/warm-note.ts": "files that git has read before",
};

test("what reads a file goes through this door, or looks first", () => {
  const root = join(import.meta.dir, "..", "..", "src");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
  const reads = files.filter((name) => /\breadFile(Sync)?\(/.test(readFileSync(join(root, name), "utf8")));
  expect(reads.sort()).toEqual(Object.keys(others).sort());
});
