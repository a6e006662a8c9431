import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { expandBraces } from "../../src/surface/pattern/brace.ts";
import {
  firstIntersection,
  literalPrefixes,
  normalisePattern,
  parsePattern,
  patternMatches,
  patternsIntersect,
  patternsIntersectAny,
  spansRepository,
} from "../../src/surface/pattern/pattern.ts";
import { referenceMatcher } from "./reference-match.ts";

const matches = (pattern: string, path: string, ignoreCase = false) =>
  patternMatches(parsePattern(pattern), path, { ignoreCase });
const meet = (a: string, b: string, ignoreCase = false) =>
  patternsIntersect(parsePattern(a), parsePattern(b), { ignoreCase });

test.each([
  ["src/a.ts", "src/a.ts", true],
  ["src/a.ts", "src/a.tsx", false],
  ["src", "src/a/b.ts", true],
  ["src/", "src/a/b.ts", true],
  ["src/a.ts", "src/a.ts/b", false],
  ["docs/v1.2", "docs/v1.2/a.md", true],
  [".github", ".github/workflows/ci.yml", true],
  ["src/", "src", false],
  ["src/*", "src/a.ts", true],
  ["src/*", "src/a/b.ts", false],
  ["src/**", "src/a/b.ts", true],
  ["**/b.ts", "b.ts", true],
  ["**/b.ts", "src/a/b.ts", true],
  ["src/**/b.ts", "src/b.ts", true],
  ["src/?.ts", "src/a.ts", true],
  ["src/?.ts", "src/ab.ts", false],
  ["src/{a,b}.ts", "src/b.ts", true],
  ["{src,lib}/{a,b}.ts", "lib/a.ts", true],
  ["src/{a,{b,c}}.ts", "src/c.ts", true],
  ["app/[id]/page.tsx", "app/[id]/page.tsx", true],
  ["{{cookiecutter.name}}/a.py", "{{cookiecutter.name}}/a.py", true],
  ["src/*.ts", "src/.hidden.ts", true],
  ["a**b", "axxb", true],
  [".", "any/where.ts", true],
  ["src/\u{1F980}?.rs", "src/\u{1F980}\u{1F980}.rs", true],
])("pattern %s on path %s is %p", (pattern, path, expected) => {
  expect(matches(pattern, path)).toBe(expected);
});

test.each([
  ["src/**", "src/a/b.ts", true],
  ["src/*.ts", "src/a*", true],
  ["a*b", "*c*b", true],
  ["a?c", "a*bc", true],
  ["a?c", "abcc", false],
  ["src/a.ts", "src/b.ts", false],
  ["src/", "src", true],
  ["src/", "srcs/a.ts", false],
  ["{a,b}/c", "b/", true],
  ["**/*.test.ts", "src/a.ts", false],
  ["**/*.ts", "src/**/index.*", true],
  ["a/**/b/**/c", "a/b/x/c", true],
  ["*/a", "b/*/a", false],
])("patterns %s and %s have a path in common: %p", (a, b, expected) => {
  expect(meet(a, b)).toBe(expected);
  expect(meet(b, a)).toBe(expected);
});

test.each([
  ["", "it is empty"],
  ["   ", "it is empty"],
  ["/etc/passwd", "it is absolute"],
  ["C:\\x", "it is absolute"],
  ["~/x", "it starts in a home folder"],
  ["s3://bucket/x.ts", "it is an address"],
  ["a/../b", 'it holds ".."'],
  ["{a,..}/b", 'it holds ".."'],
  ["..\\b", 'it holds ".."'],
  [".git/config", "it reaches into .git"],
  ["sub/.GIT/hooks", "it reaches into .git"],
  ["a\0b", "it contains a NUL character"],
  ["{a,}", "a part of it is empty"],
  ["x".repeat(5000), "it is longer than 4096 characters"],
  ["{a,b}".repeat(12), "its braces stand for more than 512 patterns"],
  [`${"{a,b}".repeat(8)}${"*a".repeat(500)}`, "its braces stand for more than 16384 characters"],
  ["{a,{b,{c,../d}}}", 'it holds ".."'],
  [".{g,}it/hooks", "it reaches into .git"],
])("parsePattern() refuses %j: %s", (text, why) => {
  expect(() => parsePattern(text)).toThrow(why);
});

