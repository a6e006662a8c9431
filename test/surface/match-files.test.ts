import { expect, test } from "bun:test";
import fc from "fast-check";
import { createdPaths, matchFiles } from "../../src/surface/pattern/match-files.ts";
import { parsePattern, patternMatches } from "../../src/surface/pattern/pattern.ts";

const files = new Set([
  "README.md",
  "src/auth/a.ts",
  "src/auth/deep/b.ts",
  "src/mail.ts",
  "Src/Über.ts",
  "test/auth/a.ts",
]);
const matched = (patterns: string[], ignoreCase = false) => Object.fromEntries(matchFiles(files, patterns, ignoreCase));

test("each pattern has its own files, also where one lies within another", () => {
  expect(matched(["src/**", "src/auth/*.ts", "src/auth/a.ts", "**/a.ts", "none/", "src/auth"])).toEqual({
    "src/**": ["src/auth/a.ts", "src/auth/deep/b.ts", "src/mail.ts"],
    "src/auth/*.ts": ["src/auth/a.ts"],
    "src/auth/a.ts": ["src/auth/a.ts"],
    "**/a.ts": ["src/auth/a.ts", "test/auth/a.ts"],
    "none/": [],
    "src/auth": ["src/auth/a.ts", "src/auth/deep/b.ts"],
  });
  expect(matched(["src/über.ts", "SRC/*"])).toEqual({ "src/über.ts": [], "SRC/*": [] });
  expect(matched(["src/über.ts", "SRC/*"], true)).toEqual({
    "src/über.ts": ["Src/Über.ts"],
    "SRC/*": ["src/mail.ts", "Src/Über.ts"],
  });
  expect(matched([])).toEqual({});
});

test("the same as asking every pattern of every file", () => {
  const part = fc.constantFrom("src", "auth", "a.ts", "b.ts", "*", "**", "a*", "{src,test}", "Src");
  const pattern = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
  fc.assert(
    fc.property(fc.uniqueArray(pattern, { maxLength: 5 }), fc.boolean(), (patterns, ignoreCase) => {
      for (const [text, found] of matchFiles(files, patterns, ignoreCase)) {
        expect(found).toEqual([...files].filter((path) => patternMatches(parsePattern(text), path, { ignoreCase })));
      }
    }),
  );
});

test("what is to be created is a plain path that is not there", () => {
  const touched = matchFiles(
    files,
    ["src/auth", "src/new.ts", "./src/odd.ts", "src/*.rs", "new/", "x?.ts", "{a,b}.ts"],
    false,
  );
  expect(createdPaths(touched, files)).toEqual(["src/new.ts", "src/odd.ts"]);
  expect(createdPaths(new Map([["README.md", []]]), files)).toEqual([]);
});
