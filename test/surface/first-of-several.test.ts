import { describe, expect, test } from "bun:test";
import type { NamePlaces } from "../../src/repository/names-at-base.ts";
import { goingNames } from "../../src/surface/pairs/going-names.ts";
import { placesToLookUp, usesMoved } from "../../src/surface/pairs/moved-files.ts";
import { isMakers, userOf } from "../../src/surface/pairs/name-users.ts";
import { replacedNames } from "../../src/surface/pairs/replaced-names.ts";
import type { GoingName } from "../../src/surface/pairs/written-name.ts";
import { evidenceOf, going, surfaceOf } from "./made-evidence.ts";

describe("of several files", () => {
  const evidence = evidenceOf(
    {
      "src/a.ts": {},
      "src/b.ts": {},
      "src/deep/c.ts": {},
      "src/user.ts": { imports: ["src/x.ts", "src/b.ts", "src/a.ts"] },
      "docs/1.md": {},
      "docs/2.md": {},
    },
    { "deep/": { held: ["docs/2.md", "docs/1.md"] }, "src/a.ts": { held: ["docs/1.md"] } },
  );
  const why = (title: string, writes: string[], other: string[]) =>
    usesMoved(surfaceOf(evidence, "S1", writes, title), surfaceOf(evidence, "S2", other), evidence)?.why ?? null;

  test("that go, the first that is imported is told, and the first file that names a place", () => {
    expect(why("Remove src/a.ts and remove src/b.ts", ["src/a.ts", "src/b.ts"], ["src/user.ts"])).toBe(
      "S1 moves or removes `src/b.ts`, which S2's `src/user.ts` imports",
    );
    expect(why("Remove src/deep", ["src/deep/c.ts"], ["docs/1.md", "docs/2.md"])).toBe(
      "S1 moves or removes `deep/`, which S2's `docs/1.md` names",
    );
  });

  test("one may lie in a folder that goes, and another elsewhere", () => {
    const both = ["src/a.ts", "src/deep/c.ts"];
    expect(why("Remove src/deep, and remove src/a.ts", both, ["docs/2.md"])).toContain("`deep/`");
    expect(why("Remove src/deep, and remove src/a.ts", both, ["docs/1.md"])).not.toBeNull();
  });

  test("that are made one may be a file's next place", () => {
    expect(why("Move it", ["src/a.ts", "lib/z.ts", "lib/a.ts"], ["src/user.ts"])).toContain("`src/a.ts`");
    expect(why("Move it", ["src/a.ts", "lib/z.ts"], ["src/user.ts"])).toBeNull();
  });

  test("a place at the very end of what is read is read whole, and one that is cut is another", () => {
    const places = (title: string) => placesToLookUp({ title, brief: "", acceptance: [], writes: [] });
    const end = "remove src/a.ts";
    expect(
      places(
        "x "
          .repeat(200)
          .slice(0, 400 - end.length - 1)
          .concat(" ", end),
      ),
    ).toEqual(["src/a.ts"]);
    expect(
      places(
        "x "
          .repeat(200)
          .slice(0, 401 - end.length - 1)
          .concat(" ", end),
      ),
    ).not.toContain("src/a.ts");
    const lines = (length: number) => `${"y\n".repeat(10_000).slice(0, length - end.length - 1)}\n${end}`;
    expect(places(lines(20_000))).toEqual(["src/a.ts"]);
    expect(places(lines(20_001))).not.toContain("src/a.ts");
  });
});

