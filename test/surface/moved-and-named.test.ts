import { describe, expect, test } from "bun:test";
import type { NamePlaces } from "../../src/repository/names-at-base.ts";
import { placesToLookUp, usesMoved } from "../../src/surface/pairs/moved-files.ts";
import { holdsName, isMakers, speaksOf, userOf } from "../../src/surface/pairs/name-users.ts";
import type { GoingName } from "../../src/surface/pairs/written-name.ts";
import { evidenceOf, type Facts, going, surfaceOf } from "./made-evidence.ts";

describe("the places that a story takes away", () => {
  const places = (title: string, writes: string[] = []) =>
    placesToLookUp({ title, brief: "", acceptance: [], writes }).toSorted();

  test.each<[string, string[]]>([
    ["Rename src/deep/old.ts to new.ts", ["deep/old.ts"]],
    ["Rename `a/b/c/old.ts`", ["c/old.ts"]],
    ["Move the folder src/deep/thing/ elsewhere", ["thing/"]],
    ["Delete src/deep", ["deep/"]],
    ["src/deep/old.ts goes", ["deep/old.ts"]],
    ["src/deep/old.ts is removed; lib/b.py becomes another", ["deep/old.ts", "lib/b.py"]],
    // It comes from there, and stays.
    ["src/deep/old.ts moves from here", []],
    ["Rename old.ts", []],
    ["Speed up src/deep/old.ts", []],
    ["Remove it. Then a/b.ts is deleted! lib/c.ts belongs elsewhere", ["a/b.ts", "lib/c.ts"]],
    ["Remove src/a.ts and remove src/a.ts", ["src/a.ts"]],
  ])("%p: %j", (title, expected) => {
    expect(places(title)).toEqual(expected);
  });

  test("are those of a file that is written in two folders, where something moves", () => {
    expect(places("Move the pool", ["src/a/pool.ts", "src/b/pool.ts"])).toEqual(["a/pool.ts", "b/pool.ts"]);
    expect(places("Mend the pool", ["src/a/pool.ts", "src/b/pool.ts"])).toEqual([]);
    expect(places("Move the pool", ["src/a/pool.ts"])).toEqual([]);
    expect(places("Move the pool", ["src/a/pool.ts", "src/b/tool.ts"])).toEqual([]);
    // Many folders have an index, and a test is not where its source goes.
    expect(places("Move the pool", ["src/a/index.ts", "src/b/index.ts"])).toEqual([]);
    expect(places("Move the pool", ["src/pool.test.ts", "test/pool.test.ts"])).toEqual([
      "src/pool.test.ts",
      "test/pool.test.ts",
    ]);
    expect(places("Move it", ["src/a/pool.py", "tests/pool.py"])).toEqual([]);
  });

  test("are read in the first part of a long sentence and of a long text alone", () => {
    const at = (before: number) => places(`${"x ".repeat(before / 2)}remove src/a.ts`);
    expect([at(384), at(396)]).toEqual([["src/a.ts"], []]);
    const line = `${"y ".repeat(49)}\n`;
    const below = (lines: number) => places(`${line.repeat(lines)}remove src/a.ts`);
    expect([below(201), below(202)]).toEqual([["src/a.ts"], []]);
  });
});

