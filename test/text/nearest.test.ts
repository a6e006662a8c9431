import { expect, test } from "bun:test";
import { editDistance, nearestName } from "../../src/text/nearest.ts";

test.each([
  ["moode", "mode"],
  ["jsno", "json"],
  ["rnu", "run"],
  ["PLAN", "plan"],
  ["banana", null],
])("nearestName(%j) is %j", (word, name) => {
  expect(nearestName(word, ["mode", "json", "run", "plan"])).toBe(name);
});

test.each([
  ["", "abc", 3],
  ["kitten", "sitting", 3],
  ["ab", "ba", 1],
  ["same", "same", 0],
])("editDistance(%j, %j) is %p", (a, b, distance) => {
  expect([editDistance(a, b), editDistance(b, a)]).toEqual([distance, distance]);
});
