import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { readFiles } from "../../src/intake/facts.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import type { NamedSurface } from "../../src/intake/intake-facts.ts";
import { readBody } from "../../src/intake/issue-body.ts";
import { listsIn } from "../../src/intake/lists.ts";
import { findMentions, namedFrom, namedPaths } from "../../src/intake/mentions.ts";
import { readNamedRules } from "../../src/intake/named-rules.ts";
import { listedUnits, parallelSurfaces, unitsToMake } from "../../src/intake/units.ts";
import { factsWith } from "./known-facts.ts";

const place = (mention: string, more: Partial<NamedSurface> = {}): NamedSurface => ({
  mention,
  path: `src/${mention}/`,
  files: 9,
  by: "list",
  ...more,
});
const places = (...names: string[]) => names.map((name) => place(name));

describe("the paths that a text names", () => {
  test.each<[string, string[], string[]]>([
    ["Fix src/a.ts, ./lib/b.ts and /r/app/src/c.ts.", ["src/a.ts", "lib/b.ts", "src/c.ts"], []],
    ["Fix @src/a.ts, and use @scope/pack", ["src/a.ts", "@scope/pack"], []],
    ["Node.js, Next.js, docs.rs and node.ts", ["node.ts"], []],
    ["Run .ts and .env.json", [".env.json"], []],
    ["Read 1.0/2.0 and 3.14", [], []],
    ["See https://a.example/x/y.ts for x/y.ts", ["x/y.ts"], []],
    ["Go to /etc/hosts, /api/users and ~/notes.md", [], ["/etc/hosts", "~/notes.md"]],
    ["C:\\tmp\\a.ts and src\\a.ts", ["src/a.ts"], ["C:/tmp/a.ts"]],
    ["a/b/../../c.ts and a/../../c.ts", ["a/b/../../c.ts"], ["a/../../c.ts"]],
    ["./../x.ts and a/./../b.ts", ["a/./../b.ts"], ["./../x.ts"]],
    ["src/a.ts then src/a.ts", ["src/a.ts"], []],
    ["either/or as well as TCP/IP", ["either/or", "TCP/IP"], []],
  ])("%p", (text, inside, outside) => {
    expect(namedPaths(text, "/r/app")).toEqual({ inside, outside });
  });

  const files = ["README.md", "pkg/a/README.md", "pkg/a/src/x.ts", "pkg/b/y.ts", "src/x.ts", "top.ts"];
  test.each<[string, string[], string[], string[], string[]]>([
    ["the folder's own first", ["README.md", "src/x.ts"], [], ["pkg/a/README.md", "pkg/a/src/x.ts"], []],
    ["a folder of its own", ["src/"], [], ["pkg/a/src/"], []],
    ["then the root's", ["top.ts"], [], ["top.ts"], []],
    ["what is new, in the folder", ["new.ts"], [], ["pkg/a/new.ts"], []],
    ["out of the folder, and not of the repository", [], ["../b/y.ts"], ["pkg/b/y.ts"], []],
    [
      "the repository itself and out of it",
      [],
      ["../..", "../../..", "../../../x.ts", "~/x"],
      [],
      ["../../..", "../../../x.ts", "~/x"],
    ],
    ["two ways to one place", ["README.md", "./README.md"], [], ["pkg/a/README.md"], []],
  ])("seen from a folder: %s", (_what, inside, outside, expected, out) => {
    const named = namedFrom("pkg/a", { inside, outside }, files);
    expect(named).toEqual({ inside: expected, outside: outside.includes("../..") ? ["../..", ...out] : out });
    expect(namedFrom("", { inside, outside }, files)).toEqual({ inside, outside });
  });
});

describe("lists", () => {
  test.each<[string, string[][]]>([
    ["auth, billing and search", [["auth", "billing", "search"]]],
    ["`auth`, 'billing' & search.", [["auth", "billing", "search"]]],
    ["auth", []],
    ["auth et billing", [["auth", "billing"]]],
    ["auth、billing", [["auth", "billing"]]],
    ["- auth first\n- billing", [["auth", "billing"]]],
    ["1. auth\n2) billing", [["auth", "billing"]]],
    ["- auth", []],
  ])("in %p: %j", (text, lists) => {
    expect(listsIn(text)).toEqual(lists);
  });

  test("of more names than anybody reads only so many are looked for, each once", () => {
    const names = Array.from({ length: 90 }, (_, at) => `mod${at}`);
    expect(findMentions(readGoalText(`Fix these:\n${names.map((name) => `- ${name}`).join("\n")}`))).toHaveLength(60);
    expect(findMentions(readGoalText("fix(auth): `auth` and auth, billing"))).toEqual([
      { text: "auth", by: "area" },
      { text: "billing", by: "list" },
    ]);
  });

  test("a body's items are one list until a line of words comes", () => {
    const orders = "- fix the pool when it leaks connections";
    expect(readBody(`${orders}\n   \n- a\n- b\n- c`).places).toBe(`${orders}\n- a\n- b\n- c`);
    expect(readBody(`${orders}\nAnd then\n- a\n- b\n- c`).places).toBe("- a\n- b\n- c");
    expect(readBody("- four words are few\n- a").places).toBe("- four words are few\n- a");
    expect(readBody("- five words are too many\n- a").places).toBe("");
    expect(readBody("- update a\n- b\n- c").places).toBe("");
    expect(readBody("- update\n- b").places).toBe("- update\n- b");
  });

  test("steps that show a fault are no order, also where what happens is told beside what is done", () => {
    expect(readBody("1. Open the app\n2. Nothing happens\n3. It ends").order).toBe("");
    expect(readBody("1. Open the app\n2. Click on save\n3. Fix what breaks").order).toBe("");
    expect(readBody("1. Open the app\n2. Fix the menu").order).toBe("");
    expect(readBody("1. Extract it\n2. Run it\n3. Document it").order).toContain("2. Run it");
    expect(readBody("1. Something odd\n2. Something else").order).toContain("Something odd");
  });
});