describe("who is left with a place where nothing is", () => {
  const facts: Facts = {
    "src/old.ts": {},
    "src/stays.ts": {},
    "src/deep/a.ts": {},
    "src/user.ts": { imports: ["src/stays.ts", "src/old.ts"] },
    "src/other.ts": { imports: ["src/stays.ts"] },
    "src/deeper.ts": { imports: ["src/deep/a.ts"] },
    "old.ts": {},
    "docs/a.md": {},
    "docs/b.md": {},
  };
  const names = { "src/old.ts": { held: ["docs/a.md", "src/old.ts"] }, "deep/": { held: ["docs/b.md"] } };
  const evidence = evidenceOf(facts, names);
  const both = ["src/old.ts", "src/stays.ts"];

  test.each<[string, string[], string, string[], string | null]>([
    [
      "a file that is imported",
      both,
      "Remove src/old.ts",
      ["src/user.ts"],
      "`src/old.ts`, which S2's `src/user.ts` imports",
    ],
    ["by its name alone", both, "Remove old.ts", ["src/user.ts"], "`src/old.ts`, which S2's `src/user.ts` imports"],
    ["another that is imported", both, "Remove src/old.ts", ["src/other.ts"], null],
    [
      "a folder",
      ["src/deep/a.ts"],
      "Remove src/deep",
      ["src/deeper.ts"],
      "`src/deep/a.ts`, which S2's `src/deeper.ts` imports",
    ],
    ["a folder of another name", ["src/deep/a.ts"], "Remove src/dee", ["src/deeper.ts"], null],
    ["a place that is named", both, "Remove src/old.ts", ["docs/a.md"], "`src/old.ts`, which S2's `docs/a.md` names"],
    ["a place that is not", both, "Remove src/old.ts", ["docs/b.md"], null],
    [
      "a folder's place that is named",
      ["src/deep/a.ts"],
      "Remove src/deep",
      ["docs/b.md"],
      "`deep/`, which S2's `docs/b.md` names",
    ],
    ["a place of files that it does not write", ["src/stays.ts"], "Remove src/old.ts", ["docs/a.md"], null],
    ["what goes along", both, "Remove src/old.ts", ["src/old.ts"], null],
    ["nothing", both, "Mend src/old.ts", ["src/user.ts"], null],
  ])("%s", (_what, writes, title, other, why) => {
    const found = usesMoved(surfaceOf(evidence, "S1", writes, title), surfaceOf(evidence, "S2", other), evidence);
    expect(found?.why ?? null).toBe(why === null ? null : `S1 moves or removes ${why}`);
    if (found !== null) expect(found.rule).toBe("needs-what-goes");
  });

  test.each<[string, string[], string, boolean]>([
    ["moved to another folder", ["src/old.ts", "lib/old.ts"], "Move it into lib", true],
    ["made in another folder, with nothing moved", ["src/old.ts", "lib/old.ts"], "Write it for lib", false],
    ["made under another name", ["src/old.ts", "lib/new.ts"], "Move it into lib", false],
    ["made as a test", ["src/old.ts", "src/old.test.ts"], "Move it into lib", false],
  ])("a file that is %s", (_what, writes, title, isGone) => {
    const found = usesMoved(
      surfaceOf(evidence, "S1", writes, title),
      surfaceOf(evidence, "S2", ["src/user.ts"]),
      evidence,
    );
    expect(found !== null).toBe(isGone);
  });
});

