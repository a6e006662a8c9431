import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync } from "node:fs";
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
