import { describe, expect, test } from "bun:test";
import { evidenceOfFiles } from "../../src/repository/evidence.ts";
import { changesContract, tellsNewContract, withoutScope } from "../../src/surface/pairs/contract-words.ts";
import { goingNames, goneOrReplaced, namesToLookUp } from "../../src/surface/pairs/going-names.ts";
import { needsWhatGoes, worksInside } from "../../src/surface/pairs/needs-what-goes.ts";
import { eitherWay, ruleFor } from "../../src/surface/pairs/pair-rules.ts";
import { replacedNames } from "../../src/surface/pairs/replaced-names.ts";
import { storySurface, subjectOf } from "../../src/surface/pairs/story-surface.ts";
import { isCodeLike, isPlain, readName, spellingsOf } from "../../src/surface/pairs/written-name.ts";
import { expandBraces } from "../../src/surface/pattern/brace.ts";
import { alternativeText, inOneCase, parseAlternative } from "../../src/surface/pattern/pattern-syntax.ts";
import { storyOf } from "../repository/evidence-of.ts";

const evidenceOf = (...files: string[]) => ({ ...evidenceOfFiles("base", files), missing: [], facts: new Map() });

describe("two names of which one could come in the place of the other", () => {
  const pairs = (text: string) => replacedNames(text).map(({ name, to }) => `${name}>${to}`);

  test.each<[string, string[]]>([
    [
      "`beforeRender` runs late, so `beforeArguments` fits",
      ["beforeRender>beforeArguments", "beforeArguments>beforeRender"],
    ],
    // In the sentence before, and no further back.
    [
      "See `beforeRender`. Then `beforeArguments` fits.",
      ["beforeRender>beforeArguments", "beforeArguments>beforeRender"],
    ],
    ["See `beforeRender`. It is late. Then `beforeArguments` fits.", []],
    ["`beforeRender` alone.", []],
    ["`beforeRender` and `beforeRender`.", []],
    // What is added beside something takes the place of nothing.
    ["`beforeRender` gets `beforeArguments` alongside", []],
    ["Add `beforeRender`. Then `beforeArguments` fits.", []],
    ["See `beforeRender`. Add `beforeArguments`.", []],
    // Spelled alike, and with half of their words in common.
    ["`beforeRender` or `before_arguments`", []],
    ["`BEFORE_RENDER` or `BEFORE_ARGUMENTS`", ["BEFORE_RENDER>BEFORE_ARGUMENTS", "BEFORE_ARGUMENTS>BEFORE_RENDER"]],
    ["`BEFORE_RENDER` or `before_arguments`", []],
    ["`BeforeRender` or `beforeArguments`", []],
    ["`--before-render` or `--before-arguments`", ["before-render>before-arguments", "before-arguments>before-render"]],
    ["`readFileNow` or `readItAllOut`", []],
    ["`readFileNow` or `readFileSoon`", ["readFileNow>readFileSoon", "readFileSoon>readFileNow"]],
    ["`readAllFilesNow` or `readOneThingSoon`", []],
    [
      "`readAllFilesNow` or `readAllThingSoon`",
      ["readAllFilesNow>readAllThingSoon", "readAllThingSoon>readAllFilesNow"],
    ],
    // Two letters are no word, and one of many is the same word.
    ["`toBytes` or `toText`", []],
    ["`readFiles` or `writeFile`", ["readFiles>writeFile", "writeFile>readFiles"]],
  ])("%p: %j", (text, expected) => {
    expect(pairs(text)).toEqual(expected);
  });

  test("of many the first six pairs are told, each from both sides", () => {
    const many = Array.from({ length: 5 }, (_, at) => `readFile${"ABCDE"[at]}x`);
    const text = many.map((one) => `\`${one}\``).join(", ");
    const found = pairs(text);
    expect(found).toHaveLength(12);
    expect(found[0]).toBe("readFileAx>readFileBx");
  });

  test("of a long sentence the beginning is read", () => {
    const at = (before: number) => pairs(`${"x ".repeat(before / 2)}\`readFileA\` or \`readFileB\``).length;
    expect([at(370), at(390)]).toEqual([2, 0]);
  });
});

