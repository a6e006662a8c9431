import { describe, expect, test } from "bun:test";
import { evidenceOfFiles, type SurfaceEvidence } from "../../src/repository/evidence.ts";
import type { FileFacts } from "../../src/repository/file-facts.ts";
import { historyOf } from "../../src/repository/history.ts";
import { changesWithEverything } from "../../src/surface/pairs/co-change.ts";
import { goingNames } from "../../src/surface/pairs/going-names.ts";
import { judgePair } from "../../src/surface/pairs/judge-pair.ts";
import { barrelReason, importReason, linkedReason } from "../../src/surface/pairs/link-reason.ts";
import { pairFeatures } from "../../src/surface/pairs/pair-features.ts";
import { reasonFor } from "../../src/surface/pairs/pair-reason.ts";
import { storySurface } from "../../src/surface/pairs/story-surface.ts";
import { testedPath } from "../../src/surface/pairs/test-link.ts";
import { areTwins } from "../../src/surface/pairs/title-twins.ts";
import { isThing } from "../../src/surface/pairs/written-name.ts";
import { storyOf } from "../repository/evidence-of.ts";

const none: FileFacts = { imports: [], packages: [], defines: [], words: [], types: [], bases: [], lines: 100 };
const longHistory = historyOf(Array.from({ length: 100 }, () => ["elsewhere"]));

function evidenceOf(
  files: readonly string[],
  facts: Record<string, Partial<FileFacts>> = {},
  more: Partial<SurfaceEvidence> = {},
): SurfaceEvidence {
  const known = files.map((path) => [path, { ...none, ...facts[path] }] as const);
  return { ...evidenceOfFiles("base", [...files]), missing: [], facts: new Map(known), history: longHistory, ...more };
}
const surfacesOf = (evidence: SurfaceEvidence, one: string[], other: string[], titles: [string, string] = ["A", "B"]) =>
  [
    storySurface({ ...storyOf("S1", one), title: titles[0] }, evidence),
    storySurface({ ...storyOf("S2", other), title: titles[1] }, evidence),
  ] as const;
const judge = (evidence: SurfaceEvidence, one: string[], other: string[], titles: [string, string], strict = false) =>
  judgePair({ ...storyOf("S1", one), title: titles[0] }, { ...storyOf("S2", other), title: titles[1] }, evidence, {
    strict,
  });
const dull: [string, string] = ["Mend parsing", "Draw borders"];

describe("a file that changes with everything", () => {
  const hub = (commits: number, changes: number) => {
    const history = historyOf(Array.from({ length: commits }, (_, at) => (at < changes ? ["a.ts"] : ["b.ts"])));
    return changesWithEverything("a.ts", evidenceOf(["a.ts"], {}, { history }));
  };
  test("is one of every five commits and more, in a history that is long enough to tell", () => {
    expect([hub(100, 21), hub(100, 20), hub(50, 11), hub(49, 40), hub(100, 0)]).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
  });
});

describe("what links two stories", () => {
  test("of several packages and of several files in a barrel the first is told", () => {
    const evidence = evidenceOf(
      ["x/a.go", "y/b.go", "z/c.go", "src/a.ts", "src/b.ts", "src/c.ts"],
      { "z/c.go": { packages: ["x", "y"] }, "src/c.ts": { imports: ["src/index.ts"] } },
      { barrels: new Map([["src/index.ts", ["src/a.ts", "src/b.ts"]]]) },
    );
    const [makers, user] = surfacesOf(evidence, ["x/a.go", "y/b.go"], ["z/c.go"]);
    expect(importReason(makers, user, evidence)?.why).toContain("`x/`");
    const [owners, reader] = surfacesOf(evidence, ["src/a.ts", "src/b.ts"], ["src/c.ts"]);
    expect(barrelReason(owners, reader, evidence)?.why).toContain("`src/a.ts`");
  });

  test("C is linked also where a story writes something else beside it", () => {
    const evidence = evidenceOf(["c/x.c", "c/tool.py", "c/y.h"], {
      "c/x.c": { defines: ["frobnicateAll"] },
      "c/y.h": { words: ["frobnicateAll"] },
    });
    const [one, other] = surfacesOf(evidence, ["c/x.c", "c/tool.py"], ["c/y.h"]);
    expect(linkedReason(one, other, evidence)?.first).toBe("a");
  });

  test("a test beside several sources is said to lie beside the first", () => {
    const evidence = evidenceOf(["src/a.ts", "src/b.ts", "src/z.test.ts"]);
    const [tester, maker] = surfacesOf(evidence, ["src/z.test.ts"], ["src/a.ts", "src/b.ts"]);
    expect(testedPath(tester, maker, evidence)?.source).toBe("src/a.ts");
  });
});

