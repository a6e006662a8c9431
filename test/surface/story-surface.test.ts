import { expect, test } from "bun:test";
import { evidenceOfFiles } from "../../src/repository/evidence.ts";
import { storySurface, subjectOf } from "../../src/surface/pairs/story-surface.ts";
import { areTwins } from "../../src/surface/pairs/title-twins.ts";
import { storyOf } from "../repository/evidence-of.ts";

test.each([
  ["src/resolver.ts", "resolver"],
  ["src/resolver.test.ts", "resolver"],
  ["tests/test_resolver.py", "resolver"],
  ["types/resolver.d.ts", "resolver"],
  ["src/read-plan.ts", "readplan"],
  // Without a word in it, the name is all there is.
  ["src/_.ts", "_"],
  ["pages/[...].tsx", "[...]"],
])("subjectOf(%s) is %s", (path, subject) => {
  expect(subjectOf(path)).toBe(subject);
});

test("a surface of very many files is looked at through its first ones, those there are and those to come", () => {
  const files = Array.from({ length: 450 }, (_, at) => `src/a${at}.ts`);
  const evidence = evidenceOfFiles("base", files);
  const wide = storySurface(storyOf("S1", ["src/"]), evidence);
  expect(wide.existing).toEqual(files.slice(0, 400));
  const fresh = Array.from({ length: 450 }, (_, at) => `new/b${at}.ts`);
  const creating = storySurface(storyOf("S2", ["src/a1.ts", ...fresh]), evidence);
  expect(creating.created).toEqual(fresh.slice(0, 400));
  expect(creating.paths).toEqual(["src/a1.ts", ...fresh.slice(0, 400)]);
});

test("a surface is laid once for one evidence, and anew for another", () => {
  const story = storyOf("S1", ["src/"]);
  const [one, other] = [evidenceOfFiles("base", ["src/a.ts"]), evidenceOfFiles("base", ["src/b.ts"])];
  expect(storySurface(story, one)).toBe(storySurface(story, one));
  expect(storySurface(story, other).existing).toEqual(["src/b.ts"]);
});

test.each<[string, [string, string], [string, string], boolean]>([
  [
    "paths in full",
    ["Test the functions of src/x/a.ts", "Test the functions of src/y/a.ts"],
    ["src/x/a.ts", "src/y/a.ts"],
    true,
  ],
  ["names of files", ["Test the functions of q.ts", "Test the functions of z.ts"], ["src/q.ts", "src/z.ts"], true],
  [
    "a name that is one letter of another",
    ["Test the functions of q", "Test the functions of z"],
    ["src/aq.ts", "src/bz.ts"],
    false,
  ],
  [
    "files that are not theirs",
    ["Test the functions of q.ts", "Test the functions of z.ts"],
    ["src/m.ts", "src/n.ts"],
    false,
  ],
  [
    "words that no file of theirs has, while they share words that theirs have",
    ["Test the cache and zeta of alpha", "Test the cache and zeta of omega"],
    ["src/cache.ts", "src/zeta.ts"],
    false,
  ],
  ["two words of three", ["Test the q.ts", "Test the z.ts"], ["src/q.ts", "src/z.ts"], true],
  ["half of their words", ["Add one two q.ts", "Drop six ten z.ts"], ["src/q.ts", "src/z.ts"], false],
  [
    "two words of five, which is not enough",
    ["q.ts Mend the long list", "z.ts Draw the long line"],
    ["src/q.ts", "src/z.ts"],
    false,
  ],
  ["sentences of their own", ["Add a cache", "Remove the old client of q.ts"], ["src/cache.ts", "src/q.ts"], false],
])("titles that differ by %s", (_what, titles, paths, expected) => {
  const evidence = evidenceOfFiles("base", [...paths]);
  const [a, b] = titles.map((title, at) => {
    const story = { ...storyOf(`S${at + 1}`, [paths[at] ?? ""]), title };
    return storySurface(story, evidence);
  });
  if (a === undefined || b === undefined) throw new Error("two surfaces");
  expect([areTwins(a, b), areTwins(b, a)]).toEqual([expected, expected]);
});