describe("names that go", () => {
  const names = (text: string) => goingNames(text).map(({ name, how }) => `${how} ${name}`);

  test.each<[string, string[]]>([
    // A title is read more freely than what stands below it.
    ["Work\nDrop the `FileUtils` call from one file", []],
    ["Work\nRemove the `FileUtils` import", []],
    ["Work\nRemove the `FileUtils` alias", ["removes FileUtils"]],
    ["Remove the `FileUtils` alias", ["removes FileUtils"]],
    ["Delete `readAll` and `writeAll`", ["removes readAll", "removes writeAll"]],
    ["Delete `readAll`, `writeAll` or `copyAll`", ["removes readAll", "removes writeAll", "removes copyAll"]],
    ["oldName => newName", ["renames oldName"]],
    ["`oldName` gets renamed", ["renames oldName"]],
    ["`oldName` is no longer exported", ["removes oldName"]],
    ["`oldName` must go.", ["removes oldName"]],
    ["`empty?` is removed. `other?` is removed", ["removes empty", "removes other"]],
  ])("%p: %j", (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ["Rename the heading Master-slave replication to Replicas", ["renames master-slave-replication"]],
    ["Rename the heading Replicas to Copies", []],
    ["Rename the sections First steps and Next steps", ["renames first-steps", "renames next-steps"]],
    ["Reword the headings What's  new, Old things", ["renames whats-new", "renames old-things"]],
    ["Read the heading First steps", []],
  ])("%p, by its anchors: %j", (text, expected) => {
    expect(names(text).filter((one) => one.includes("-"))).toEqual(expected);
  });

  test("a name that is written once as a word and once in backticks is one, and known to be a name", () => {
    const [one, ...more] = goingNames("Rename weighAll to weigh.\nRemove `weighAll`.");
    expect([one?.name, one?.how, one?.quoted, more]).toEqual(["weighAll", "renames", true, []]);
  });

  test("what takes another's place is told once, and looked up with what it becomes", () => {
    const text = "Remove `readFileA`.\nThe `readFileA` of old, or `readFileB`.";
    const told = new Set(goneOrReplaced(text).map(({ name, how }) => `${how} ${name}`));
    expect([...told]).toEqual(["removes readFileA", "renames readFileB"]);
    expect(namesToLookUp("Work\nRemove `limit-results`.").slice(0, 2)).toEqual(["limit-results", "limit_results"]);
    expect(namesToLookUp("`readFileA` or `readFileB`.")).toEqual(["readFileA", "readFileB", "readFileB", "readFileA"]);
  });
});

test.each<[string, boolean]>([
  ["Blog entries are returned as a list instead of a map", true],
  ["log entries are returned as a list instead of a map", false],
  ["store: log entries are returned as a list instead of a map", false],
  ["store: blog entries are returned as a list instead of a map", true],
  ["perf(store): blog entries are returned as a list instead of a map", false],
  ["feat(store): blog entries are returned as a list instead of a map", true],
  ["feat(log): store entries as a list instead of a map", true],
  ["store: remove unused code", false],
  ["store: make it faster, as a list", false],
  ["[Docs] Entries are returned as a list", false],
  ["[Core] Entries are returned as a list", true],
])("%p changes something for its users: %p", (title, expected) => {
  expect(changesContract(title)).toBe(expected);
});

test("what is done to something is no new contract of it", () => {
  expect([tellsNewContract("Move the reader"), changesContract("Move the reader")]).toEqual([false, true]);
  expect(tellsNewContract("The reader returns a list")).toBe(true);
});

test.each([
  ["fix(writer)!: Drop it", "Drop it"],
  ["lib/writer: drop it", "drop it"],
  ["drop it: now", "drop it: now"],
  ["", ""],
])("%p without its scope is %p", (title, rest) => {
  expect(withoutScope(title)).toBe(rest);
});