describe("what is put in order by rule", () => {
  const files = ["app/migrations/0001_a.py", "src/cache/index.ts", "src/cache/disk.ts", "web/index.ts"];
  const rule = (one: string[], other: string[]) => {
    const judged = judge(evidenceOf(files), one, other, dull);
    expect(judge(evidenceOf(files), other, one, dull).rule).toBe(judged.rule);
    return judged.rule;
  };
  test.each<[string, string[], string[], boolean]>([
    ["two migrations", ["app/migrations/0002_b.py"], ["app/migrations/0003_c.py"], true],
    ["a migration and a file beside it", ["app/migrations/0002_b.py"], ["app/migrations/helpers.py"], false],
    ["new code and its barrel", ["src/cache/new.ts"], ["src/cache/index.ts"], true],
    ["new code a folder below the barrel", ["src/cache/deep/new.ts"], ["src/cache/index.ts"], true],
    ["new code two folders below it", ["src/cache/very/deep/new.ts"], ["src/cache/index.ts"], false],
    ["new code elsewhere", ["lib/new.ts"], ["src/cache/index.ts"], false],
    ["a new test", ["src/cache/new.test.ts"], ["src/cache/index.ts"], false],
    ["a new page", ["src/cache/new.md"], ["src/cache/index.ts"], false],
    ["code that is there", ["src/cache/disk.ts"], ["src/cache/index.ts"], false],
  ])("%s: %p", (_what, one, other, shared) => {
    expect(rule(one, other) === "shared-file").toBe(shared);
  });

  test("of several patterns that meet the first is told", () => {
    expect(judge(evidenceOf(files), ["src/cache/"], ["src/cache/x.ts", "src/cache/y.ts"], dull).why).toContain(
      "`src/cache/` and `src/cache/x.ts`",
    );
  });

  test("new files of one kind are told in the order of their stories", () => {
    expect(judge(evidenceOf(files), ["lib/disk_cache.ts"], ["lib/memory_cache.ts"], dull).why).toBe(
      'S1 creates `lib/disk_cache.ts` and S2 `lib/memory_cache.ts` beside it, both about "cache"',
    );
  });

  test("only whoever writes where a name is defined can take it away, and what nobody defines whoever makes it a key", () => {
    const all = ["lib/x.ts", "src/a.ts", "lib/b.ts"];
    const rule = (defined: string[], owner: string, keyed: string[] = []) => {
      const evidence = evidenceOf(
        all,
        {},
        { names: new Map([["setCharset", { defined, held: all, coded: [], keyed }]]) },
      );
      return judge(evidence, [owner], ["lib/b.ts"], ["Rename setCharset to withCharset", "Draw borders"]).rule;
    };
    expect(rule(["lib/x.ts"], "lib/x.ts")).toBe("needs-what-goes");
    expect(rule(["lib/x.ts"], "src/a.ts")).toBe("coupled");
    expect(rule([], "src/a.ts", ["src/a.ts"])).toBe("needs-what-goes");
    // What nothing here defines is a library's.
    expect(rule([], "src/a.ts")).toBe("coupled");
  });

  test("a story that names several new files of another one is told the first", () => {
    const user = { ...storyOf("S2", ["web/app.css"]), title: "Call writer.ts and worker.ts" };
    const maker = { ...storyOf("S1", ["src/queue/worker.ts", "src/queue/writer.ts"]), title: "Queue" };
    expect(judgePair(maker, user, evidenceOf(files), { strict: false }).why).toContain("`src/queue/worker.ts`");
  });

  test.each<[string, string, "a" | "b" | null]>([
    ["Add flushAll", "Call flushAll", "a"],
    ["Call flushAll", "Introduce flushAll", "b"],
    ["Add flushAll", "Add a test of flushAll", null],
    // Who makes it says so close before it.
    [`Add a line. ${"It is one that was wanted for long. ".repeat(2)} Then call flushAll`, "Write flushAll", "b"],
  ])("a name that no file knows: %j and %j", (one, other, first) => {
    const evidence = evidenceOf(["src/a.ts", "lib/b.ts"]);
    expect(judge(evidence, ["src/a.ts"], ["lib/b.ts"], [one, other])).toMatchObject({ rule: "needs", first });
  });

  test("a name that none of the two speaks of making is nobody's, and one that a file knows is there", () => {
    expect(
      judge(evidenceOf(["src/a.ts", "lib/b.ts"]), ["src/a.ts"], ["lib/b.ts"], ["Call flushAll", "See flushAll"]).rule,
    ).toBe("coupled");
    const known = evidenceOf(["src/a.ts", "lib/b.ts"], { "src/a.ts": { words: ["flushAll"] } });
    expect(judge(known, ["src/a.ts"], ["lib/b.ts"], ["Add flushAll", "Call flushAll"]).rule).toBe("coupled");
  });
});

