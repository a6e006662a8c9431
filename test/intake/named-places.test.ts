import { describe, expect, test } from "bun:test";
import { readFiles } from "../../src/intake/facts.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { readBody } from "../../src/intake/issue-body.ts";
import { formFeatures, kindFeatures } from "../../src/intake/title-features.ts";
import { goalTokens } from "../../src/intake/tokens.ts";

const root = "/home/ada/app";

/** What a goal names among these files: paths that are there, and what is told of those that are not. */
function named(goal: string, files: readonly string[]): string[] {
  const { surfaces, absent, outside } = readFiles(readGoalText(goal), files, root);
  return [
    ...surfaces.map(({ path, files: count }) => (count === 1 ? path : `${path} (${count})`)),
    ...absent.map(({ path, nearest }) => `no ${path}, but ${nearest}`),
    ...outside.map((path) => `outside ${path}`),
  ];
}

describe("a place that a goal names", () => {
  test.each<[string, string, string[], string[]]>([
    ["a path from the root of the disk", `Fix ${root}/src/a.ts`, ["src/a.ts"], ["src/a.ts"]],
    ["a path of the home", "Move it to ~/x/a.ts", ["src/a.ts"], ["outside ~/x/a.ts"]],
    ["a path that goes up and comes back", "Fix src/../lib/a.ts", ["lib/a.ts"], ["no src/../lib/a.ts, but lib/a.ts"]],
    ["a module's folder before one inside a module", "fix(api): x", ["lib/a/api/x.ts", "src/api/y.ts"], ["src/api/"]],
    ["a folder at the root before one inside another", "fix(api): x", ["api/y.ts", "a/api/x.ts"], ["api/"]],
    ["a module's folder however deep", "fix(api): x", ["a/packages/api/x.ts", "x/api/y.ts"], ["a/packages/api/"]],
    ["a folder before a file", "fix(api): x", ["api/a.ts", "lib/api.ts"], ["api/"]],
    ["code before its test", "fix(date): x", ["test/date.test.ts", "lib/date.ts"], ["lib/date.ts"]],
    ["the shallow before the deep", "fix(date): x", ["a/b/c/date.ts", "lib/date.ts"], ["lib/date.ts"]],
    ["quoted code is a file before a folder", "Fix `date`", ["date/x.ts", "lib/date.ts"], ["lib/date.ts"]],
    ["a test and a page are as near", "fix(date): x", ["a/date.test.ts", "docs/date.md"], ["a/date.test.ts"]],
    ["a page and a test are as near", "fix(date): x", ["docs/date.md", "test/date.test.ts"], ["docs/date.md"]],
    ["a product's folder", "fix(Next.js): x", ["examples/nextjs/a.ts", "lib/next.ts"], ["examples/nextjs/"]],
    [
      "pages of the manual",
      "Fix git-add.1 and git-mv.1",
      ["src/add.c", "man/git-add.1", "man/git-mv.1"],
      ["man/git-mv.1", "man/git-add.1"],
    ],
    ["a program and its version", 'Count "Ddg/17.4" as Ddg', ["src/a.c"], []],
    ["the last part of a name", "Fix `Router.advance`", ["lib/advance.ts", "lib/reader.ts"], ["lib/advance.ts"]],
    ["a name that begins with a mark", "fix(date): x", ["lib/_date.ts"], ["lib/_date.ts"]],
    ["a name in braces", "fix(date): x", ["lib/{date}.ts"], ["lib/{date}.ts"]],
    ["a large letter of another alphabet", "fix(über): x", ["lib/Über.ts"], ["lib/Über.ts"]],
    ["the first letter is wrong", "Fix lib/xate.ts", ["lib/date.ts"], ["no lib/xate.ts, but null"]],
    ["a name of two letters", "fix(db): x", ["src/db/a.ts", "src/db/b.ts"], ["src/db/ (2)"]],
    ["a name of one letter is none", "fix(d): x", ["src/d/a.ts"], []],
    ["whatever its case and its joints", "fix(parse-config): x", ["lib/ParseConfig.ts"], ["lib/ParseConfig.ts"]],
    ["a name that begins with a digit", "fix(9p): x", ["fs/9p/a.c", "fs/0x/b.c"], ["fs/9p/"]],
    ["a name that begins with the last letter", "fix(zip): x", ["lib/Zip.ts", "lib/azip.ts"], ["lib/Zip.ts"]],
    [
      "a mistyped name has the nearest, the first of equals",
      "Fix lib/dat.ts",
      ["lib/date.ts", "lib/data.ts"],
      ["no lib/dat.ts, but lib/data.ts"],
    ],
    ["two letters are wrong", "Fix lib/dtea.ts", ["lib/date.ts"], ["no lib/dtea.ts, but lib/date.ts"]],
    ["three letters are wrong", "Fix lib/dxyz.ts", ["lib/date.ts"], ["no lib/dxyz.ts, but null"]],
    ["the same name elsewhere", "Fix src/date.ts", ["lib/data.ts", "lib/date.ts"], ["no src/date.ts, but lib/date.ts"]],
  ])("%s", (_what, goal, files, expected) => {
    expect(named(goal, [...files].sort())).toEqual(expected);
  });
});