describe("names as they are written", () => {
  test.each<[string, object | null]>([
    ["`Response.setCharset()`", { name: "setCharset", owner: "Response", quoted: true }],
    ["Response.setCharset", { name: "setCharset", owner: "Response", quoted: true }],
    ["`Binding.error: bool`", { name: "error", owner: "Binding", quoted: true }],
    ["a::b::c_d", { name: "c_d", owner: "b", quoted: true }],
    ["this->next", { name: "next", owner: "this", quoted: true }],
    ["--dry-run", { name: "dry-run", quoted: true }],
    ["readAll()", { name: "readAll", quoted: false }],
    ["readAll,", { name: "readAll", quoted: false }],
    ["`npm run check`", { name: "check", quoted: true }],
    ["`export const two`", { name: "two", quoted: true }],
    ['`<div id="menu-bar">`', { name: "menu-bar", quoted: true }],
    ["`old.ts`", null],
    ["src/old", null],
    ["`true`", null],
    ["function", null],
    ["`function`", { name: "function", quoted: true }],
    ["ab", null],
    ["abc", { name: "abc", quoted: false }],
    ["`123`", null],
    ["the", null],
  ])("%p is %j", (written, expected) => {
    expect(readName(written)).toEqual(expected as never);
  });

  test.each<[string, boolean, boolean]>([
    ["weigh", false, true],
    ["readAll", true, false],
    ["read_all", true, false],
    ["a.b", true, false],
    ["read()", true, false],
    ["empty?", true, false],
    ["_x", true, false],
    ["limit-results", false, false],
    ["IOerror", true, false],
  ])("%s is of code alone: %p, a word like any other: %p", (one, code, plain) => {
    expect([isCodeLike(one), isPlain(one)]).toEqual([code, plain]);
  });

  test.each([
    ["limit-results", ["limit_results"]],
    ["a-b-c", ["a_b_c"]],
    ["limit", []],
    ["Limit-results", []],
    ["limit-", []],
  ])("%s is spelled %j, too", (one, expected) => {
    expect(spellingsOf(one)).toEqual(expected);
  });
});

describe("patterns as they are written", () => {
  test.each<[string, string]>([
    ["src/a.ts", "src/a.ts"],
    ["./src//a.ts", "src/a.ts"],
    ["src/", "src/"],
    ["src/**", "src/"],
    ["src/**/", "src/"],
    ["src/**/**/x.ts", "src/**/x.ts"],
    ["**/**", "**"],
    ["a/**/b/**/c", "a/**/b/**/c"],
    ["src/*/**", "src/*/**"],
    ["*/b/**", "*/b/**"],
    ["**/b/**", "**/b/**"],
    ["a/b/**", "a/b/"],
    ["**", "**"],
    [".", "**"],
    ["src/***.ts", "src/*.ts"],
    ["src/**/*", "src/"],
    ["src/**/*.ts", "src/**/*.ts"],
  ])("%p is %p", (form, text) => {
    expect(alternativeText(parseAlternative(form, form))).toBe(text);
  });

  test.each<[string, boolean]>([
    ["src", true],
    ["src/v1.2", true],
    [".github", true],
    ["src/.github", true],
    ["src/a.ts", false],
    ["src/a.b.tsx", false],
    ["src/", false],
    ["src/*", false],
    ["*/src", false],
    ["src/**", false],
    [`src/a.${"x".repeat(10)}`, false],
    [`src/a.${"x".repeat(11)}`, true],
  ])("%p stands for what is below it, too: %p", (form, open) => {
    expect(parseAlternative(form, form).openEnd).toBe(open);
  });

  test.each(["/a", "C:", "c:/a", "~/a", "a/../b", "..", ".git/x", "a/.GIT", "", "//"])("%p is refused", (form) => {
    expect(() => parseAlternative(form, form)).toThrow("Cannot use the pattern");
  });
  test.each(["C:a", "~a", "a~/b", "..a/b", ".github", "a/b..", "cc:/x"])("%p is none of those", (form) => {
    expect(parseAlternative(form, form).segments.length).toBeGreaterThan(0);
  });

  test.each([
    ["README", "readme"],
    ["Straße", "straße"],
    ["ΣΑΣ", "σασ"],
    ["ς", "σ"],
    ["İ", "İ"],
    ["𐐀", "𐐨"],
    ["ŉ", "ŉ"],
  ])("%s is %s where letters of either case are the same", (name, one) => {
    expect(inOneCase(name)).toBe(one);
  });

  test.each<[string, number, string[] | null]>([
    ["a", 1, ["a"]],
    ["{a,b}", 2, ["a", "b"]],
    ["{a,b}", 1, null],
    ["{a,b}{c,d}", 4, ["ac", "ad", "bc", "bd"]],
    ["{a,b}{c,d}", 3, null],
    ["{a,{b,c}}", 3, ["a", "b", "c"]],
    ["{a,{b,c}}", 2, null],
    ["{a,a}", 2, ["a"]],
    ["{a}", 1, ["{a}"]],
    ["{a,b", 1, ["{a,b"]],
    ["a}b,c", 1, ["a}b,c"]],
    ["{,x}y", 2, ["y", "xy"]],
    ["{a{b,c}", 2, ["{ab", "{ac"]],
    ["x{a,b}z", 2, ["xaz", "xbz"]],
  ])("%p stands for, at most %p: %j", (text, max, forms) => {
    expect(expandBraces(text, max)).toEqual(forms);
  });
});

