import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { cutText, padText, widthOf, wrapLog, wrapText } from "../../src/text/cells.ts";
import { plainLine } from "../../src/text/plain.ts";

describe("cells", () => {
  const width = fc.integer({ min: 1, max: 60 });
  const text = fc.string({ unit: "grapheme" }).map(plainLine);
  test("cutText() never takes more cells than it may", () => {
    fc.assert(
      fc.property(text, width, (value, cells) => expect(widthOf(cutText(value, cells))).toBeLessThanOrEqual(cells)),
    );
  });
  test("cutText() leaves alone what fits", () => {
    fc.assert(fc.property(text, (value) => expect(cutText(value, widthOf(value))).toBe(value)));
  });
  test("wrapText() loses no word", () => {
    const words = fc.array(fc.stringMatching(/^[a-zé日本]{1,9}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 60 }), (list, cells) => {
        const lines = wrapText(list.join(" "), cells);
        expect(lines.join(" ")).toBe(list.join(" "));
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(cells);
      }),
    );
  });
  test("padText() fills cells, not characters", () => {
    expect(padText("日本", 6)).toBe("日本  ");
  });
});

test("wrapLog() loses nothing, and breaks no word", () => {
  const words = fc.array(fc.stringMatching(/^[a-z`":;/-]{1,30}$/), { minLength: 1 });
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 60 }), (list, cells) => {
      expect(wrapLog(list.join(" "), cells).join(" ")).toBe(list.join(" "));
    }),
  );
});

describe("wrapLog()", () => {
  const url = "https://forge.example/acme/shop/pull/1?from=baro";
  test.each([
    [`see ${url}`, 20, ["see", url]],
    [url, 20, [url]],
    [`Opened ${url}: it waits for a review`, 20, ["Opened", url, "it waits for a", "review"]],
    [`${url}, and ${url}.`, 10, [url, "and", url]],
    [`see ${url}`, 60, [`see ${url}`]],
    [`see it at ${url}`, 50, ["see it at", url]],
    ["no address, only words", 12, ["no address,", "only words"]],
    ["each gets its own by `npm ci --no-audit`", 22, ["each gets its own by", "`npm ci --no-audit`"]],
    ["each gets its own by `npm ci --no-audit`, then", 12, ["each gets", "its own by", "`npm ci --no-audit`,", "then"]],
    [
      "Stop it with: baro stop fix-it-abc; then: baro resume",
      24,
      ["Stop it with:", "baro stop fix-it-abc;", "then: baro resume"],
    ],
    ['Write: baro run "this; that, too" --plain', 20, ["Write:", 'baro run "this; that, too" --plain']],
    ['Cannot read "/a folder/with blanks": gone', 24, ["Cannot read", '"/a folder/with blanks":', "gone"]],
    ["run fix-the-date-parser-abcdef with it", 20, ["run", "fix-the-date-parser-abcdef", "with it"]],
    ["更新更新更新更新更新更新 it", 10, ["更新更新更", "新更新更新", "更新 it"]],
    ["Cannot commit: git does not know your name", 20, ["Cannot commit: git", "does not know your", "name"]],
    ["Cannot look: git can't read its branches", 24, ["Cannot look: git can't", "read its branches"]],
    ["Look at it with: git status --short", 20, ["Look at it with:", "git status --short"]],
    ["one\ntwo three", 8, ["one", "two", "three"]],
  ])("%j in %i cells", (text, width, lines) => {
    expect(wrapLog(text, width)).toEqual(lines);
  });
});
