import { expect, test } from "bun:test";
import { readAncestors } from "../../src/repository/read-ancestors.ts";

interface File {
  imports: string[];
  types: string[];
  bases: string[];
}

const file = (imports: string[], types: string[], bases: string[]): File => ({ imports, types, bases });

const read = async (files: Record<string, File>, known: string[]) => {
  const asked: string[][] = [];
  const facts = new Map(known.map((path) => [path, files[path] ?? file([], [], [])] as const));
  const found = await readAncestors(facts, async (paths) => {
    asked.push([...paths]);
    return new Map([...paths].flatMap((path) => (files[path] === undefined ? [] : [[path, files[path]] as const])));
  });
  return { found: Object.fromEntries(found), asked };
};

test("what a type derives from is found over files that are in no surface, and nothing else is", async () => {
  const files = {
    c: file(["b", "x"], ["C"], ["B"]),
    b: file(["a"], ["B"], ["A"]),
    a: file([], ["A"], []),
    x: file([], ["X"], []),
    y: file(["x"], ["Y"], []),
  };
  const { found, asked } = await read(files, ["c", "y"]);
  expect(found).toEqual({ c: ["b", "a"] });
  expect(asked).toEqual([["b", "x"], ["a"]]);
});

test("types that derive from each other end", async () => {
  const files = { a: file(["b"], ["A"], ["B"]), b: file(["a"], ["B"], ["A"]) };
  expect((await read(files, ["a", "b"])).found).toEqual({ a: ["b"], b: ["a"] });
});

test("a line is followed over four files, and files that import much are not all read", async () => {
  const line = Object.fromEntries(
    Array.from({ length: 8 }, (_, at) => [`f${at}`, file([`f${at + 1}`], [`T${at}`], [`T${at + 1}`])]),
  );
  expect((await read(line, ["f0"])).found).toEqual({ f0: ["f1", "f2", "f3", "f4"] });
  const wide = {
    a: file(
      Array.from({ length: 900 }, (_, at) => `i${at}`),
      ["A"],
      ["B"],
    ),
  };
  expect((await read(wide, ["a"])).asked.flat().length).toBeLessThanOrEqual(200);
});