describe("what puts two stories in order", () => {
  const evidence = evidenceOf(
    "package.json",
    "package-lock.json",
    "app/package.json",
    "app/yarn.lock",
    "src/a.ts",
    "tests/a.test.ts",
  );
  const surface = (id: string, ...writes: string[]) => storySurface(storyOf(id, writes), evidence);
  const rule = (one: string[], other: string[]) => {
    const found = ruleFor(surface("S1", ...one), surface("S2", ...other), evidence);
    return found === null ? null : `${found.rule} ${found.first}: ${found.why}`;
  };

  test.each<[string[], string[], string | null]>([
    [["src/a.ts"], ["package-lock.json"], null],
    [
      ["src/a.ts", "package.json"],
      ["package-lock.json"],
      "shared-file a: S1 writes `package.json`, which S2's `package-lock.json` is made from",
    ],
    [
      ["package-lock.json"],
      ["src/a.ts", "package.json"],
      "shared-file b: S2 writes `package.json`, which S1's `package-lock.json` is made from",
    ],
    [["package.json"], ["app/yarn.lock"], null],
    [
      ["app/package.json"],
      ["app/yarn.lock"],
      "shared-file a: S1 writes `app/package.json`, which S2's `app/yarn.lock` is made from",
    ],
    [
      ["db/migrate/002_a.rb"],
      ["db/migrate/003_b.rb"],
      "shared-file null: S1 creates the migration `db/migrate/002_a.rb` and S2 `db/migrate/003_b.rb`, which run one after another",
    ],
    [["db/migrate/002_a.rb"], ["other/migrate/003_b.rb"], null],
    [
      ["tests/a.test.ts"],
      ["tests/__snapshots__/a.test.ts.snap"],
      "shared-file a: S1 writes `tests/a.test.ts`, which S2's `tests/__snapshots__/a.test.ts.snap` is recorded from",
    ],
    [["src/a.ts"], ["src/a.ts"], "overlap null: S1 and S2 may both write `src/a.ts`"],
    [["src/"], ["src/a.ts"], "overlap null: S1 and S2 may both write what matches `src/` and `src/a.ts`"],
    [["x/", "src/"], ["y/", "src/a.ts"], "overlap null: S1 and S2 may both write what matches `src/` and `src/a.ts`"],
    [["**"], ["src/a.ts"], "surface-required null: S1 may write anywhere in the repository: `**`"],
    [["src/a.ts"], ["x/", "**"], "surface-required null: S2 may write anywhere in the repository: `**`"],
    [[], ["src/a.ts"], "surface-required null: S1 declares no surface"],
    [["src/a.ts"], ["tests/a.test.ts"], null],
    [
      ["lib/disk_cache.ts"],
      ["lib/memory_cache.ts"],
      'needs null: S1 creates `lib/disk_cache.ts` and S2 `lib/memory_cache.ts` beside it, both about "cache"',
    ],
    [["lib/disk_cache.ts"], ["web/memory_cache.ts"], null],
    [["lib/disk_cache.ts"], ["lib/pool.ts"], null],
  ])("%j and %j: %p", (one, other, expected) => {
    expect(rule(one, other)).toBe(expected);
  });

  test("a rule is asked from both sides, the first side first", () => {
    const [a, b] = [surface("S1", "src/a.ts"), surface("S2", "package.json")];
    const says = (id: string | null) => (maker: typeof a) =>
      maker.story.id === id || id === "both" ? { rule: "needs" as const, why: maker.story.id } : null;
    expect(eitherWay(says("both"), a, b)).toMatchObject({ first: "a", why: "S1" });
    expect(eitherWay(says("S1"), a, b)).toMatchObject({ first: "a", why: "S1" });
    expect(eitherWay(says("S2"), a, b)).toMatchObject({ first: "b", why: "S2" });
    expect(eitherWay(says(null), a, b)).toBeNull();
  });
});

