import { describe, expect, test } from "bun:test";
import { evidenceOfFiles, type SurfaceEvidence } from "../../src/repository/evidence.ts";
import type { FileFacts } from "../../src/repository/file-facts.ts";
import { historyOf } from "../../src/repository/history.ts";
import { coChangeReason } from "../../src/surface/pairs/co-change.ts";
import { judgePair } from "../../src/surface/pairs/judge-pair.ts";
import { barrelReason, importReason, linkedReason, usedNameReason } from "../../src/surface/pairs/link-reason.ts";
import { pairFeatures } from "../../src/surface/pairs/pair-features.ts";
import { reasonFor } from "../../src/surface/pairs/pair-reason.ts";
import { storySurface } from "../../src/surface/pairs/story-surface.ts";
import { testedPath, testsLookAt } from "../../src/surface/pairs/test-link.ts";
import { topicRarity } from "../../src/surface/pairs/topic-rarity.ts";
import { storyOf } from "../repository/evidence-of.ts";

const none: FileFacts = { imports: [], packages: [], defines: [], words: [], types: [], bases: [], lines: 100 };

function evidenceOf(
  files: readonly string[],
  facts: Record<string, Partial<FileFacts>> = {},
  more: Partial<SurfaceEvidence> = {},
) {
  const known = files.map((path) => [path, { ...none, ...facts[path] }] as const);
  return { ...evidenceOfFiles("base", [...files]), missing: [], facts: new Map(known), ...more };
}

/** Two stories' surfaces, the first of which is S1. */
function surfaces(evidence: SurfaceEvidence, one: string[], other: string[]) {
  return [storySurface(storyOf("S1", one), evidence), storySurface(storyOf("S2", other), evidence)] as const;
}

