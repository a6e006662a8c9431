import { expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeTree } from "../../src/host/remove-tree.ts";
import { scratchFolder } from "../support/scratch.ts";

/** A folder with folders, one of them read-only, and links: to a folder outside and to nothing. */
function tree(path: string, outside: string): string {
  const top = join(path, "tree");
  for (const folder of ["a/b/c", "d"]) {
    mkdirSync(join(top, folder), { recursive: true });
    for (let file = 0; file < 600; file++) writeFileSync(join(top, folder, `${file}.txt`), "x");
  }
  symlinkSync(outside, join(top, "out"));
  symlinkSync(join(path, "nowhere"), join(top, "d", "dead"));
  chmodSync(join(top, "d"), 0o555);
  return top;
}

test.each([
  ["without a signal", undefined],
  ["with time enough", new AbortController().signal],
])(
  "%s all of it goes, and nothing that a link leads to",
  async (_what, signal) => {
    using folder = scratchFolder();
    const outside = join(folder.path, "outside");
    mkdirSync(outside);
    writeFileSync(join(outside, "kept.txt"), "kept");
    const top = tree(folder.path, outside);
    await removeTree(top, signal);
    expect(existsSync(top)).toBe(false);
    expect(existsSync(join(outside, "kept.txt"))).toBe(true);
  },
  30_000,
);

test("when the time is up it stops where it is", async () => {
  using folder = scratchFolder();
  const top = tree(folder.path, folder.path);
  const late = new AbortController();
  const removal = removeTree(top, late.signal);
  late.abort(new Error("the time is up"));
  expect(removal).rejects.toThrow("the time is up");
  await removal.catch(() => {});
  expect(existsSync(top)).toBe(true);
  await removeTree(top);
}, 30_000);

test("folders that no path leads to, read-only ones and names that are no text go, too", async () => {
  using folder = scratchFolder();
  const [top, inner] = ["top", "inner"].map((name) => join(folder.path, name)) as [string, string];
  const name = "a folder in a folder";
  mkdirSync(inner);
  // Built from its end: at no time is a path long.
  for (let level = 0; level < 400; level++) {
    mkdirSync(top);
    renameSync(inner, join(top, name));
    renameSync(top, inner);
  }
  renameSync(inner, top);
  expect(400 * name.length).toBeGreaterThan(4096);
  const odd = Buffer.concat([Buffer.from(`${top}/odd`), Buffer.from([0xff])]);
  mkdirSync(odd);
  writeFileSync(Buffer.concat([odd, Buffer.from("/file")]), "x");
  chmodSync(odd, 0o500);
  await removeTree(top);
  expect(existsSync(top)).toBe(false);
  expect(readdirSync(folder.path)).toEqual([]);
}, 30_000);