describe("units", () => {
  const named = (goal: string, surfaces: NamedSurface[]) =>
    listedUnits(readGoalText(goal), { surfaces }).map(({ mention }) => mention);
  test("an area is no unit of a list", () => {
    const area = place("auth", { by: "area" });
    expect(named("docs(auth): describe billing", [area, ...places("billing")])).toEqual(["billing"]);
    expect(named("docs(auth): describe it", [area])).toEqual([]);
  });

  test("the longest list counts, and of it what is of one kind", () => {
    const all = places("a1", "b1", "c1", "d1", "e1");
    expect(named("Polish a1 and b1; then c1, d1 and e1", all)).toEqual(["c1", "d1", "e1"]);
    expect(named("Polish a1 and b1; then c1 and d1", all)).toEqual(["a1", "b1"]);
    const page = place("guide", { path: "docs/guide.md" });
    // One of five may be found in the wrong place; one of four is a list of its own.
    expect(named("Polish a1, b1, c1, d1 and guide", [...all.slice(0, 4), page])).toEqual(["a1", "b1", "c1", "d1"]);
    expect(named("Polish a1, b1, c1 and guide", [...all.slice(0, 3), page])).toEqual([]);
    expect(named("Polish each of a1, b1, c1 and guide", [...all.slice(0, 3), page])).toEqual(["a1", "b1", "c1"]);
  });

  test.each([
    ["A page each for peek, seek and skip", 0],
    ["A page each for peek, seek, skip and bucket", 4],
    ["A page for each: peek; seek & skip, bucket and window", 4],
    ["Make a page per command: peek, seek and skip and bucket", 4],
    ["Sort peek, seek, skip, bucket and window", 0],
    ["When it is slow, when it is late, when it is wrong, and when it is old, write a page for each: soon", 0],
  ])("%p asks for %p things of one kind", (goal, count) => {
    expect(unitsToMake(readGoalText(goal))).toBe(count);
  });

  test.each<[string, Parameters<typeof factsWith>[0], number]>([
    ["Polish auth and billing", { surfaces: places("auth", "billing") }, 2],
    ["Polish auth", { surfaces: places("auth"), units: 7 }, 1],
    ["Polish all of auth", { surfaces: places("auth"), units: 7 }, 7],
    ["Polish all of a.ts", { surfaces: [place("a.ts", { path: "src/a.ts" })], units: 7 }, 1],
    ["Polish everything everywhere", { units: 7 }, 7],
    ["Polish the parser", { units: 7 }, 0],
    ["docs: polish the guides", { units: 7 }, 7],
    ["test: polish login", { units: 7 }, 0],
    ["test: polish login", { units: 7, namesakes: 3 }, 1],
    ["docs: polish the login guides", { units: 7, namesakes: 3 }, 3],
    ["docs: polish all login guides", { units: 7, namesakes: 3 }, 7],
    ["docs: polish the guides of auth", { surfaces: places("auth"), units: 7, namesakes: 3 }, 7],
  ])("%p with %j may be worked on in %p places", (goal, facts, count) => {
    expect(parallelSurfaces(readGoalText(goal), factsWith(facts))).toBe(count);
  });
});