describe("what links two stories", () => {
  const files = ["pkg/a/a.go", "pkg/b/b.go", "src/a.ts", "src/b.ts", "src/index.ts", "c/x.c", "c/y.h", "main.go"];

  test.each<[string, Record<string, Partial<FileFacts>>, string[], string[], "a" | "b" | null, string | null]>([
    [
      "a file",
      { "src/b.ts": { imports: ["src/a.ts"] } },
      ["src/a.ts"],
      ["src/b.ts"],
      "a",
      "S1 writes `src/a.ts`, which S2's `src/b.ts` imports",
    ],
    [
      "a file, the other way",
      { "src/a.ts": { imports: ["src/b.ts"] } },
      ["src/a.ts"],
      ["src/b.ts"],
      "b",
      "S2 writes `src/b.ts`, which S1's `src/a.ts` imports",
    ],
    [
      "each other",
      { "src/a.ts": { imports: ["src/b.ts"] }, "src/b.ts": { imports: ["src/a.ts"] } },
      ["src/a.ts"],
      ["src/b.ts"],
      null,
      "S1 writes `src/a.ts`, which S2's `src/b.ts` imports",
    ],
    [
      "a package",
      { "pkg/b/b.go": { packages: ["pkg/a"] } },
      ["pkg/a/a.go"],
      ["pkg/b/b.go"],
      "a",
      "S1 writes in `pkg/a/`, which S2's `pkg/b/b.go` imports",
    ],
    [
      "the root's package",
      { "pkg/b/b.go": { packages: [""] } },
      ["main.go"],
      ["pkg/b/b.go"],
      "a",
      "S1 writes in `./`, which S2's `pkg/b/b.go` imports",
    ],
    [
      "its own package, which says nothing",
      { "pkg/a/a.go": { packages: ["pkg/a"] } },
      ["pkg/a/new.go"],
      ["pkg/a/a.go"],
      null,
      null,
    ],
    ["a package of neither", { "pkg/b/b.go": { packages: ["pkg/z"] } }, ["pkg/a/a.go"], ["pkg/b/b.go"], null, null],
    ["nothing", {}, ["src/a.ts"], ["src/b.ts"], null, null],
  ])("importReason(): %s", (_what, facts, one, other, first, why) => {
    const evidence = evidenceOf(files, facts);
    const [a, b] = surfaces(evidence, one, other);
    expect(importReason(a, b, evidence)).toEqual(why === null ? null : { first, why });
  });

  test("a file is named before a package", () => {
    const evidence = evidenceOf(["pkg/a/a.go", "pkg/b/b.go", "pkg/b/c.go"], {
      "pkg/b/b.go": { packages: ["pkg/a"] },
      "pkg/b/c.go": { imports: ["pkg/a/a.go"] },
    });
    const [a, b] = surfaces(evidence, ["pkg/a/a.go"], ["pkg/b/"]);
    expect(importReason(a, b, evidence)?.why).toBe("S1 writes `pkg/a/a.go`, which S2's `pkg/b/c.go` imports");
  });

  test("barrelReason(): by way of a file that names others, but not of the one that looks", () => {
    const barrels = new Map([["src/index.ts", ["src/a.ts", "src/b.ts"]]]);
    const evidence = evidenceOf(files, { "src/b.ts": { imports: ["src/index.ts"] } }, { barrels });
    const [a, b] = surfaces(evidence, ["src/a.ts"], ["src/b.ts"]);
    expect(barrelReason(a, b, evidence)).toEqual({
      first: "a",
      why: "S1 writes `src/a.ts`, which S2's `src/b.ts` imports by way of `src/index.ts`",
    });
    const [only, same] = surfaces(evidence, ["src/b.ts"], ["src/b.ts"]);
    expect(barrelReason(only, same, evidence)).toBeNull();
  });

  test.each<[string, string[], string[], boolean]>([
    ["C and its header", ["c/x.c"], ["c/y.h"], true],
    ["two folders of Go", ["pkg/a/a.go"], ["pkg/b/b.go"], false],
    ["C and TypeScript", ["c/x.c"], ["src/a.ts"], false],
    ["TypeScript, where imports tell", ["src/a.ts"], ["src/b.ts"], false],
  ])("linkedReason() looks at names in %s: %p", (_what, one, other, looks) => {
    const names = Object.fromEntries(files.map((path) => [path, { defines: [], words: [] as string[] }]));
    const facts = {
      ...names,
      [one[0] ?? ""]: { defines: ["frobnicateAll"] },
      [other[0] ?? ""]: { words: ["frobnicateAll"] },
    };
    const evidence = evidenceOf(files, facts);
    const [a, b] = surfaces(evidence, one, other);
    const used = usedNameReason(a, b, evidence);
    expect(used).toEqual({ first: "a", why: "S2's code uses `frobnicateAll`, which S1's code defines" });
    expect(linkedReason(a, b, evidence)).toEqual(looks ? used : null);
  });

  test("files of one Go package are linked without an import", () => {
    const evidence = evidenceOf(["pkg/a/a.go", "pkg/a/b.go"], {
      "pkg/a/a.go": { defines: ["frobnicateAll"] },
      "pkg/a/b.go": { words: ["frobnicateAll"] },
    });
    const [a, b] = surfaces(evidence, ["pkg/a/a.go"], ["pkg/a/b.go"]);
    expect(linkedReason(a, b, evidence)?.first).toBe("a");
  });
});

test("a name that goes is looked for in what is known of the files, where names were not asked for", () => {
  const evidence = evidenceOf(["src/a.ts", "lib/b.ts", "lib/c.ts"], {
    "src/a.ts": { defines: ["setCharset"] },
    "lib/b.ts": { words: ["setCharset"] },
  });
  const rename = { ...storyOf("S1", ["src/a.ts"]), title: "Rename setCharset to withCharset" };
  const rule = (path: string) =>
    judgePair(rename, { ...storyOf("S2", [path]), title: "Trim text" }, evidence, { strict: false }).rule;
  expect(rule("lib/b.ts")).toBe("needs-what-goes");
  expect(rule("lib/c.ts")).toBe("coupled");
});

test("titles that say nothing of each other's files weigh nothing", () => {
  const evidence = evidenceOf(["src/a.ts", "lib/b.ts"]);
  const [a, b] = surfaces(evidence, ["src/a.ts"], ["lib/b.ts"]);
  const features = pairFeatures(a, b, evidence);
  expect([features.titleInNames, features.titleInPaths]).toEqual([0, 0]);
});

test("names that one story's code uses count once, whichever story is named first", () => {
  const evidence = evidenceOf(["src/a.ts", "lib/b.ts"], {
    "src/a.ts": { defines: ["frobnicateAll"] },
    "lib/b.ts": { words: ["frobnicateAll"] },
  });
  const [a, b] = surfaces(evidence, ["src/a.ts"], ["lib/b.ts"]);
  expect(pairFeatures(a, b, evidence).usedNames).toBeCloseTo(Math.log1p(1), 10);
  expect(pairFeatures(b, a, evidence)).toEqual(pairFeatures(a, b, evidence));
});

