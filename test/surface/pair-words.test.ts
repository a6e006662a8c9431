import { describe, expect, test } from "bun:test";
import { evidenceOfFiles, type SurfaceEvidence } from "../../src/repository/evidence.ts";
import type { FileFacts } from "../../src/repository/file-facts.ts";
import { historyOf } from "../../src/repository/history.ts";
import type { NamePlaces } from "../../src/repository/names-at-base.ts";
import { coChangeReason } from "../../src/surface/pairs/co-change.ts";
import { changesContract, isOnlyBetter, withoutScope } from "../../src/surface/pairs/contract-words.ts";
import { goingNames } from "../../src/surface/pairs/going-names.ts";
import { judgePair } from "../../src/surface/pairs/judge-pair.ts";
import { reasonFor } from "../../src/surface/pairs/pair-reason.ts";
import { storySurface } from "../../src/surface/pairs/story-surface.ts";
import { storyOf } from "../repository/evidence-of.ts";

const none: FileFacts = { imports: [], packages: [], defines: [], words: [], types: [], bases: [], lines: 100 };
const longHistory = historyOf(Array.from({ length: 100 }, () => ["elsewhere"]));
function evidenceOf(facts: Record<string, Partial<FileFacts>>, more: Partial<SurfaceEvidence> = {}): SurfaceEvidence {
  const known = Object.entries(facts).map(([path, own]) => [path, { ...none, ...own }] as const);
  const files = evidenceOfFiles("base", Object.keys(facts));
  return { ...files, missing: [], facts: new Map(known), history: longHistory, ...more };
}
const ruleOf = (evidence: SurfaceEvidence, one: string[], title: string, other: string[], theirs = "Draw borders") =>
  judgePair({ ...storyOf("S1", one), title }, { ...storyOf("S2", other), title: theirs }, evidence, { strict: false })
    .rule;

describe("what becomes of a name", () => {
  const all = { "src/ReadAll.ts": {}, "src/other.ts": {}, "lib/b.ts": {} };
  const held: NamePlaces = { defined: [], held: ["src/ReadAll.ts", "lib/b.ts"], coded: [], keyed: [] };
  const names = new Map([["ReadAll", held]]);
  const rule = (title: string) =>
    ruleOf(evidenceOf(all, { names }), ["src/ReadAll.ts", "src/other.ts"], title, ["lib/b.ts"]);
  test("a file's own name is held by whoever imports it: what is changed in it is not changed of it", () => {
    expect(rule("Rename ReadAll to ReadWhole")).toBe("needs-what-goes");
    expect(rule("`ReadAll` returns a promise instead of a string")).toBe("coupled");
  });

  test("a text that takes away more than a dozen is read for a dozen", () => {
    const many = Array.from({ length: 20 }, (_, at) => `Remove old_name_${at}.`).join("\n");
    expect(goingNames(many)).toHaveLength(12);
  });

  test.each([
    ["writer: speed up what it returns as a list", false],
    ["writer: return a list instead of a map", true],
    ["`Writer`: document that it returns bytes instead of a string", false],
    ["Writer: no longer return null", true],
  ])("%p changes something for its users: %p", (title, expected) => {
    expect(changesContract(title)).toBe(expected);
  });

  test.each([
    ["make parse_args faster", true],
    ["make parse_args take a list", false],
    ["Making all of it easier to read", true],
  ])("%p only makes it better: %p", (sentence, expected) => {
    expect(isOnlyBetter(sentence)).toBe(expected);
  });

  test.each([
    ["fix(writer): drop it", "drop it"],
    ["writer: drop it", "drop it"],
    ["[core] 🎉 feat!: drop it", "drop it"],
    ["Writer: drop it", "Writer: drop it"],
    ["drop it", "drop it"],
  ])("%p without its scope is %p", (title, rest) => {
    expect(withoutScope(title)).toBe(rest);
  });
});

