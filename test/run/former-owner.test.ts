import { expect, test } from "bun:test";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Host } from "../../src/host/host.ts";
import type { Owner } from "../../src/host/owner-mark.ts";
import { endFormerOwner } from "../../src/run/former-owner.ts";
import { scratchFolder } from "../support/scratch.ts";

const own = ["refs/heads/baro/r1.lock", "refs/baro/r1/work/S1.lock", "refs/baro/r1/kept/S2.lock"];
const others = ["refs/heads/baro/r2.lock", "refs/heads/main.lock", "refs/baro/r10/work/S1.lock", "index.lock"];

test.each<[string, Partial<Owner> | null, string[]]>([
  ["nobody", null, []],
  ["one that marked nothing", { treeMark: null }, []],
  ["one with agents at work", { treeMark: "m1" }, ["m1"]],
])("after %s: its processes end, and then the locks on the run's own refs go", async (_what, dead, ended) => {
  using folder = scratchFolder();
  const [told, locked]: [string[], boolean[]] = [[], []];
  for (const path of [...own, ...others].map((name) => join(folder.path, name))) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "");
  }
  const isThere = (name: string) => existsSync(join(folder.path, name));
  const host = {
    endTrees: async (mark: string) => {
      told.push(mark);
      await Promise.resolve();
      // A git that still runs may hold them.
      locked.push(own.every(isThere));
    },
  } as unknown as Host;
  const at = { run: "r1", branch: "baro/r1", commonDir: folder.path };
  await endFormerOwner(host, { dead: dead as Owner | null }, at);
  expect([told, locked]).toEqual([ended, ended.map(() => true)]);
  expect([own.filter(isThere), others.every(isThere)]).toEqual([[], true]);
});