describe("of several files of a story", () => {
  const files = {
    "src/a.ts": { defines: ["setCharset", "otherThing"] },
    "src/b.ts": {},
    "src/owner.ts": { types: ["Binding"] },
    "src/own.ts": { words: ["setCharset", "otherThing"], defines: ["setCharset"] },
    "src/one.ts": { words: ["setCharset"] },
    "src/two.ts": { words: ["setCharset"] },
    "x/d.jl": {},
    "lib/c.ts": {},
    "docs/a.md": {},
  };
  const makes = (name: string, writes: string[], own: Partial<NamePlaces>, more: Partial<GoingName> = {}) => {
    const evidence = evidenceOf(files, { [name]: own });
    return isMakers(going(name, more), surfaceOf(evidence, "S1", writes), evidence);
  };
  const uses = (name: string, maker: string[], writes: string[], own: Partial<NamePlaces>) => {
    const evidence = evidenceOf(files, { [name]: own });
    return userOf(going(name), surfaceOf(evidence, "S2", writes), surfaceOf(evidence, "S1", maker), evidence);
  };

  test("one defines the owner's type, and holds what it owns", () => {
    const owner = { owner: "Binding" };
    expect(makes("error", ["src/b.ts", "src/owner.ts"], { held: ["src/owner.ts"] }, owner)).toBe(true);
  });

  test("only its own tell in what languages a name is held", () => {
    expect(makes("setCharset", ["src/b.ts"], { held: ["x/d.jl", "src/b.ts"] })).toBe(false);
    expect(makes("setCharset", ["src/b.ts"], { held: ["lib/c.ts"], keyed: ["src/b.ts"] })).toBe(false);
  });

  test("the first that uses a name is told", () => {
    const held = { held: ["src/two.ts", "src/one.ts"] };
    expect(uses("setCharset", ["src/a.ts"], ["src/one.ts", "src/two.ts"], held)).toBe("src/one.ts");
  });

  test("one that defines a name of its own uses the maker's where its code uses another of the maker's", () => {
    const held = { held: ["src/own.ts"], defined: ["src/own.ts", "src/a.ts"] };
    expect(uses("setCharset", ["src/a.ts"], ["src/own.ts"], held)).toBe("src/own.ts");
    expect(uses("setCharset", ["src/b.ts"], ["src/own.ts"], held)).toBeNull();
  });

  test("a plain word in code is the maker's where the maker writes no code, or none that is read", () => {
    const held = { held: ["src/b.ts"], coded: ["src/b.ts"] };
    expect(uses("weigh", ["docs/a.md"], ["src/b.ts"], held)).toBe("src/b.ts");
    expect(uses("weigh", ["x/d.jl"], ["src/b.ts"], held)).toBe("src/b.ts");
    expect(uses("weigh", ["lib/c.ts"], ["src/b.ts"], held)).toBeNull();
  });
});

describe("names in a text", () => {
  const pairs = (text: string) => replacedNames(text).map(({ name, to }) => `${name}>${to}`);
  test.each<[string, number]>([
    ["`old.ts` or `new.ts` or `readFileA`", 0],
    // Half of the words of the shorter one are enough.
    ["`readFile` or `readSomeOfItsFileNow`", 2],
    ["`readFileA` or `readFileB`", 2],
  ])("%p holds so many that could come in another's place: %p", (text, count) => {
    expect(pairs(text)).toHaveLength(count);
  });

  test("are read to the last letter of what is read of a sentence", () => {
    const end = " `readFileA` or readFileB";
    const at = (length: number) => pairs(`${"x".repeat(length - end.length)}${end}`);
    expect(at(400)).toEqual(["readFileA>readFileB", "readFileB>readFileA"]);
    expect(at(401)).not.toContain("readFileA>readFileB");
  });

  test("are taken up from three sentences before, and from no further back", () => {
    const names = (between: number) =>
      goingNames(
        `Work\nIt draws a box with the id \`menu-bar\`. ${"So it is. ".repeat(between)}The id is dropped.`,
      ).map(({ name }) => name);
    expect([0, 1, 2, 3, 4].map((between) => names(between).includes("menu-bar"))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    // What comes behind is not what is spoken of.
    expect(goingNames("Work\nThe id is dropped. It draws a box with the id `menu-bar`.")).toEqual([]);
  });

  test("of headings are their anchors; one of a single word is known by nothing", () => {
    const names = (text: string) => goingNames(`Work\n${text}`).map(({ name }) => name);
    expect(names("Rename the heading “First steps ” to Start")).toContain("first-steps");
    expect(names("Rename the heading Replicas to Copies")).not.toContain("replicas");
  });

  test("that are known to be names stay so", () => {
    const [one] = goingNames("Work\nRemove `readAll`.\nDelete readAll.");
    expect(one).toMatchObject({ name: "readAll", quoted: true, how: "removes" });
    const [other] = goingNames("Work\nDelete readAll.\nRemove `readAll`.");
    expect(other).toMatchObject({ name: "readAll", quoted: true });
  });
});
