import { expect, test } from "bun:test";
import { needFor } from "../../src/surface/pairs/needs.ts";
import { evidenceOf, surfaceOf } from "./made-evidence.ts";

/** What S2 needs of S1, which creates a file, and which of both goes first. */
function need(created: string, text: string): string | null {
  const evidence = evidenceOf({ "src/user.ts": {} });
  const maker = surfaceOf(evidence, "S1", [created], "Draw borders");
  const user = surfaceOf(evidence, "S2", ["src/user.ts"], "Sort the carts", text);
  const found = needFor(maker, user, evidence);
  const turned = needFor(user, maker, evidence);
  expect(turned?.why).toBe(found?.why);
  expect([found?.first, turned?.first]).toEqual(found === null ? [undefined, undefined] : ["a", "b"]);
  return found?.why ?? null;
}

test.each<[string, string, boolean]>([
  ["src/new/border.ts", "Use border.ts for it", true],
  ["src/new/border.ts", "It is in src/new/border.ts.", true],
  ["src/new/border.ts", "It is in `border.ts`", true],
  ["src/new/border.ts", "It is in old/border.ts", false],
  ["src/new/border.ts", "It is in a-border.ts", false],
  ["src/new/border.ts", "It is in border.tsx", false],
  ["src/new/border.ts", "It is in border.ts/x, and in border.ts", true],
  // A short name is a word that occurs by chance, unless its whole path stands there.
  ["src/new/ab.tsx", "Use ab.tsx for it", true],
  ["src/new/ab.ts", "Use ab.ts for it", false],
  ["src/new/ab.ts", "Use src/new/ab.ts for it", true],
])("who speaks of a new file needs it: %s, %j, %p", (created, text, expected) => {
  expect(need(created, text)).toBe(expected ? `S2 names \`${created}\`, which S1 creates` : null);
});

test("of two that take the next of a kind whoever says which goes first, and the first one otherwise", () => {
  const evidence = evidenceOf({ "src/a.ts": {}, "src/b.ts": {} });
  const one = surfaceOf(evidence, "S1", ["src/a.ts"], "Work", "It is reported as E-12.");
  const other = surfaceOf(evidence, "S2", ["src/b.ts"], "Work", "It takes the next free code.");
  expect(needFor(one, other, evidence)).toMatchObject({ first: "a", rule: "shared-file" });
  expect(needFor(other, one, evidence)).toMatchObject({ first: "b", rule: "shared-file" });
});