describe("a type that another one derives from", () => {
  const derives = (type: string, title: string, more: Partial<FileFacts> = {}) =>
    ruleOf(
      evidenceOf({ "src/base.ts": { types: [type], defines: [type] }, "src/sub.ts": { bases: [type], ...more } }),
      ["src/base.ts"],
      title,
      ["src/sub.ts"],
    ) === "needs-what-goes";
  test.each<[string, string, Partial<FileFacts>, boolean]>([
    ["JsonWriter", "Writers return void, no more chaining", {}, true],
    ["WriterBase", "Writers return void, no more chaining", {}, true],
    ["JsonReader", "Writers return void, no more chaining", {}, false],
    ["JsonWriter", "Speed up writers", {}, false],
    // Two letters say too little, and a type of its own is no one else's.
    ["JsonDb", "The db returns void, no more chaining", {}, false],
    ["JsonDbs", "The dbs return void, no more chaining", {}, true],
    ["JsonWriter", "Writers return void, no more chaining", { types: ["JsonWriter"] }, false],
  ])("%s, where a title says %p and the other has %j: %p", (type, title, more, expected) => {
    expect(derives(type, title, more)).toBe(expected);
  });
});

test("a document uses a name only where the maker's code makes it", () => {
  const rule = (made: string) =>
    ruleOf(
      evidenceOf({ "src/a.ts": { defines: [made, "OtherThing"] }, "docs/a.md": { words: ["RetryBudget"] } }),
      ["src/a.ts"],
      "The retry budgets take a list",
      ["docs/a.md"],
    );
  expect(rule("RetryBudget")).toBe("needs-what-goes");
  expect(rule("RetryPolicy")).not.toBe("needs-what-goes");
});

test("a new file is named where it stands alone, also behind a name that only holds it", () => {
  const rule = (title: string) =>
    judgePair(
      storyOf("S1", ["src/worker.ts"]),
      { ...storyOf("S2", ["web/app.css"]), title },
      evidenceOf({ "web/app.css": {} }),
      {
        strict: false,
      },
    ).rule;
  expect(rule("Call worker.ts")).toBe("needs");
  expect(rule("Leave web-worker.ts alone and call worker.ts")).toBe("needs");
  expect(rule("Leave web-worker.ts and worker.tsx alone")).not.toBe("needs");
});

test("three commits together are the fewest that are no chance", () => {
  const reason = (together: number) => {
    const changes = [
      ...Array.from({ length: together }, () => ["a.ts", "b.ts"]),
      ...Array.from({ length: 90 }, () => ["c.ts"]),
    ];
    const evidence = evidenceOf({ "a.ts": {}, "b.ts": {} }, { history: historyOf(changes) });
    return coChangeReason(
      storySurface(storyOf("S1", ["a.ts"]), evidence),
      storySurface(storyOf("S2", ["b.ts"]), evidence),
      evidence,
    );
  };
  expect(reason(2)).toBeNull();
  expect(reason(3)).toContain("3 commits (100%)");
});

test("two reasons are told, and an import says who goes first before what else is told", () => {
  const evidence = evidenceOf({ "src/a.ts": {}, "src/a.test.ts": {}, "src/b.ts": { imports: ["src/a.ts"] } });
  const surface = (id: string, writes: string[], title: string) =>
    storySurface({ ...storyOf(id, writes), title }, evidence);
  const part = (feature: string) => ({ feature, value: 1, part: 1 }) as never;
  const told = (parts: string[]) =>
    reasonFor(
      surface("S1", ["src/a.ts"], "Mend quorum"),
      surface("S2", ["src/b.ts", "src/new.ts"], "Draw quorum"),
      evidence,
      {
        base: 0,
        parts: parts.map(part),
        margin: 1,
      },
    );
  const { why, first } = told(["titleLikeness", "sameFolder", "created"]);
  expect(why.split("; ")).toEqual(['The titles of S1 and S2 both say "quorum"', "S1 and S2 both write code in `src/`"]);
  expect(first).toBe("a");
  // What is created alone would say the other way.
  expect(told(["created"]).first).toBe("a");
  expect(told([]).why).toBe("S1 writes `src/a.ts`, which S2's `src/b.ts` imports");
});