describe("weak evidence", () => {
  const evidence = evidenceOf(
    ["src/index.ts", "lib/index.ts", "src/db.ts", "lib/db.ts", "src/queue.ts", "lib/queue.ts"],
    {
      "src/queue.ts": { lines: 40 },
      "lib/queue.ts": { lines: 900 },
    },
  );
  const features = (one: string[], other: string[], titles: [string, string] = ["A", "B"]) => {
    const [a, b] = surfacesOf(evidence, one, other, titles);
    return pairFeatures(a, b, evidence);
  };

  test("files of one name are about one thing, unless it is a name that many have", () => {
    const same = (name: string) => features([`src/${name}.ts`], [`lib/${name}.ts`]).sameSubject;
    expect([same("queue"), same("db"), same("index")]).toEqual([1, 0, 0]);
  });

  test("titles are alike by the share of their topics that both have", () => {
    const likeness = (one: string, other: string) =>
      features(["src/db.ts"], ["lib/queue.ts"], [one, other]).titleLikeness;
    expect(likeness("Cache queries", "Cache borders")).toBeCloseTo(1 / 3, 9);
    expect(likeness("Cache queries", "Draw borders")).toBe(0);
    expect(likeness("Cache", "Cache everything")).toBeCloseTo(1 / 2, 9);
    // The verb that a title begins with is none, in whatever form.
    expect(likeness("Preserves queries", "preserved borders")).toBe(0);
    expect(likeness("Simplified queries", "Simplifying borders")).toBe(0);
    expect(likeness("Accept long queries", "Accept borders")).toBe(0);
    // What stands before an article is done to something, also where the word may name a thing.
    expect(likeness("Cache the queries", "Cache each border")).toBe(0);
    expect(likeness("Cache theory", "Cache thefts")).toBeGreaterThan(0);
    expect(likeness("Queries that preserve", "Borders that preserve")).toBeGreaterThan(0);
  });

  test("something new is announced by one of both, and swept by none", () => {
    const makes = (one: string, other: string) => features(["src/db.ts"], ["lib/queue.ts"], [one, other]).makes;
    expect(makes("Introduce a pool", "Draw borders")).toBe(1);
    expect(makes("Draw borders", "Support a pool")).toBe(1);
    expect(makes("Introduce a pool", "Remove borders")).toBe(0);
    expect(makes("Draw borders", "Mend parsing")).toBe(0);
  });

  test("the smaller one tells how much there is to meet in", () => {
    const lines = (one: string, other: string) => features([`${one}.ts`], [`${other}.ts`]).smallerLines;
    expect(lines("src/queue", "lib/queue")).toBe(lines("src/queue", "lib/db"));
    expect(lines("lib/queue", "lib/db")).toBeGreaterThan(lines("src/queue", "lib/db"));
  });

  test("the rarest topic and the first new file are told", () => {
    const files = Array.from({ length: 40 }, (_, at) => `cache/f${at}.ts`);
    const many = evidenceOf([...files, "cache/quorum.ts"]);
    const why = (feature: string, one: string[], other: string[], titles: [string, string]) => {
      const [a, b] = surfacesOf(many, one, other, titles);
      return reasonFor(a, b, many, { base: 0, parts: [{ feature, value: 1, part: 1 } as never], margin: 1 }).why;
    };
    const titles: [string, string] = ["Mend cache quorum", "Draw cache quorum"];
    expect(why("titleLikeness", ["cache/f1.ts"], ["cache/f2.ts"], titles)).toContain('"quorum"');
    expect(why("created", ["x/new.ts", "x/old.ts"], ["cache/f2.ts"], dull)).toContain("`x/new.ts`");
    expect(why("created", ["cache/f2.ts"], ["x/new.ts", "x/old.ts"], dull)).toContain("`x/new.ts`");
  });

  test("what weighs enough is in order without any doubt", () => {
    const coupled = evidenceOf(["src/cache/a.ts", "src/cache/b.ts"], {
      "src/cache/a.ts": { defines: ["CacheStore"], words: ["CacheStore"] },
      "src/cache/b.ts": { words: ["CacheStore"], imports: ["src/cache/a.ts"] },
    });
    const titles: [string, string] = ["Add cache eviction", "Support cache eviction listeners"];
    expect(judge(coupled, ["src/cache/a.ts", "src/cache/evict.ts"], ["src/cache/b.ts"], titles)).toMatchObject({
      verdict: "ordered",
      rule: "coupled",
      doubt: false,
    });
  });

  test("code that nobody looks into is a doubt where both write code, whatever else they write", () => {
    const unread = evidenceOf(["x/a.jl", "y/b.jl", "docs/a.md", "docs/b.md"]);
    expect(judge(unread, ["y/b.jl", "docs/b.md"], ["x/a.jl"], dull).doubt).toBe(true);
    expect(judge(unread, ["docs/b.md"], ["x/a.jl"], dull).doubt).toBe(false);
    expect(judge(unread, ["y/b.jl", "docs/b.md"], ["x/a.jl"], dull, true).verdict).toBe("ordered");
  });
});

