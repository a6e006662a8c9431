import { expect, test } from "bun:test";
import { meantTogether, namedWithAffix } from "../../src/intake/listed-names.ts";

test("of several places that a listed name may mean, the one beside the others is meant", () => {
  const candidates = new Map([
    ["mint", ["solutions/mint/", "docs/mint.md"]],
    ["twitter", ["solutions/twitter/"]],
    ["crawler", ["solutions/crawler/", "solutions/crawler/crawler.py"]],
    ["other", ["docs/other.md"]],
  ]);
  expect([...meantTogether(candidates)]).toEqual([
    ["mint", ["solutions/mint/"]],
    ["twitter", ["solutions/twitter/"]],
    ["crawler", ["solutions/crawler/"]],
  ]);
});

test("two names, or names that lie apart, say nothing about one another", () => {
  expect(
    meantTogether(
      new Map([
        ["a", ["x/a/"]],
        ["b", ["x/b/"]],
      ]),
    ).size,
  ).toBe(0);
  const apart = new Map([
    ["a", ["x/a/"]],
    ["b", ["y/b/"]],
    ["c", ["z/c/"]],
    ["d", ["x/d/"]],
  ]);
  expect(meantTogether(apart).size).toBe(0);
});

const files = [
  "lang/DanishLanguage.cs",
  "lang/DutchLanguage.cs",
  "lang/LanguageManager.cs",
  "lang/WelshLanguage.cs",
  "test/DanishTests.cs",
  "test/test_reader.py",
  "test/test_tokens.py",
  "test/test_writer.py",
];

test.each<[string[], string[]]>([
  [
    ["Danish", "Dutch", "Welsh"],
    ["lang/DanishLanguage.cs", "lang/DutchLanguage.cs", "lang/WelshLanguage.cs"],
  ],
  [
    ["reader", "writer", "tokens"],
    ["test/test_reader.py", "test/test_writer.py", "test/test_tokens.py"],
  ],
  // One of four may be missing, two of four may not.
  [
    ["Danish", "Dutch", "Welsh", "Khmer"],
    ["lang/DanishLanguage.cs", "lang/DutchLanguage.cs", "lang/WelshLanguage.cs"],
  ],
  [["Danish", "Dutch", "Khmer", "Tajik"], []],
  [["Danish", "Dutch"], []],
  [["da", "du", "we"], []],
])("%j are found with what they share as %j", (names, paths) => {
  expect([...namedWithAffix(files, names).values()].toSorted()).toEqual(paths.toSorted());
});
