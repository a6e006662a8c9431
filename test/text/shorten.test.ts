import { expect, test } from "bun:test";
import fc from "fast-check";
import { graphemesOf, headOf, shorten, tailOf } from "../../src/text/shorten.ts";

test("shorten() keeps to its limit and splits no character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), fc.integer({ min: 2, max: 40 }), (text, limit) => {
      const short = shorten(text, limit);
      expect(short.length).toBeLessThanOrEqual(limit);
      expect(short.isWellFormed()).toBe(text.isWellFormed());
    }),
  );
});

const family = "👨‍👩‍👧‍👦";
const flag = "🇦🇹";

test.each([
  ["ab", 5, "ab"],
  [`ab${family}c`, 5, "ab"],
  [`ab${family}c`, 13, `ab${family}`],
  [`a${flag}${flag}`, 7, `a${flag}`],
  ["e\u0301e\u0301", 3, "e\u0301"],
  ["𝒳𝒳", 3, "𝒳"],
  ["abc", 0, ""],
])("headOf(%j, %p) is %j", (text, limit, head) => {
  expect(headOf(text, limit)).toBe(head);
});

test("headOf() ends where a character of the text ends", () => {
  const texts = fc.array(fc.constantFrom("a", " ", "日", "e\u0301", "𝒳", family, "👍🏽", "\r\n"), { maxLength: 200 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 0, max: 300 }), (list, limit) => {
      const text = list.join("");
      const head = headOf(text, limit);
      expect(text.startsWith(head)).toBe(true);
      expect([...graphemesOf(text)].slice(0, [...graphemesOf(head)].length)).toEqual([...graphemesOf(head)]);
    }),
  );
});

test("a heap of marks on one character ends somewhere", () => {
  expect(headOf(`a${"\u0301".repeat(1000)}`, 20).length).toBeLessThanOrEqual(20);
});

test.each([
  ["Add a farewell to the greeting", 20, "Add a farewell to…"],
  ["one, two, three", 11, "one, two…"],
  ["unbreakable-and-long", 10, "unbreakab…"],
])("shorten(%j, %p) is %j", (text, limit, short) => {
  expect(shorten(text, limit)).toBe(short);
});

test.each([
  ["ab", 5, "ab"],
  [`a${family}bc`, 5, "bc"],
  [`a${family}bc`, 13, `${family}bc`],
  ["e\u0301e\u0301", 3, "e\u0301"],
  ["𝒳𝒳", 3, "𝒳"],
  ["abc", 0, ""],
])("tailOf(%j, %p) is %j", (text, limit, tail) => {
  expect(tailOf(text, limit)).toBe(tail);
});

test("tailOf() begins where a character of the text begins", () => {
  const texts = fc.array(fc.constantFrom("a", " ", "日", "e\u0301", "𝒳", family, "👍🏽", "\r\n"), { maxLength: 200 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 0, max: 300 }), (list, limit) => {
      const text = list.join("");
      const tail = tailOf(text, limit);
      expect(tail.length).toBeLessThanOrEqual(Math.max(0, limit));
      expect(text.endsWith(tail)).toBe(true);
      const characters = [...graphemesOf(tail)];
      expect(characters.length === 0 ? [] : [...graphemesOf(text)].slice(-characters.length)).toEqual(characters);
    }),
  );
});
