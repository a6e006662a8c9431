import { expect, test } from "bun:test";
import { changesText, countText, plural, roughCountText, tokensText, usdText } from "../../src/text/units.ts";

test.each([
  [0, "0"],
  [999, "999"],
  [12_400, "12.4k"],
  [134_000, "134k"],
  [999_999, "1.00M"],
  [1_250_000, "1.25M"],
])("countText(%p) is %p", (count, expected) => {
  expect(countText(count)).toBe(expected);
});

test("the other units", () => {
  expect(tokensText({ input: 10, cachedInput: 0, output: 2, reasoning: 0 })).toBe("10 in, 2 out");
  expect(usdText(0)).toBe("$0.00");
  expect(usdText(0.00001)).toBe("under $0.0001");
  expect(usdText(0.0421)).toBe("$0.0421");
  expect(usdText(12.3)).toBe("$12.30");
  expect(changesText({ files: 1, insertions: 0, deletions: 2 })).toBe("1 file, +0 −2");
  expect([plural(1, "story"), plural(2, "story"), plural(0, "file")]).toEqual(["1 story", "2 stories", "0 files"]);
});

test.each([
  [0, "0"],
  [999, "999"],
  [1500, "2k"],
  [999_499, "999k"],
  [999_500, "1.0M"],
  [5_230_000, "5.2M"],
])("roughCountText(%p) is %p", (count, text) => {
  expect(roughCountText(count)).toBe(text);
});
