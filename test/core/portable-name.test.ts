import { expect, test } from "bun:test";
import { collidingNames, foldedName, windowsRefuses } from "../../src/core/portable-name.ts";

test.each<[string, string | null]>([
  ["src/aux.c", "the name of a device"],
  ["NUL", "the name of a device"],
  ["com1/a.txt", "the name of a device"],
  ["lpt¹.log", "the name of a device"],
  ["con .txt", "the name of a device"],
  ["src/a:b.txt", '":" in a name'],
  ["what?.md", '"?" in a name'],
  ["a\\b", '"\\" in a name'],
  ["notes./a", "a dot at the end of a name"],
  ["notes ", "a blank at the end of a name"],
  ["auxiliary.c", null],
  ["com.c", null],
  ["src/console.ts", null],
  [".gitignore", null],
  ["a b.txt", null],
  ["ünïcode.md", null],
])("Windows and %p: %p", (path, why) => {
  expect(windowsRefuses(path)).toBe(why);
});

test("names are folded by case and composition", () => {
  expect(foldedName("Src/A.TS")).toBe("src/a.ts");
  expect(foldedName("caf\u0065\u0301")).toBe(foldedName("CAF\u00c9"));
});

test.each<[string[], string[], string[]]>([
  [["a.txt"], ["A.txt"], ["A.txt a.txt"]],
  [["README.md", "readme.md"], [], ["README.md readme.md"]],
  [["Src/new.ts"], ["src/a.ts", "src/b.ts"], ["Src src"]],
  [["Src/a.ts"], ["src/a.ts"], ["Src src"]],
  [["lib"], ["Lib/a.ts"], ["Lib lib"]],
  [["caf\u00e9"], ["cafe\u0301"], ["cafe\u0301 caf\u00e9"]],
  [["b.txt"], ["A.txt", "a.txt"], []],
  [["src/new.ts"], ["src/a.ts", "lib/NEW.ts"], []],
])("new %p beside %p: %p", (added, others, told) => {
  const found = collidingNames(added, [...added, ...others]);
  expect(found.map(({ one, other }) => `${one} ${other}`)).toEqual(told);
});