test("how often two files changed together is told with its share", () => {
  const changes = [
    ...Array.from({ length: 9 }, () => ["src/a.ts", "lib/b.ts"]),
    ["src/a.ts"],
    ["src/a.ts"],
    ["src/a.ts"],
  ];
  const alone = Array.from({ length: 3 }, () => ["lib/b.ts"]);
  const evidence = evidenceOf(["src/a.ts", "lib/b.ts"], {}, { history: historyOf([...changes, ...alone]) });
  const [a, b] = surfaces(evidence, ["src/a.ts"], ["lib/b.ts"]);
  expect(coChangeReason(a, b, evidence)).toBe(
    "S1's `src/a.ts` and S2's `lib/b.ts` changed together in 9 commits (75%)",
  );
});

describe("tests that look at another story's sources", () => {
  const files = ["src/a.ts", "src/b.ts", "src/c.test.ts", "test/a.test.ts", "test/z.test.ts"];

  test.each<[string, Record<string, Partial<FileFacts>>, string[], string[], ReturnType<typeof testedPath>]>([
    [
      "by import",
      { "test/z.test.ts": { imports: ["src/a.ts"] } },
      ["test/z.test.ts"],
      ["src/a.ts"],
      { test: "test/z.test.ts", source: "src/a.ts", how: "imports" },
    ],
    [
      "by name",
      {},
      ["test/a.test.ts"],
      ["src/a.ts"],
      { test: "test/a.test.ts", source: "src/a.ts", how: "is named after" },
    ],
    [
      "by place",
      {},
      ["src/c.test.ts"],
      ["src/b.ts"],
      { test: "src/c.test.ts", source: "src/b.ts", how: "lies beside" },
    ],
    ["not at all", {}, ["test/z.test.ts"], ["src/b.ts"], null],
    ["not with sources of its own", {}, ["test/a.test.ts", "src/b.ts"], ["src/a.ts"], null],
    ["not at tests", {}, ["test/a.test.ts"], ["src/c.test.ts"], null],
  ])("%s", (_what, facts, tester, maker, found) => {
    const evidence = evidenceOf(files, facts);
    const [one, other] = surfaces(evidence, tester, maker);
    expect(testedPath(one, other, evidence)).toEqual(found);
    expect(testsLookAt(one, other, evidence)).toBe(found !== null);
  });

  test("a test that is to be created imports what those beside it do, one that is there what it says", () => {
    const similar = new Map([
      ["test/new.test.ts", ["test/z.test.ts"]],
      ["test/a.test.ts", ["test/z.test.ts"]],
    ]);
    const facts = { "test/z.test.ts": { imports: ["src/b.ts"] } };
    const evidence = evidenceOf(files, facts, { similar });
    const [fresh, maker] = surfaces(evidence, ["test/new.test.ts"], ["src/b.ts"]);
    expect(testedPath(fresh, maker, evidence)).toMatchObject({ how: "imports" });
    const [there] = surfaces(evidence, ["test/a.test.ts"], []);
    expect(testedPath(there, maker, evidence)).toBeNull();
    const unread = { ...evidence, facts: new Map([...evidence.facts].filter(([path]) => path !== "test/a.test.ts")) };
    expect(testedPath(there, maker, unread)).toBeNull();
  });

  test("one side that writes tests alone is enough to be told apart", () => {
    const evidence = evidenceOf(files);
    const only = (one: string[], other: string[]) => {
      const [a, b] = surfaces(evidence, one, other);
      return [pairFeatures(a, b, evidence).testsOnly, pairFeatures(b, a, evidence).testsOnly];
    };
    expect(only(["test/a.test.ts"], ["src/b.ts"])).toEqual([1, 1]);
    expect(only(["test/a.test.ts"], ["test/z.test.ts"])).toEqual([1, 1]);
    expect(only(["src/a.ts", "test/a.test.ts"], ["src/b.ts"])).toEqual([0, 0]);
    expect(only(["src/a.ts"], ["src/b.ts"])).toEqual([0, 0]);
  });
});

