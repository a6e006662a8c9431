import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { forgetPlace, isOurPlace, notePlace, recallPlace, requireOurPlace } from "../../src/git/place.ts";
import { removeTree } from "../../src/host/remove-tree.ts";
import { scratchFolder } from "../support/scratch.ts";

async function notedPlace(folder: string) {
  const place = { path: join(folder, "w1"), index: join(folder, "w1.index") };
  mkdirSync(place.path);
  await notePlace(place);
  return place;
}

test.each<[string, boolean, (path: string, aside: string) => void]>([
  ["moved away and put back", true, (path, aside) => [renameSync(path, aside), renameSync(aside, path)]],
  ["filled", true, (path) => writeFileSync(join(path, "a.txt"), "a")],
  ["removed", false, (path) => rmdirSync(path)],
  ["removed and made at once", false, (path) => [rmdirSync(path), mkdirSync(path)]],
  ["made over many times", false, (path) => Array.from({ length: 50 }, () => [rmdirSync(path), mkdirSync(path)])],
  ["a link to where it was moved", false, (path, aside) => [renameSync(path, aside), symlinkSync(aside, path)]],
  ["another's", false, (path, aside) => [mkdirSync(aside), rmdirSync(path), renameSync(aside, path)]],
])("a place that was %s is ours: %p", async (_what, ours, change) => {
  using folder = scratchFolder();
  const place = await notedPlace(folder.path);
  change(place.path, join(folder.path, "aside"));
  expect(isOurPlace(place)).toBe(ours);
  // A later process only has the note.
  recallPlace(place);
  expect(isOurPlace(place)).toBe(ours);
});

test("what an agent writes over a note changes nothing for the process that made the place", async () => {
  using folder = scratchFolder();
  const place = await notedPlace(folder.path);
  const other = { path: join(folder.path, "w2"), index: join(folder.path, "w2.index") };
  mkdirSync(other.path);
  await notePlace(other);
  const forged = readFileSync(`${other.index}.place`);
  rmdirSync(place.path);
  renameSync(other.path, place.path);
  writeFileSync(`${place.index}.place`, forged);
  expect(isOurPlace(place)).toBe(false);
  await forgetPlace(place);
  expect(existsSync(`${place.index}.place`)).toBe(false);
});

/** Whether this may mount where it is seen here: as root on Linux, with the right to. */
function mayMount(): boolean {
  using folder = scratchFolder();
  const at = join(folder.path, "at");
  mkdirSync(at);
  try {
    execFileSync("mount", ["--bind", at, at], { stdio: "ignore" });
    execFileSync("umount", [at]);
    return true;
  } catch {
    return false;
  }
}

test.skipIf(!mayMount()).each([
  ["in it", "deep", "is mounted in"],
  ["over it", "", "replaced"],
])(
  "nothing is looked at, put back or removed where another folder is mounted %s (needs mount)",
  async (_where, below, told) => {
    using folder = scratchFolder();
    using other = scratchFolder();
    const place = await notedPlace(folder.path);
    writeFileSync(join(other.path, "thesis.txt"), "mine");
    const at = join(place.path, below);
    mkdirSync(at, { recursive: true });
    execFileSync("mount", ["--bind", other.path, at]);
    try {
      expect(() => requireOurPlace(place)).toThrow(told);
      await expect(removeTree(place.path)).rejects.toThrow("umount");
      await expect(removeTree(folder.path)).rejects.toThrow("umount");
    } finally {
      execFileSync("umount", [at]);
    }
    expect(readFileSync(join(other.path, "thesis.txt"), "utf8")).toBe("mine");
    expect(lstatSync(place.path).isDirectory()).toBe(true);
  },
);
