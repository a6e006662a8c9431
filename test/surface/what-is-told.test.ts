import { describe, expect, test } from "bun:test";
import type { NamePlaces } from "../../src/repository/names-at-base.ts";
import { changesContract } from "../../src/surface/pairs/contract-words.ts";
import { needsWhatGoes } from "../../src/surface/pairs/needs-what-goes.ts";
import { ruleFor } from "../../src/surface/pairs/pair-rules.ts";
import { parseAlternative } from "../../src/surface/pattern/pattern-syntax.ts";
import { evidenceOf, surfaceOf } from "./made-evidence.ts";

test.each<[string[], string[], string[], string]>([
  [
    ["package.json", "package-lock.json", "yarn.lock"],
    ["package.json"],
    ["package-lock.json", "yarn.lock"],
    "`package-lock.json` is made from",
  ],
  [["yarn.lock"], ["package.json"], ["yarn.lock", "package-lock.json"], "`yarn.lock` is made from"],
  [
    [],
    ["db/migrate/002_a.rb", "db/migrate/004_a.rb"],
    ["db/migrate/003_b.rb"],
    "`db/migrate/002_a.rb` and S2 `db/migrate/003_b.rb`",
  ],
  [
    ["src/cache/index.ts", "src/index.ts"],
    ["src/cache/new.ts"],
    ["src/cache/index.ts", "src/index.ts"],
    "writes `src/cache/index.ts` near it",
  ],
  [["src/cache/index.ts", "src/index.ts"], ["src/cache/new.ts"], ["src/index.ts"], "writes `src/index.ts` near it"],
  [[], ["lib/disk_cache.ts", "lib/memory_cache.ts"], ["lib/far_cache.ts"], "creates `lib/disk_cache.ts`"],
])("with %j there, %j and %j: the first is told, as in %p", (files, one, other, told) => {
  const evidence = evidenceOf(Object.fromEntries(files.map((path) => [path, {}])));
  const found = ruleFor(surfaceOf(evidence, "S1", one), surfaceOf(evidence, "S2", other), evidence);
  expect(found?.why).toContain(told);
});

describe("a name that could come in another's place", () => {
  const files = { "src/a.ts": { defines: ["readFileA"] }, "lib/b.ts": { words: ["readFileA"] } };
  const own = { readFileA: { defined: ["src/a.ts"], held: ["src/a.ts", "lib/b.ts"] } };
  test.each<[string, Record<string, Partial<NamePlaces>>, boolean]>([
    ["is not there yet", { ...own, readFileB: {} }, true],
    ["is there already, and is another thing", { ...own, readFileB: { held: ["lib/c.ts"] } }, false],
    ["was not looked up", own, false],
  ])("%s", (_what, names, ordered) => {
    const evidence = evidenceOf(files, names);
    const maker = surfaceOf(evidence, "S1", ["src/a.ts"], "Work", "`readFileA` says little, so `readFileB` fits.");
    const found = needsWhatGoes(maker, surfaceOf(evidence, "S2", ["lib/b.ts"]), evidence);
    expect(found !== null).toBe(ordered);
    if (ordered) expect(found).toMatchObject({ first: "a", rule: "needs-what-goes" });
  });
});

test("what a title means without writing it is told with the first file that uses it", () => {
  const evidence = evidenceOf({
    "src/a.ts": { defines: ["RetryBudget"] },
    "docs/0.md": {},
    "docs/1.md": { words: ["RetryBudget"] },
    "docs/2.md": { words: ["RetryBudget"] },
  });
  const maker = surfaceOf(evidence, "S1", ["src/a.ts"], "The retry budgets take a list");
  const user = surfaceOf(evidence, "S2", ["docs/0.md", "docs/1.md", "docs/2.md"]);
  const why = "S1's title speaks of `RetryBudget`, which S2's `docs/1.md` uses";
  expect(needsWhatGoes(maker, user, evidence)).toEqual({ rule: "needs-what-goes", first: "a", why });
  expect(needsWhatGoes(user, maker, evidence)).toEqual({ rule: "needs-what-goes", first: "b", why });
});

test("a moved file is told from whoever moves it", () => {
  const evidence = evidenceOf({ "src/a.ts": {}, "lib/b.ts": { imports: ["src/a.ts"] } });
  const maker = surfaceOf(evidence, "S1", ["src/a.ts"], "Remove src/a.ts");
  const user = surfaceOf(evidence, "S2", ["lib/b.ts"]);
  expect(needsWhatGoes(maker, user, evidence)?.first).toBe("a");
  expect(needsWhatGoes(user, maker, evidence)?.first).toBe("b");
});

test.each<[string, boolean]>([
  ["refactor(async): mend the reader", false],
  ["mend the async reader", true],
  ["refactor: mend the async reader", true],
])("%p changes something for its users: %p", (title, expected) => {
  expect(changesContract(title)).toBe(expected);
});

test("of a pattern that is refused the beginning is told", () => {
  const told = (length: number) => {
    const text = `/${"x".repeat(length - 1)}`;
    try {
      parseAlternative(text, text);
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };
  expect(told(200)).toBe(`Cannot use the pattern "/${"x".repeat(199)}": it is absolute`);
  expect(told(201)).toBe(told(200));
});
