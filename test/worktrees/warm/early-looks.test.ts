import { expect, test } from "bun:test";
import { systemHost } from "../../../src/host/system.ts";
import { readMark } from "../../../src/worktrees/set-up/folder-state.ts";
import { EarlyLooks } from "../../../src/worktrees/warm/early-looks.ts";
import { scratchFolder, writeFiles } from "../../support/scratch.ts";

test.each([
  ["soon after it was begun, it is given away once", 30_000, true],
  ["after half a minute, as where a person thought, it says nothing", 30_001, false],
])("an early look at a folder: %s", async (_what, passed, given) => {
  using folder = scratchFolder();
  writeFiles(folder.path, { "a/index.js": "1\n" });
  let now = 1000;
  const host = { ...systemHost(), elapsed: () => now };
  using looks = new EarlyLooks();
  looks.begin(host, folder.path);
  now += passed;
  const look = looks.take(folder.path);
  expect(look !== null).toBe(given);
  if (look !== null) expect(await look).toEqual(await readMark(host, folder.path));
  expect(looks.take(folder.path)).toBeNull();
});