test.each([
  ["{a,{b,{c,{d,e}}}}", ["a", "b", "c", "d", "e"]],
  ["{a,b}{c,d}", ["ac", "ad", "bc", "bd"]],
  ["x{,y}", ["x", "xy"]],
  ["{{a,b},c}", ["a", "b", "c"]],
  ["{{a},b}", ["{a}", "b"]],
  ["{a,{b}", ["{a,{b}"]],
  ["{{a,b}", ["{a", "{b"]],
  ["{a,b}}", ["a}", "b}"]],
  ["{a{b,c}", ["{ab", "{ac"]],
  ["{a,a}".repeat(12), ["a".repeat(12)]],
])("expandBraces(%s)", (text, forms) => {
  expect(expandBraces(text, 512)).toEqual(forms);
});

test("a refused pattern is a plan that is not valid, with a hint", () => {
  expect(() => parsePattern("/x")).toThrow(expect.objectContaining({ code: "plan-invalid", hint: expect.any(String) }));
});

test.each([
  ["./src//a.ts", "src/a.ts"],
  ["src\\a.ts", "src/a.ts"],
  ["src/**", "src/"],
  ["src/**/*", "src/"],
  ["src/", "src/"],
  ["**/**/a", "**/a"],
  ["**", "**"],
  ["{a,b}.ts", "{a,b}.ts"],
])("normalisePattern(%j) is %j", (text, expected) => {
  expect(normalisePattern(text)).toBe(expected);
});

test("letters of either case meet where the file system does not tell them apart", () => {
  expect(meet("SRC/A*", "src/ab.ts")).toBe(false);
  expect(meet("SRC/A*", "src/ab.ts", true)).toBe(true);
  expect(matches("README.md", "readme.MD", true)).toBe(true);
});

test.each([
  ["\u0130*", "\u0130x", true],
  ["\u03a3.md", "\u03c2.md", true],
  ["?", "\u0130", true],
  ["\u00c9t\u00c9/", "e\u0301te\u0301/x", true],
  ["STRASSE", "stra\u00dfe", false],
])("joining %s and %s as a file system does: %p", (a, b, expected) => {
  expect(meet(a, b, true)).toBe(expected);
  expect(meet(b, a, true)).toBe(expected);
});

test("a composed and a decomposed name are one path", () => {
  expect(matches("caf\u00e9.md", "cafe\u0301.md")).toBe(true);
  expect(meet("caf\u00e9.md", "cafe\u0301*")).toBe(true);
});

test("firstIntersection() names the two patterns that meet", () => {
  expect(firstIntersection(["a/x", "b/"], ["c", "b/*.ts"])).toEqual({ a: "b/", b: "b/*.ts" });
  expect(firstIntersection(["a/"], ["b/"])).toBeNull();
  expect(patternsIntersectAny(["a/"], ["a/b"])).toBe(true);
});

test.each([
  ["**", true],
  [".", true],
  ["**/*", true],
  ["*/**", true],
  ["src/**", false],
  ["**/*.ts", false],
  ["{src/,**}", true],
])("spansRepository(%s) is %p", (text, expected) => {
  expect(spansRepository(parsePattern(text))).toBe(expected);
});

test("literalPrefixes() gives where every path of the pattern lies", () => {
  expect(literalPrefixes(parsePattern("{src/a/*.ts,docs/}"))).toEqual(["src/a", "docs"]);
  expect(literalPrefixes(parsePattern("**/x"))).toEqual([""]);
});

