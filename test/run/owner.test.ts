import { expect, test } from "bun:test";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { liveOwner, takeOwnership } from "../../src/run/owner.ts";
import { runFolder } from "../../src/run/run-folder.ts";
import { scratchFolder } from "../support/scratch.ts";

const host = { pid: process.pid, newId: () => Math.random().toString(36).slice(2, 8) };

test("takeOwnership() refuses a run that a live process works on", () => {
  using folder = scratchFolder();
  const run = runFolder(folder.path, "r1");
  mkdirSync(run.path, { recursive: true });
  const release = takeOwnership(host, run);
  expect(liveOwner(run)?.pid).toBe(process.pid);
  expect(() => takeOwnership(host, run)).toThrow(`process ${process.pid} is working on it`);
  release();
  expect(existsSync(run.owner)).toBe(false);
});

test.each([
  ["a process that is gone", JSON.stringify({ pid: 2 ** 22 + 1, start: "1" })],
  ["another process with the same number", JSON.stringify({ pid: process.pid, start: "1" })],
  ["a torn file", '{"pid":'],
])("takeOwnership() takes over the lock of %s", (_what, text) => {
  using folder = scratchFolder();
  const run = runFolder(folder.path, "r1");
  mkdirSync(run.path, { recursive: true });
  writeFileSync(run.owner, text);
  expect(liveOwner(run)).toBeNull();
  takeOwnership(host, run)();
});
