import { expect, test } from "bun:test";
import fc from "fast-check";
import { jsonLine, parsePlain, plainLine, plainLines, plainText } from "../../src/text/plain.ts";

test("plainLine() is idempotent and one line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      const line = plainLine(value);
      expect(plainLine(line)).toBe(line);
      expect(line).not.toMatch(/[\p{Cc}]/u);
    }),
  );
});

test.each([
  ["\u001b[31mred\u001b[0m", "red"],
  ["\u001b]0;title\u0007text", "text"],
  ["\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\", "link"],
  ["a\u009b2Jb", "ab"],
  ["one\rtwo\r\nthree\tfour", "one\ntwo\nthree\tfour"],
  ["user\u202etxt.exe", "usertxt.exe"],
  ["\u2066a\u2069\u200b\ufeffb", "ab"],
  ["tag\u{e0041}\u{e007f}", "tag"],
  ["👨‍👩‍👧 می‌خواهم", "👨‍👩‍👧 می‌خواهم"],
  ["half \ud83d", "half \ufffd"],
])("plainText(%j) is %j", (text, expected) => {
  expect(plainText(text)).toBe(expected);
});

test("plainLines() keeps lines apart and nothing else", () => {
  expect(plainLines("a\tb  \r\n\u001b[2Jc\u2028d")).toEqual(["a  b", "c", "d"]);
});

test("a line of JSON does nothing to a terminal, and means the same", () => {
  const value = { text: "a\u001b[2J\u009b31m\u202ecod\u2066\u2028\u0000é😀" };
  const line = jsonLine(value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(line).toMatch(/^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066]*\n$/);
  expect(JSON.parse(line)).toEqual(value);
});

test("parsePlain() gives every text of a document as plainText() does", () => {
  const parsed = (text: string) => parsePlain(JSON.stringify({ list: [text], number: 1 }));
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(parsed(text)).toEqual({ list: [plainText(text)], number: 1 });
    }),
  );
  for (let code = 0; code <= 0x10ffff; code++) {
    const text = `a${String.fromCodePoint(code)}b`;
    const plain = plainText(text);
    if (plain !== text) expect(parsed(text)).toEqual({ list: [plain], number: 1 });
  }
});