describe("whose a name is", () => {
  const files: Facts = {
    "src/a.ts": { defines: ["setCharset"] },
    "src/b.ts": {},
    "src/Name.ts": {},
    "src/owner.ts": { types: ["Binding"] },
    "lib/c.ts": {},
    "x/d.jl": {},
    "docs/a.md": {},
  };
  type Row = [string, string, string[], Partial<GoingName>, Record<string, Partial<NamePlaces>>, boolean];
  test.each<Row>([
    // What is known of the files decides where names were not looked up.
    ["it defines it", "setCharset", ["src/b.ts", "src/a.ts"], {}, {}, true],
    ["another defines it", "setCharset", ["src/b.ts"], {}, {}, false],
    [
      "it is defined there",
      "setCharset",
      ["src/b.ts", "src/a.ts"],
      {},
      { setCharset: { defined: ["src/a.ts"] } },
      true,
    ],
    [
      "it is defined elsewhere",
      "setCharset",
      ["src/a.ts"],
      {},
      { setCharset: { defined: ["lib/c.ts"], keyed: ["src/a.ts"] } },
      false,
    ],
    [
      "it is a key, and quoted",
      "depth",
      ["src/b.ts"],
      { quoted: true },
      { depth: { defined: ["lib/c.ts"], keyed: ["src/b.ts"] } },
      true,
    ],
    [
      "it is a key, and a plain word",
      "depth",
      ["src/b.ts"],
      {},
      { depth: { keyed: ["src/b.ts"], held: ["src/b.ts"] } },
      false,
    ],
    [
      "its owner is there",
      "error",
      ["src/owner.ts"],
      { owner: "Binding" },
      { error: { held: ["src/owner.ts"] } },
      true,
    ],
    [
      "its owner is another",
      "error",
      ["src/owner.ts"],
      { owner: "Other" },
      { error: { held: ["src/owner.ts"] } },
      false,
    ],
    [
      "its owner is there and does not hold it",
      "error",
      ["src/owner.ts"],
      { owner: "Binding" },
      { error: { held: ["lib/c.ts"] } },
      false,
    ],
    [
      "nobody defines it, and it is a key there",
      "setCharset",
      ["src/b.ts"],
      {},
      { setCharset: { keyed: ["src/b.ts"], held: ["src/b.ts"] } },
      true,
    ],
    [
      "nobody defines it, and it is only used there",
      "setCharset",
      ["src/b.ts"],
      {},
      { setCharset: { held: ["src/b.ts"] } },
      false,
    ],
    // In a language that is not read any use may be what makes it; so may a page's.
    ["it is held by code that is not read", "setCharset", ["x/d.jl"], {}, { setCharset: { held: ["x/d.jl"] } }, true],
    [
      "it is held by code of both kinds",
      "setCharset",
      ["x/d.jl", "src/b.ts"],
      {},
      { setCharset: { held: ["x/d.jl", "src/b.ts"] } },
      true,
    ],
    [
      "it is held by a page beside read code",
      "setCharset",
      ["docs/a.md", "src/b.ts"],
      {},
      { setCharset: { held: ["docs/a.md", "src/b.ts"] } },
      true,
    ],
    ["it is held by a page alone", "setCharset", ["docs/a.md"], {}, { setCharset: { held: ["docs/a.md"] } }, true],
    [
      "it is held by read code and by another's page",
      "setCharset",
      ["src/b.ts"],
      {},
      { setCharset: { held: ["docs/a.md", "src/b.ts"] } },
      false,
    ],
    [
      "it is spelled as code writes it",
      "limit-results",
      ["src/b.ts"],
      {},
      { "limit-results": {}, limit_results: { held: ["src/b.ts"] } },
      true,
    ],
    ["it is a file's own name", "Name", ["src/Name.ts"], { quoted: true }, { Name: { held: ["lib/c.ts"] } }, false],
  ])("%s", (_what, name, writes, more, names, expected) => {
    const evidence = evidenceOf(files, names);
    expect(isMakers(going(name, more), surfaceOf(evidence, "S1", writes), evidence)).toBe(expected);
  });

  test("a file's own name goes with the file, and what is changed in it is not changed of it", () => {
    const evidence = evidenceOf({ "src/ReadAll.ts": {}, "src/other.ts": {} }, { ReadAll: { held: ["src/other.ts"] } });
    const surface = surfaceOf(evidence, "S1", ["src/other.ts", "src/ReadAll.ts"]);
    expect(isMakers(going("ReadAll"), surface, evidence)).toBe(true);
    expect(isMakers(going("ReadAll", { how: "changes" }), surface, evidence)).toBe(false);
  });
});

