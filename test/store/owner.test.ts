import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { identifyProcess, isWithinSight, type ProcessPlace, placeOfThis } from "../../src/host/process-identity.ts";
import { liveOwner, takeOwnership } from "../../src/store/owner.ts";
import { runFolder } from "../../src/store/run-folder.ts";
import { scratchFolder } from "../support/scratch.ts";

const host = { pid: process.pid, newId: () => Math.random().toString(36).slice(2, 8), treeMark: "mark" };
const me = identifyProcess(process.pid);
const here = placeOfThis();
const onLinux = process.platform === "linux";

/** A run's folder with a lock that says this, or none. */
function lockedRun(root: string, lock?: string) {
  const run = runFolder(root, "r1");
  mkdirSync(run.path, { recursive: true });
  if (lock !== undefined) writeFileSync(run.owner, lock);
  return run;
}

test("takeOwnership() refuses a run that a live process works on", () => {
  using folder = scratchFolder();
  const run = lockedRun(folder.path);
  const { release } = takeOwnership(host, run);
  expect(liveOwner(run)?.pid).toBe(process.pid);
  expect(() => takeOwnership(host, run)).toThrow(`process ${process.pid} is working on it`);
  release();
  expect(readdirSync(run.path)).toEqual([]);
});

test.each([
  ["a process that is gone", JSON.stringify({ pid: 2 ** 22 + 1, start: "1" })],
  ["another process with the same number", JSON.stringify({ pid: process.pid, start: "1" })],
  ["a torn file", '{"pid":'],
  ["an empty file", ""],
  ["this very process before the machine was started anew", JSON.stringify({ ...me, place: { ...here, boot: "old" } })],
])("takeOwnership() takes over the lock of %s", (_what, text) => {
  using folder = scratchFolder();
  const run = lockedRun(folder.path, text);
  if (text.includes("boot") && !onLinux) return;
  expect(liveOwner(run)).toBeNull();
  takeOwnership(host, run).release();
  expect(existsSync(run.owner)).toBe(false);
});

test.skipIf(!onLinux).each([
  ["another machine", { machine: "m2", boot: "b2", space: "s2" }],
  ["another container of this machine", { ...here, space: "pid:[1]" }],
])("takeOwnership() leaves the lock of a process of %s, which it can't see", (_what, place) => {
  using folder = scratchFolder();
  const run = lockedRun(folder.path, JSON.stringify({ pid: 2 ** 22 + 1, start: "1", place }));
  expect(liveOwner(run)).not.toBeNull();
  expect(() => takeOwnership(host, run)).toThrow("another machine or container may be working on it");
});

test("takeOwnership() tells who died with the run, and the mark of what that one started", () => {
  using folder = scratchFolder();
  const run = lockedRun(folder.path, JSON.stringify({ pid: 2 ** 22 + 1, start: "1", treeMark: "theirs" }));
  expect(takeOwnership(host, run).dead?.treeMark).toBe("theirs");
});

test("release() leaves a lock that somebody else has made meanwhile", () => {
  using folder = scratchFolder();
  const run = lockedRun(folder.path);
  const { release } = takeOwnership(host, run);
  writeFileSync(run.owner, JSON.stringify({ pid: 1, start: null }));
  release();
  expect(existsSync(run.owner)).toBe(true);
});

test("takeOwnership() says that the folder can't be written", () => {
  using folder = scratchFolder();
  const run = runFolder(folder.path, "r1");
  mkdirSync(dirname(run.path), { recursive: true });
  expect(() => takeOwnership(host, run)).toThrow(/Cannot write the lock .*there is no such file or folder/);
});

const there: ProcessPlace = { machine: "m", boot: "b", space: "s" };

test.each([
  ["the same", there, true],
  ["an earlier start of this machine", { ...there, boot: "a", space: "t" }, true],
  ["another container", { ...there, space: "t" }, false],
  ["another machine", { machine: "n", boot: "a", space: "s" }, false],
  ["nobody knows where", null, true],
] as const)("isWithinSight() of %s", (_what, place, seen) => {
  expect(isWithinSight(place, there)).toBe(seen);
});