describe("what is done inside", () => {
  const evidence = evidenceOf("src/a.ts");
  const tells = (title: string, brief: string, ...writes: string[]) =>
    worksInside(storySurface({ ...storyOf("S1", ["src/a.ts", ...writes]), title, brief }, evidence)).tells;
  const long = "The table is looked up once and kept.";

  test.each<[string, string, string[], boolean]>([
    ["Speed it up", long, [], true],
    ["Speed it up", `Speed it up ${"x".repeat(20)}`, [], true],
    ["Speed it up", `Speed it up ${"x".repeat(19)}`, [], false],
    ["Return a list instead of a map", long, [], false],
    ["Speed it up", `${long} Remove \`readAll\`.`, [], false],
    ["Speed it up", long, ["src/new.ts"], false],
    ["Speed it up", long, ["src/new.test.ts", "docs/new.md"], true],
  ])("%p, %p with %j new: %p", (title, brief, writes, expected) => {
    expect(tells(title, brief, ...writes)).toBe(expected);
  });

  test("whoever takes the last uses of a name away goes before the name does", () => {
    const names = new Map([["readAll", { defined: ["src/a.ts"], held: ["lib/b.ts"], coded: [], keyed: [] }]]);
    const known = { ...evidenceOf("src/a.ts", "lib/b.ts"), names };
    const of = (id: string, writes: string, brief: string) =>
      storySurface({ ...storyOf(id, [writes]), title: "Work", brief }, known);
    const first = (brief: string, how = "Remove `readAll`.") => {
      const [a, b] = [of("S1", "src/a.ts", how), of("S2", "lib/b.ts", brief)];
      const turned = needsWhatGoes(b, a, known);
      const found = needsWhatGoes(a, b, known);
      expect(turned?.first).toBe(found?.first === "a" ? "b" : "a");
      return found?.first;
    };
    expect(first("Something else.")).toBe("a");
    expect(first("Stop calling readAll.")).toBe("b");
    expect(first("Stop it. Then call readAll.")).toBe("a");
    expect(first("Stop calling readAll.", "Rename `readAll` to `readWhole`.")).toBe("a");
    expect(
      needsWhatGoes(of("S1", "src/a.ts", "Remove `readAll`."), of("S2", "lib/b.ts", "Something else."), known)?.why,
    ).toBe("S1 removes `readAll`, which S2's `lib/b.ts` uses");
  });
});

test.each([
  ["src/resolver.ts", "resolver"],
  ["src/resolver.test.ts", "resolver"],
  ["tests/test_resolver.py", "resolver"],
  ["types/resolver.d.ts", "resolver"],
  ["src/HttpResolver.ts", subjectOf("x/http_resolver.py")],
])("%s is about %s", (path, subject) => {
  expect(subjectOf(path)).toBe(subject);
});
