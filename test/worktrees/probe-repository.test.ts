import { expect, test } from "bun:test";
import { lstatSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMoved } from "../../src/worktrees/probe-repository.ts";
import { scratchFolder } from "../support/scratch.ts";

const failureOf = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing failed");
};

test("files that were taken away, closed or replaced while they were looked at are no fault of the look", () => {
  using folder = scratchFolder();
  const at = (name: string) => join(folder.path, name);
  writeFileSync(at("file"), "x");
  symlinkSync(at("loop"), at("loop"));
  expect(isMoved(failureOf(() => lstatSync(at("gone"))))).toBe(true);
  expect(isMoved(failureOf(() => lstatSync(at("file/inside"))))).toBe(true);
  expect(isMoved(failureOf(() => lstatSync(at("loop/inside"))))).toBe(true);
  // As root nothing is closed.
  expect(isMoved(Object.assign(new Error("permission denied, lstat 'a'"), { code: "EACCES" }))).toBe(true);
  expect(isMoved(Object.assign(new Error("no space left on device"), { code: "ENOSPC" }))).toBe(false);
  expect(isMoved(new TypeError("x is not a function"))).toBe(false);
});