describe("who uses a name", () => {
  const files: Facts = {
    "src/a.ts": { defines: ["setCharset"], words: ["setCharset"] },
    "src/user.ts": { words: ["setCharset"] },
    "src/own.ts": { words: ["setCharset"], defines: ["setCharset"] },
    "src/again.ts": { words: ["setCharset"], defines: ["setCharset"], imports: ["src/a.ts"] },
    "src/none.ts": {},
    "src/user.test.ts": { words: ["setCharset"] },
    "docs/a.md": { words: ["setCharset"], defines: ["setCharset"] },
  };
  const of = (
    more: Partial<NamePlaces> | null,
    writes: string[],
    one: Partial<GoingName> = {},
    name = "setCharset",
  ) => {
    const evidence = evidenceOf(files, more === null ? {} : { [name]: more });
    return userOf(
      going(name, one),
      surfaceOf(evidence, "S2", writes),
      surfaceOf(evidence, "S1", ["src/a.ts"]),
      evidence,
    );
  };

  test.each<[string[], string | null]>([
    [["src/none.ts", "src/user.ts"], "src/user.ts"],
    [["src/none.ts"], null],
    [["src/own.ts"], null],
    [["src/again.ts"], "src/again.ts"],
    [["docs/a.md"], "docs/a.md"],
  ])("where names were not looked up: %j, %p", (writes, user) => {
    expect(of(null, writes)).toBe(user);
  });

  const held = ["src/user.ts", "src/user.test.ts", "docs/a.md", "src/own.ts"];
  test.each<[string, Partial<NamePlaces>, string[], Partial<GoingName>, string | null]>([
    ["holds it", { held }, ["src/none.ts", "src/user.ts"], {}, "src/user.ts"],
    ["does not hold it", { held }, ["src/none.ts"], {}, null],
    ["defines one of its own", { held, defined: ["src/own.ts"] }, ["src/own.ts"], {}, null],
    // Another value is told to those who look: pages and tests.
    ["only uses the value", { held }, ["src/user.ts"], { how: "gives another value to" }, null],
    ["tells the value", { held }, ["docs/a.md"], { how: "gives another value to" }, "docs/a.md"],
    ["tries the value", { held }, ["src/user.test.ts"], { how: "gives another value to" }, "src/user.test.ts"],
  ])("a story that %s", (_what, more, writes, one, user) => {
    expect(of(more, writes, one)).toBe(user);
  });

  test.each<[string, Partial<NamePlaces>, string[], boolean, string | null]>([
    [
      "code, where code defines it",
      { defined: ["src/a.ts"], held: ["src/user.ts"] },
      ["src/user.ts"],
      false,
      "src/user.ts",
    ],
    ["code that only speaks of it", { defined: ["src/a.ts"], coded: ["src/user.ts"] }, ["src/user.ts"], false, null],
    [
      "code, where none defines it and nothing links the two",
      { held: ["src/user.ts"], coded: ["src/user.ts"] },
      ["src/user.ts"],
      false,
      null,
    ],
    [
      "code that imports the maker's",
      { held: ["src/again.ts"], coded: ["src/again.ts"] },
      ["src/again.ts"],
      false,
      "src/again.ts",
    ],
    [
      "a page, in backticks on both sides",
      { coded: ["docs/a.md"], held: ["docs/a.md"] },
      ["docs/a.md"],
      true,
      "docs/a.md",
    ],
    ["a page, which speaks of it as a word", { held: ["docs/a.md"] }, ["docs/a.md"], true, null],
    ["a page, where the text says a word", { coded: ["docs/a.md"], held: ["docs/a.md"] }, ["docs/a.md"], false, null],
  ])("a plain word in %s", (_what, more, writes, quoted, user) => {
    expect(of(more, writes, { quoted }, "weigh")).toBe(user);
  });
});

test.each<[string, string, boolean]>([
  ["call setCharset first", "setCharset", true],
  ["setCharset", "setCharset", true],
  ["resetCharset()", "setCharset", false],
  ["setCharsets()", "setCharset", false],
  ["$setCharset", "setCharset", false],
  ["resetCharset(), setCharsets() and setCharset()", "setCharset", true],
  ["aaa aa", "aa", true],
  ["", "x", false],
])("%j holds %s: %p", (text, name, expected) => {
  expect(holdsName(text, name)).toBe(expected);
});

test.each<[string, string, boolean]>([
  ["`weigh` is slow", "weigh", true],
  ["to weigh it is slow", "weigh", false],
  ["setCharset is slow", "setCharset", true],
  ["resetCharset is slow", "setCharset", false],
])("%j speaks of %s: %p", (text, name, expected) => {
  expect(speaksOf(text, going(name))).toBe(expected);
});