describe("a body", () => {
  const items = "- auth\n- billing";
  const long = "The program says too little when something goes wrong, and nobody knows why. ".repeat(6);
  test.each<[string, string, string, string]>([
    ["a short one goes on with the order", "Do this.\nAnd that.", "Do this.\nAnd that.", ""],
    ["of a long one the items order", `${long}\n${items}`, items, items],
    ["one with a heading is a report", `# What\nDo this.\n${items}`, items, items],
    ["one with a quotation is a report", `> said\nDo this.\n${items}`, items, items],
    [
      "what a section tells is no order",
      `## Steps to reproduce\n- auth\n## To do\n- billing`,
      "- billing",
      "- billing",
    ],
    ["code in fences is nobody's order", `\`\`\`\n- auth\n\`\`\`\n- billing`, "- billing", "- billing"],
    [
      "lists with words between them are two",
      "- auth\n- fix the pool when it leaks connections\ntext\n- mail\n- search",
      "- auth\n- fix the pool when it leaks connections\ntext\n- mail\n- search",
      "- mail\n- search",
    ],
    ["a list with an empty line in it is one", "- auth\n\n- billing", "- auth\n\n- billing", "- auth\n- billing"],
    ["steps to click are no order", "1. Open the app\n2. Click on save\n- billing", "- billing", "- billing"],
    [
      "steps to make are",
      "1. Add a table\n2. Run it\n3. Write a test",
      "1. Add a table\n2. Run it\n3. Write a test",
      "",
    ],
  ])("%s", (_what, body, order, places) => {
    expect(readBody(body)).toMatchObject({ order, places });
  });

  test("its shape: characters without code, headings, blocks and quotations", () => {
    const body = "# One\n\n**Two**\n\nThree words here:\ntext\n```\ncode\n```\n> a\n> b\n\n> c\n";
    expect(readBody(body).shape).toEqual({ chars: 42, headings: 3, quotations: 3 });
    expect(readBody(`${"x".repeat(400)}\n`).order).toHaveLength(400);
    expect(readBody("x".repeat(401)).order).toBe("");
  });
});

describe("a title", () => {
  const values = (title: string) => {
    const goal = readGoalText(title);
    const features = [...kindFeatures(goal), ...formFeatures(goal)];
    return Object.fromEntries(features.map(({ name, value }) => [name, value]));
  };
  test.each<[string, Record<string, number>]>([
    ["fix(a,b)!: x", { scoped: 1, "several-areas": 1, breaking: 1, untyped: 0, "single-failure": 1 }],
    ["fix(a): x", { scoped: 1, "several-areas": 0, breaking: 0 }],
    ["Move a, b, c, d and e", { parts: 3, capital: 1 }],
    ["Move a and b", { parts: 1 }],
    ["typo typos minor small unused", { "narrow-words": 3 }],
    ["typo in the text", { "narrow-words": 1, capital: 0 }],
    ["it is not when no one was as before", { "clause-words": 2 }],
    ["integration backend engine", { "wide-nouns": 2 }],
    ["one two three four five six seven eight nine ten", { "long-title": 0.25, parts: 0 }],
    ["one two three four five six seven eight nine", { "long-title": 0 }],
    [
      "Fix `a` in parseDate() with --flag, v1.2 (again).",
      { "code-in-title": 1, call: 1, option: 1, number: 1, identifiers: 1, punctuated: 1 },
    ],
    ['Say "no" (again)', { quoted: 1, bracketed: 1, punctuated: 0 }],
    ["Use parseDate, parse_all and ParseAll, someName", { identifiers: 3 }],
    ["Close #12", { refers: 1 }],
    ["a + b", { joined: 1, refers: 0, option: 0, number: 0 }],
    ["Rename a to b", { substitution: 1 }],
    ["Replace a with b", { substitution: 1 }],
    ["Add a page", { "asks-for-more": 1, substitution: 0 }],
    ["Add a page to the docs", { "asks-for-more": 0, documents: 1 }],
    ["docs/guide: polish it", { documents: 1, tests: 0 }],
    ["tests/e2e: polish it", { documents: 0, tests: 1 }],
    ["Polish all tests", { tests: 1, "texts-in-many-places": 1, "text-in-one-place": 0, "code-in-many-places": 0 }],
    ["Polish all tests of one example", { "texts-in-many-places": 0, "text-in-one-place": 1 }],
    ["Polish all modules", { "texts-in-many-places": 0, "code-in-many-places": 1 }],
  ])("%s", (title, expected) => {
    expect(values(title)).toMatchObject(expected);
  });

  test("as tokens: stems, neighbours, the first, the type", () => {
    expect(goalTokens(readGoalText("fix: adding parsers"))).toEqual([
      "add",
      "parser",
      "add_parser",
      "1:add",
      "type:fix",
    ]);
    expect(goalTokens(readGoalText(""))).toEqual(["type:none"]);
  });
});