describe("what a pair is put in order for", () => {
  const evidence = evidenceOf(["src/a.ts", "src/b.ts", "lib/c.ts", "test/a.test.ts"]);
  const why = (feature: string, one: string[], other: string[]) => {
    const [a, b] = surfaces(evidence, one, other);
    const part = { feature, value: 1, part: 1 } as never;
    return reasonFor(a, b, evidence, { base: 0, parts: [part], margin: 1 });
  };
  const nothing = { why: "S1 and S2 both change code, and nothing shows them apart", first: null };

  test("something new, which the other one may need", () => {
    const fresh = "which S2 may need";
    expect(why("created", ["src/new.ts"], ["lib/c.ts"])).toEqual({
      why: `S1 creates \`src/new.ts\`, ${fresh}`,
      first: "a",
    });
    expect(why("created", ["lib/c.ts"], ["src/new.ts"])).toEqual({
      why: "S2 creates `src/new.ts`, which S1 may need",
      first: "b",
    });
    expect(why("created", ["src/new.ts"], ["src/other.ts"])).toEqual({
      why: `S1 creates \`src/new.ts\`, ${fresh}`,
      first: null,
    });
    // Tests and documents are nothing that anybody needs.
    expect(why("created", ["test/new.test.ts"], ["docs/new.md"])).toEqual(nothing);
  });

  test("one folder, and one name", () => {
    expect(why("sameFolder", ["src/a.ts"], ["src/b.ts"]).why).toBe("S1 and S2 both write code in `src/`");
    expect(why("sameFolder", ["src/a.ts"], ["lib/c.ts"])).toEqual(nothing);
    expect(why("sameSubject", ["src/a.ts"], ["test/a.test.ts"]).why).toBe(
      "S1's `src/a.ts` and S2's `test/a.test.ts` have one name",
    );
    expect(why("sameSubject", ["src/a.ts"], ["lib/c.ts"])).toEqual(nothing);
  });

  test("tests of what the other one writes come after it", () => {
    expect(why("testLink", ["src/a.ts"], ["test/a.test.ts"])).toEqual({
      why: "S2's test `test/a.test.ts` is named after `src/a.ts`, which S1 writes",
      first: "a",
    });
    expect(why("testLink", ["test/a.test.ts"], ["src/a.ts"])).toMatchObject({ first: "b" });
  });

  test("what weighs nothing, or against it, is no reason", () => {
    const [a, b] = surfaces(evidence, ["src/a.ts"], ["src/b.ts"]);
    for (const part of [0, -1]) {
      const parts = [{ feature: "sameFolder", value: 1, part } as never];
      expect(reasonFor(a, b, evidence, { base: 0, parts, margin: 1 })).toEqual(nothing);
    }
  });

  test("of code that is not looked into, the first story's is named", () => {
    const unread = evidenceOf(
      ["x/a.jl", "y/b.jl"],
      {},
      { history: historyOf(Array.from({ length: 99 }, () => ["z"])) },
    );
    const [one, other] = [storyOf("S1", ["y/b.jl"]), storyOf("S2", ["x/a.jl"])];
    const judged = judgePair({ ...one, title: "Mend parsing" }, { ...other, title: "Draw borders" }, unread, {
      strict: true,
    });
    expect(judged.why).toContain("imports in `y/b.jl` are not read");
  });
});

describe("topicRarity()", () => {
  test("falls from 1 to 0 with the share of paths that speak of a topic", () => {
    const paths = Array.from({ length: 100 }, (_, at) => `${at < 10 ? "cache" : "other"}/file${at}.ts`);
    const rarity = topicRarity(new Set(paths));
    expect(rarity("nowhere")).toBeCloseTo(1, 5);
    expect(rarity("cache")).toBeCloseTo(Math.log(100 / 11) / Math.log(100), 5);
    expect(rarity("other")).toBeLessThan(0.03);
  });

  test("says of a very large repository what a sample of its paths does", () => {
    const paths = new Set(Array.from({ length: 24_000 }, (_, at) => `${at % 2 === 0 ? "cache" : "other"}/f${at}.ts`));
    const rarity = topicRarity(paths);
    for (const topic of ["cache", "other"]) expect(rarity(topic)).toBeCloseTo(Math.log(2) / Math.log(24_000), 2);
    expect(topicRarity(paths)).toBe(rarity);
  });
});