describe("titles that say one thing of two units", () => {
  const twins = (one: string, other: string, paths: [string, string] = ["src/v1.ts", "src/v2.ts"]) => {
    const [a, b] = surfacesOf(evidenceOf(["src/v1.ts", "src/v2.ts"]), [paths[0]], [paths[1]], [one, other]);
    expect(areTwins(b, a)).toBe(areTwins(a, b));
    return areTwins(a, b);
  };
  test.each<[string, string, boolean]>([
    ["Cover the rules of v1.ts", "Cover the rules of v2.ts", true],
    ["Cover the rules of src/v1.ts", "Cover the rules of `src/v2.ts`", true],
    // Each has to name its own.
    ["Cover the rules of v1.ts", "Cover the rules of v1.ts", false],
    ["Cover the rules of v2.ts", "Cover the rules of v1.ts", false],
    ["Cover the rules of v1.ts", "Cover the rules of it", false],
    ["Cover v1.ts", "Draw borders around what v2.ts shows", false],
    // Of a unit that no path names the kind says enough, and the verb before it is none.
    ["German locale: job titles", "Polish locale: job titles", true],
    ["Add locale: job titles", "Fix locale: job titles", false],
    ["Limit the memory sink", "Limit the hourly sink", true],
    ["Limit the added sink", "Limit the memory sink", false],
    ["German locale titles", "Polish locale titles", false],
    ["Move the carts into sum", "Move the lists into sum", false],
    ["Draw titles of the memory", "Draw titles of the hours", false],
    ["Draw the titles of the very big sink", "Draw the titles of the memory sink", true],
    ["Draw the titles of the very big red sink", "Draw the titles of the memory sink", false],
    ["Draw the titles of sink", "Draw the titles of the memory sink", false],
    ["A page for 404", "A page for 410", true],
    ["A page for 404", "A page for more", false],
  ])("%j and %j: %p", (one, other, expected) => {
    expect(twins(one, other)).toBe(expected);
  });

  test("a folder names its unit, too, and one sentence may be a word longer", () => {
    const paths: [string, string] = ["auth/x.ts", "billing/x.ts"];
    expect(twins("Test the handlers of auth", "Test the handlers of billing", paths)).toBe(true);
    expect(twins("Test the handlers of auth", "Test all the handlers of billing", paths)).toBe(true);
    expect(twins("Test the handlers of auth", "Write what billing has to be told", paths)).toBe(false);
  });
});

test.each([
  ["parse function is slow", "parse", true],
  ["the function parse is slow", "parse", true],
  ["the function of parse", "parse", false],
  ["parse it in a function", "parse", false],
  ["a Helper parse", "parse", true],
  ["nothing of the kind", "parse", false],
])("the word beside it says that it names a thing: %j, %s: %p", (sentence, one, expected) => {
  expect(isThing(sentence, one)).toBe(expected);
});

test("of a page without a full stop only the beginning is read for names", () => {
  const filler = "and so on ".repeat(45);
  expect(goingNames(`${filler}rename setCharset to withCharset`)).toEqual([]);
  expect(goingNames(`Title\n${filler.slice(0, 300)} rename setCharset to withCharset`)).toHaveLength(1);
});
