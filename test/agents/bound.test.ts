import { expect, test } from "bun:test";
import fc from "fast-check";
import { boundInput } from "../../src/agents/bound.ts";

const value = fc.jsonValue({ maxDepth: 5 });
const names = (count: number) => Array.from({ length: count }, (_, at) => `name-${at}`);

test("an input that is small stays the very one", () => {
  fc.assert(
    fc.property(value, (input) => {
      expect(boundInput(input)).toBe(input);
    }),
  );
});

test.each([
  ["a list", Array.from({ length: 51 }, (_, at) => at), Array.from({ length: 50 }, (_, at) => at)],
  [
    "an object",
    Object.fromEntries(names(51).map((one) => [one, 1])),
    Object.fromEntries(names(50).map((one) => [one, 1])),
  ],
  ["a text", { text: "x".repeat(2049) }, { text: `${"x".repeat(2048)} [1 characters left out]` }],
])("%s is cut wherever it lies, and no sooner", (_what, long, cut) => {
  expect(boundInput(long)).toEqual(cut);
  expect(boundInput({ before: "x", inner: [long] })).toEqual({ before: "x", inner: [cut] });
});
