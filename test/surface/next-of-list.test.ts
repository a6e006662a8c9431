import { expect, test } from "bun:test";
import { evidenceOfFiles } from "../../src/repository/evidence.ts";
import { bothTakeNext } from "../../src/surface/pairs/next-of-list.ts";
import { storySurface } from "../../src/surface/pairs/story-surface.ts";
import { storyOf } from "../repository/evidence-of.ts";

const evidence = { ...evidenceOfFiles("base", ["src/a.ts", "src/b.ts"]), missing: [], facts: new Map() };
const surface = (id: string, brief: string) =>
  storySurface({ ...storyOf(id, ["src/a.ts"]), title: "Work", brief }, evidence);

test.each<[string, string, string | null]>([
  ["It takes the next free code.", "It takes the next free code.", "null: S1 takes the next free code, and S2"],
  ["It takes the next free codes.", "It takes the first unused code.", "null: S1 takes the next free code, and S2"],
  ["It takes an unused error number.", "It takes the lowest number.", "null: S1 takes the next free number, and S2"],
  ["It takes a port that is still free.", "It takes the next port.", "null: S1 takes the next free port, and S2"],
  ["It takes the next free code.", "It takes the next free port.", null],
  // Whoever says which it takes goes first.
  ["It takes the next free code.", "It is reported as E-12.", "b: S1 takes the next free code, and S2"],
  ["It is numbered 12.", "It takes the next free code.", "a: S2 takes the next free code, and S1"],
  ["It is numbered 12.", "It is numbered 13.", null],
  ["It is numbered 1.", "It takes the next free code.", null],
  ["It takes the next free code.", "It is another thing.", null],
  ["It is another thing.", "It is another thing.", null],
])("%p and %p: %p", (one, other, told) => {
  const found = bothTakeNext(surface("S1", one), surface("S2", other));
  const says = found === null ? null : `${found.first}: ${found.why}`;
  expect(says).toBe(told === null ? null : `${told} takes one too`);
  if (found !== null) expect(found.rule).toBe("shared-file");
});
