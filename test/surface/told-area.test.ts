import { expect, test } from "bun:test";
import { stem } from "../../src/surface/pairs/spoken-topics.ts";
import { areaOf, isTelling } from "../../src/surface/pairs/told-area.ts";
import { evidenceOf, surfaceOf } from "./made-evidence.ts";

const many = (folder: (at: number) => string) =>
  Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`lib/${folder(at)}/word${at}.ts`, {}]));

test.each<[string, string, string, string[]]>([
  ["the folder of both", "billing/carts.ts", "billing/prices.ts", ["bill"]],
  ["what is in a name of theirs, whatever folder bears it", "a/carts.ts", "carts/b.ts", []],
  ["the name of a file of each", "a/carts.ts", "b/carts.ts", []],
  ["a file and its test", "carts.ts", "test/carts.test.ts", []],
  ["the name of a family whose members have names of their own", "a/carts_reader.ts", "b/carts_writer.ts", ["cart"]],
  ["the name of one of them alone beside it", "a/carts.ts", "b/carts_writer.ts", []],
  ["what many paths have", "a/word.ts", "b/word.ts", ["word"]],
  ["nothing", "carts/a.ts", "prices/b.ts", []],
  ["what works and its work", "parsers/a_b.ts", "parsers/c_d.ts", ["parser", stem("parsing")]],
  ["what works and its work", "generators/a_b.ts", "generators/c_d.ts", ["generator", stem("generate")]],
  ["what works and its work", "checkers/a_b.ts", "checkers/c_d.ts", ["checker", stem("checks")]],
])("an area that is %s: %s and %s have %j", (_what, one, other, area) => {
  const evidence = evidenceOf({ [one]: {}, [other]: {}, ...many((at) => `x${at}`) });
  const found = areaOf(surfaceOf(evidence, "S1", [one]), surfaceOf(evidence, "S2", [other]), evidence);
  expect([...found].toSorted()).toEqual(area.toSorted());
});

test.each([
  ["renam", true],
  ["chang", true],
  ["option", true],
  ["missing", true],
  ["deprecat", true],
  ["cart", false],
  ["moved", true],
])("%s says how a change is told: %p", (stem, expected) => {
  expect(isTelling(stem)).toBe(expected);
});
