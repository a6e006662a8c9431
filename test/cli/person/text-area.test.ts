import { expect, test } from "bun:test";
import fc from "fast-check";
import { textArea } from "../../../src/cli/person/text-area.ts";
import { plain } from "../../../src/report/layout.ts";
import { widthOf } from "../../../src/text/cells.ts";

/** The lines of a text as it is written, without the bar beside them; the place of the next character is in brackets. */
function linesOf(text: string, width: number, keys: readonly string[] = []): string[] {
  const area = textArea({ message: () => ["?"], initialValue: text, isLong: true }, plain);
  for (const key of keys) area.press(key);
  const lines = area.lines({ width: width + 3, rows: 14 }).slice(1, -1);
  return lines.map((line) => line.slice(3).replace("\u001b[7m", "[").replace("\u001b[27m", "]"));
}

test.each<[string, number, string[], string[]]>([
  ["what is written", 20, [], ["what is written[ ]"]],
  ["what is written here", 12, [], ["what is ", "written here", "[ ]"]],
  ["a word that", 6, [], ["a word", "that[ ]"]],
  ["unbreakable", 6, [], ["unbrea", "kable[ ]"]],
  ["one two", 4, ["home"], ["[o]ne ", "two"]],
  ["one two", 3, ["left", "left", "left", "left"], ["one", "[ ]", "two"]],
  ["更新更新", 5, [], ["更新", "更新[ ]"]],
  ["first\nsecond", 20, ["up"], ["first[ ]", "second"]],
])("%j in %i cells after %j", (text, width, keys, lines) => {
  expect(linesOf(text, width, keys)).toEqual(lines);
});

test("no line is wider than its room, and no character but blanks is lost", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", " ", "更", "é", "👩‍🚀"), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 30 }), (written, width) => {
      const lines = linesOf(written, width).map((line) => line.replace("[ ]", " "));
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
      if (lines.length < 12) expect(lines.join("").replaceAll(" ", "")).toBe(written.replaceAll(" ", ""));
    }),
  );
});
