import { expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { withoutPlaces } from "../../src/worktrees/without-places.ts";
import { scratchFolder } from "../support/scratch.ts";

test("what a check prints names no worktree, whether a file in it is meant, itself, or one that a cache knows", () => {
  using folder = scratchFolder();
  const all = join(folder.path, "worktrees");
  const own = join(all, "ab12cd", "w1");
  mkdirSync(own, { recursive: true });
  const clean = withoutPlaces(own);
  expect(clean(`${own}/src/a.go:3: wrong`)).toBe("src/a.go:3: wrong");
  // Go without modules names a package by its folder.
  expect(clean(`FAIL\t_${own}\t0.012s`)).toBe("FAIL\t_.\t0.012s");
  expect(clean(`FAIL\t_${own}/sub\t0.012s`)).toBe("FAIL\t_sub\t0.012s");
  expect(clean(`${all}/zz98yy/w12/src/ab.zig:1:2: error`)).toBe("src/ab.zig:1:2: error");
  expect(clean(`${own}.log and ${folder.path}/other/w1/x`)).toBe(`${own}.log and ${folder.path}/other/w1/x`);
});

test("elsewhere than among the worktrees only the folder itself is left out", () => {
  using folder = scratchFolder();
  const clean = withoutPlaces(folder.path);
  expect(clean(`${folder.path}/a.js and ${folder.path}, not ${folder.path}2/a.js`)).toBe(
    `a.js and ., not ${folder.path}2/a.js`,
  );
});

test("a path of which each part has a colour of its own is one all the same", () => {
  using folder = scratchFolder();
  const clean = withoutPlaces(folder.path);
  const coloured = folder.path.replaceAll("/", "\u001B[2m/\u001B[22m");
  expect(clean(`${coloured}\u001B[2m/\u001B[22ma.php: wrong`)).toBe("a.php: wrong");
  expect(clean("\u001B[31mred\u001B[0m")).toBe("\u001B[31mred\u001B[0m");
});
