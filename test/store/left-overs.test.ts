import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { noteCacheUse, plansFolder, reapLeftOvers, sandboxFolder } from "../../src/store/left-overs.ts";
import { scratchFolder } from "../support/scratch.ts";

const dayMs = 86_400_000;
const now = Date.now();
const host = { now: () => now };

function places() {
  const folder = scratchFolder();
  const at = { cacheDir: join(folder.path, "cache"), stateDir: join(folder.path, "state") };
  const cache = (name: string, days: number, noted = true) => {
    const path = join(sandboxFolder(at.cacheDir), name);
    mkdirSync(join(path, "npm", "inside"), { recursive: true });
    if (noted) noteCacheUse(path, `/${name}/.git`);
    const used = (now - days * dayMs) / 1000;
    utimesSync(noted ? join(path, "repository") : path, used, used);
    return path;
  };
  const plan = (name: string, days: number) => {
    const file = join(plansFolder(at.stateDir), name);
    mkdirSync(plansFolder(at.stateDir), { recursive: true });
    writeFileSync(file, "{}");
    utimesSync(file, (now - days * dayMs) / 1000, (now - days * dayMs) / 1000);
    return file;
  };
  return { ...folder, at, cache, plan };
}

test("caches of the sandbox and kept plans that nobody used for a month go, younger ones stay", async () => {
  using place = places();
  const caches = [place.cache("a", 31), place.cache("b", 29), place.cache("c", 31, false), place.cache("d", 1, false)];
  const plans = [place.plan("a.json", 31), place.plan("b.json", 29)];
  await reapLeftOvers(host, place.at);
  expect(caches.map(existsSync)).toEqual([false, true, false, true]);
  expect(plans.map(existsSync)).toEqual([false, true]);
});

test("of many, the ones used last stay; caches of the last day all do", async () => {
  using place = places();
  const days = Array.from({ length: 30 }, (_, at) => 2 + at * 0.5);
  for (const [at, age] of days.entries()) {
    place.cache(`c${at}`, age);
    place.plan(`p${at}.json`, age);
  }
  await reapLeftOvers(host, place.at);
  const expected = (count: number, name: (at: number) => string) => Array.from({ length: count }, (_, at) => name(at));
  expect(readdirSync(sandboxFolder(place.at.cacheDir)).toSorted()).toEqual(expected(12, (at) => `c${at}`).toSorted());
  expect(readdirSync(plansFolder(place.at.stateDir)).toSorted()).toEqual(
    expected(20, (at) => `p${at}.json`).toSorted(),
  );
  for (let at = 0; at < 20; at++) place.cache(`today${at}`, at / 100);
  await reapLeftOvers(host, place.at);
  const left = readdirSync(sandboxFolder(place.at.cacheDir));
  expect(left.filter((name) => name.startsWith("today"))).toHaveLength(20);
  expect(left).toHaveLength(20);
});

test("nothing there is nothing to do, and what is no cache of ours stays", async () => {
  using place = places();
  await reapLeftOvers(host, place.at);
  mkdirSync(plansFolder(place.at.stateDir), { recursive: true });
  const note = join(plansFolder(place.at.stateDir), "note.txt");
  writeFileSync(note, "mine");
  utimesSync(note, 0, 0);
  await reapLeftOvers(host, place.at);
  expect(existsSync(note)).toBe(true);
});
