import { expect, test } from "bun:test";
import { namesToTell } from "../../src/deliver/unportable-names.ts";

const told = (added: string[], before: string[]) => namesToTell(added, before, [...before, ...added]);

test("what some systems can't have is told by name and reason", () => {
  expect(told(["src/aux.c", "x.", "src/b.c"], ["src/a.c"])).toEqual([
    "Windows can't check out src/aux.c (the name of a device), x. (a dot at the end of a name)",
  ]);
  expect(told(["src/A.c", "Src/d.c"], ["src/a.c"])).toEqual([
    "On macOS and Windows src/A.c and src/a.c, Src and src are the same name",
  ]);
  expect(told(["src/b.c"], ["src/a.c"])).toEqual([]);
});

test("a long list is counted", () => {
  const many = Array.from({ length: 8 }, (_, at) => `t:${at}`);
  expect(told(many, ["a"])).toEqual([expect.stringMatching(/t:4 \(":" in a name\) and 3 more$/)]);
});

test("nothing is told where the repository has such names", () => {
  expect(told(["src/aux.c"], ["drivers/aux.h"])).toEqual([]);
  expect(told(["b.h", "B.h"], ["net/xt_dscp.c", "net/xt_DSCP.c"])).toEqual([]);
  expect(told(["src/aux.c"], ["net/xt_dscp.c", "net/xt_DSCP.c"])).toHaveLength(1);
});
