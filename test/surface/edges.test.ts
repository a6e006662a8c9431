import { expect, test } from "bun:test";
import { linkedReason } from "../../src/surface/pairs/link-reason.ts";
import { pairFeatures } from "../../src/surface/pairs/pair-features.ts";
import { commonNames } from "../../src/surface/pairs/shared-names.ts";
import { stem } from "../../src/surface/pairs/spoken-topics.ts";
import { takenUp } from "../../src/surface/pairs/taken-up.ts";
import { dataToLookUp } from "../../src/surface/pairs/test-data.ts";
import { evidenceOf, surfaceOf } from "./made-evidence.ts";

test.each([
  ["ended", "ended"],
  ["parsed", "pars"],
  ["parses", "parse"],
  ["bodies", "body"],
])("the stem of %s is %s: a short word keeps its end", (word, expected) => {
  expect(stem(word)).toBe(expected);
});

test("the former of two is the first, the latter the last", () => {
  const before = ["`parseUrl` and `parsePath` differ."];
  const listed = (sentence: string) => takenUp(sentence, before).map((one) => one.listed);
  expect(listed("Rename the former to `readUrl`.")).toEqual(["`parseUrl`"]);
  expect(listed("Rename the latter to `readPath`.")).toEqual(["`parsePath`"]);
});

test.each<[string, string[]]>([
  ["`parsePath` fills `JsonReader` and `JsonWriter`.", ["`JsonWriter`"]],
  ["`parsePath` fills `JsonWriter`.", ["`JsonWriter`"]],
])("the class is the last type before it: %j", (before, listed) => {
  expect(takenUp("The class goes away.", [before]).map((one) => one.listed)).toEqual(listed);
});

test("code for tests to read is data; a test that lies among data is a test", () => {
  expect(dataToLookUp(["tests/fixtures/sample.js", "tests/fixtures/sample.test.js", "tests/helper.js"])).toEqual([
    "sample.js",
  ]);
});

test.each([
  ["swift", "swift", true],
  ["swift", "ts", false],
  ["ts", "swift", false],
  ["c", "ts", false],
  ["c", "hpp", true],
])("a name of %s is linked in %s without an import: %p", (one, other, isLinked) => {
  const evidence = evidenceOf({
    [`a/maker.${one}`]: { defines: ["openStoreNow"] },
    [`b/user.${other}`]: { words: ["openStoreNow"] },
  });
  const reason = linkedReason(
    surfaceOf(evidence, "S1", [`a/maker.${one}`]),
    surfaceOf(evidence, "S2", [`b/user.${other}`]),
    evidence,
  );
  expect(reason !== null).toBe(isLinked);
});

test("what two titles share is weighed against all that they say", () => {
  const evidence = evidenceOf({ "src/a.ts": {}, "src/b.ts": {} });
  const of = (one: string, other: string) =>
    pairFeatures(
      surfaceOf(evidence, "S1", ["src/a.ts"], one),
      surfaceOf(evidence, "S2", ["src/b.ts"], other),
      evidence,
    );
  expect(of("Parser", "Parser").titleLikeness).toBe(1);
  expect(of("Parser", "Printer").titleLikeness).toBe(0);
});

test("names that both use are counted, each once", () => {
  const evidence = evidenceOf({
    "src/a.ts": { words: ["open_store", "read_plan", "own_thing"] },
    "src/b.ts": { words: ["read_plan", "open_store", "other_thing"] },
  });
  const [a, b] = [surfaceOf(evidence, "S1", ["src/a.ts"]), surfaceOf(evidence, "S2", ["src/b.ts"])];
  expect(commonNames(a, b, evidence)).toBe(2);
});

test("a subject of three letters is one, of two is none", () => {
  const evidence = evidenceOf({ "src/url.ts": {}, "src/ab.ts": {} });
  expect([...surfaceOf(evidence, "S1", ["src/url.ts", "src/ab.ts"]).code.subjects]).toEqual(["url"]);
});