describe("against brute force", () => {
  const letter = fc.constantFrom("a", "b", "A");
  const name = fc.string({ unit: letter, minLength: 1, maxLength: 3 });
  const piece = fc.constantFrom("a", "b", "A", "*", "?", "{a,b}", "{a,bb,*}", "**");
  const segment = fc.oneof(
    fc.constant("**"),
    fc.array(piece, { minLength: 1, maxLength: 3 }).map((p) => p.join("")),
  );
  const pattern = fc
    .tuple(fc.array(segment, { minLength: 1, maxLength: 3 }), fc.constantFrom("", "", "/"))
    .map(([segments, end]) => segments.join("/") + end)
    // More alternatives are refused, which another test holds.
    .filter((text) => [...text.matchAll(/\{[^}]*\}/g)].reduce((all, [one]) => all * one.split(",").length, 1) <= 512);
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));

  /** Every path of up to three names over two letters: enough to tell small patterns apart. */
  const names = ["a", "b", "aa", "ab", "ba", "bb", "aaa", "aab", "aba", "abb", "baa", "bab", "bba", "bbb"];
  const paths = names.flatMap((one) => [one, ...names.flatMap((two) => [`${one}/${two}`])]);
  const deep = ["a", "b"].flatMap((one) =>
    ["a", "b", "ab"].flatMap((two) => ["a", "bb"].map((three) => `${one}/${two}/${three}`)),
  );
  const tree = [...paths, ...deep, "a/a/a/a", "a/b/a/b", "b/a/b/a", "a/a/a/a/a"];

  test("patternMatches() agrees with a regular expression", () => {
    fc.assert(
      fc.property(pattern, path, fc.boolean(), (text, candidate, ignoreCase) => {
        expect(matches(text, candidate, ignoreCase)).toBe(referenceMatcher(text, ignoreCase)(candidate));
      }),
      { numRuns: 1000 },
    );
  });

  test("patternsIntersect() is true when a path of a generated tree matches both", () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const [inA, inB] = [referenceMatcher(a), referenceMatcher(b)];
        const common = tree.find((candidate) => inA(candidate) && inB(candidate));
        if (common !== undefined) expect([common, meet(a, b)]).toEqual([common, true]);
      }),
      { numRuns: 600 },
    );
  });

  test("patternsIntersect() is false when no path of a tree that is deep enough matches both", () => {
    // Two segments of at most two tokens without braces: every intersection has a witness in the tree.
    const small = fc.array(fc.constantFrom("a", "b", "*", "?", "ab", "a*", "*b", "?b", "a?"), {
      minLength: 1,
      maxLength: 2,
    });
    const text = small.map((segments) => segments.join("/"));
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [inA, inB] = [referenceMatcher(a), referenceMatcher(b)];
        const common = tree.some((candidate) => inA(candidate) && inB(candidate));
        expect(meet(a, b)).toBe(common);
      }),
      { numRuns: 1000 },
    );
  });

  test("patternsIntersect() is symmetric, and true of a pattern and itself", () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        expect(meet(a, b)).toBe(meet(b, a));
        expect(meet(a, a)).toBe(true);
      }),
    );
  });

  test("normalisePattern() changes nothing about what a pattern matches", () => {
    fc.assert(
      fc.property(pattern, path, (text, candidate) => {
        const normal = normalisePattern(text);
        expect(matches(normal, candidate)).toBe(matches(text, candidate));
        expect(normalisePattern(normal)).toBe(normal);
      }),
    );
  });

  test("a hostile pattern is decided quickly", () => {
    const stars = `${"*a".repeat(200)}b`;
    expect(meet(stars, `${"a*".repeat(200)}c`)).toBe(false);
    expect(meet(`${"**/a/".repeat(800)}b`, `${"**/b/".repeat(800)}a`)).toBe(false);
    expect(parsePattern("{".repeat(3000) + "{a,b}".repeat(2)).alternatives).toHaveLength(4);
  }, 20_000);
});

describe("bounds of what is read", () => {
  const group = (count: number) => `{${Array.from({ length: count }, (_, at) => `a${at}`).join(",")}}.ts`;

  test("512 alternatives are read, one more is refused", () => {
    expect(parsePattern(group(512)).alternatives).toHaveLength(512);
    expect(() => parsePattern(group(513))).toThrow(/more than 512/);
    expect(() => parsePattern(`${group(512)}{x,y}`)).toThrow(/more than 512/);
  });

  test("4096 characters are read, one more is refused", () => {
    expect(parsePattern("x".repeat(4096)).alternatives).toHaveLength(1);
    expect(() => parsePattern("x".repeat(4097))).toThrow(/longer than 4096 characters/);
  });

  test("a refusal quotes the pattern, of a long one its beginning", () => {
    expect(() => parsePattern("/etc/hosts")).toThrow('"/etc/hosts": it is absolute');
    expect(() => parsePattern(`/${"x".repeat(3000)}`)).toThrow(/^[^\n]{1,300}$/);
  });

  test("a globstar at the end reaches as deep as one at the beginning lets it", () => {
    expect(patternMatches(parsePattern("**/foo/**"), "x/y/z/w/foo/bar.ts")).toBe(true);
    expect(patternMatches(parsePattern("**/foo/**"), "x/y/foo")).toBe(false);
  });
});