describe("rules that have a name", () => {
  const rules = (goal: string, surfaces: NamedSurface[] = []) =>
    readNamedRules(readGoalText(goal), factsWith({ surfaces }));
  const names = (goal: string, surfaces: NamedSurface[] = []) => rules(goal, surfaces).map(({ name }) => name);

  test.each<[string, string[]]>([
    ["Find out whether the client or the docs are wrong about retries", ["one-failure"]],
    ["Fix the parser that crashes on empty lists", ["one-failure"]],
    ["The parser crashes on empty lists", []],
    ["Fix the parser of empty lists", []],
    ["Add a page each for peek, seek, skip and bucket", ["units-to-make"]],
    // A report that stands apart needs three lines of steps; one sentence that goes on needs two.
    ["Tidy up\n\n1. the parser\n2. the writer", []],
    ["Tidy up\n\n1. the parser\n2. the writer\n3. the rest", ["ordered-steps"]],
    ["Tidy up\n1. the parser\n2. the writer", ["ordered-steps"]],
    ["Tidy up\n\n> 1. the parser\n\n1. the writer\n2. the rest\n3. all", []],
    [`Tidy up\n\n${"It has been like this for long. ".repeat(4)}Fix it, then sort it`, ["ordered-steps"]],
    [`Tidy up\n\n${"It has been like this for long. ".repeat(7)}Fix it, then sort it`, []],
    [`Tidy up\n${"It has been like this for long. ".repeat(7)}Fix it, then sort it`, ["ordered-steps"]],
  ])("%p meets %j", (goal, expected) => {
    expect(names(goal)).toEqual(expected);
  });

  test("each place more that a list names makes it likelier, up to eight, and of many some are told", () => {
    const of = (count: number) => {
      const all = Array.from({ length: count }, (_, at) => `m${at}`);
      return rules(`Write docs for ${all.join(", ")}`, places(...all))[0];
    };
    expect(rules("Write docs for m0", places("m0"))).toEqual([]);
    const weights = [2, 3, 4, 7, 8].map((count) => of(count)?.weight ?? [0, 0]);
    for (const [at, [sequential, parallel]] of weights.entries()) {
      const [before = 0, less = 0] = weights[at - 1] ?? [0, 0];
      expect(sequential).toBeLessThan(before);
      expect(parallel).toBeGreaterThan(less);
    }
    expect(of(9)?.weight).toEqual(of(8)?.weight as never);
    expect(of(6)?.detail).toContain("src/m5/");
    expect(of(7)?.detail).toBe("it asks for the same in src/m0/, src/m1/, src/m2/, src/m3/, src/m4/ and 2 more");
  });

  test("the same in three places is said of each, or is work of texts, or of a sweep", () => {
    const three = places("auth", "billing", "search");
    expect(names("Validate input in each of auth, billing and search", three)).toEqual(["enumerated-units"]);
    expect(names("Validate input in auth, billing and search", three)).toEqual([]);
    expect(names("Validate input per module: auth, billing and search", three)).toEqual(["enumerated-units"]);
    expect(names("Fix both auth and billing: the guard is broken", three.slice(0, 2))).toEqual([]);
    expect(names("Fix auth and billing, where the guard is broken", three.slice(0, 2))).toEqual(["one-failure"]);
    expect(names("Write tests for auth, billing and search", three)).toEqual(["enumerated-units"]);
    expect(names("Rename it in auth, billing and search", three)).toEqual(["enumerated-units"]);
    expect(names("Validate input in both auth and billing", three.slice(0, 2))).toEqual([]);
  });

  test.each([
    ["Document the exported functions of auth, billing and search", true],
    ["Add JSDoc comments to auth, billing and search", true],
    ["Proofread auth, billing and search", true],
    ["Add type hints to auth, billing and search", true],
    ["Turn the `/* … */` module comment into `//!` lines in auth, billing and search", true],
    ["Put a license header on the files of auth, billing and search", true],
    // What is written there is read elsewhere.
    ["Add a comment field to auth, billing and search", false],
    ["Type the results of auth, billing and search", false],
    ["Add JSDoc comments to auth and billing", false],
  ])("what is written beside code goes apart in three places: %s", (goal, apart) => {
    const count = goal.includes("search") ? 3 : 2;
    expect(names(goal, places("auth", "billing", "search").slice(0, count)).includes("enumerated-units")).toBe(apart);
  });

  test("a long order through more places is likelier to want steps, and four are the fewest", () => {
    const order = (count: number) =>
      rules(
        "Let the reader carry its limits along as it goes and give the others what it wants to know of them, without a copy and without a lock, as was agreed last week when we met about it",
        places(...Array.from({ length: count }, (_, at) => `m${at}`)),
      );
    expect(order(3)).toEqual([]);
    expect(order(4)[0]).toMatchObject({ name: "many-places", weight: [0.65 * 3, -0.65] });
    expect(order(9)[0]?.weight).toEqual([3.2, -0.65]);
  });

  test("any goal meets rules whose weights are finite", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.nat(12), (goal, count) => {
        const surfaces = places(...Array.from({ length: count }, (_, at) => `m${at}`));
        for (const { weight } of rules(goal, surfaces)) expect(weight.every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

test("how many files of the goal's own kind there are in what it names", () => {
  const files = ["README.md", "docs/a.md", "docs/b.md", "lib/x.ts", "lib/y.ts", "test/x.test.ts", "test/lib/y.test.ts"];
  const units = (goal: string) => readFiles(readGoalText(goal), files, "/r").units;
  expect(units("docs: polish everything")).toBe(3);
  expect(units("test: polish everything")).toBe(2);
  expect(units("Polish everything")).toBe(2);
  expect(units("docs: polish docs/")).toBe(2);
  // Documentation of a module is often written in its code, and in a module of tests all code looks like tests.
  expect(units("docs: polish lib/")).toBe(2);
  expect(units("docs: polish test/")).toBe(2);
  expect(units("Polish lib/ and docs/a.md")).toBe(2);
});
