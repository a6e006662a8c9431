import { expect, test } from "bun:test";
import { numberedItems } from "../../src/intake/numbered.ts";

test.each<[text: string, items: string[] | null, isNumbered?: boolean]>([
  ["(1) Fix the header. (2) Fix the footer.", ["Fix the header. ", "Fix the footer."]],
  [
    "(a) fix the header, (b) fix the footer, (c) drop the menu",
    ["fix the header,", "fix the footer,", "drop the menu"],
    false,
  ],
  ["Step one, fix the header; step two, fix the footer", ["fix the header;", "fix the footer"]],
  ["1) fix the header; 2) fix the footer. Thanks for all of it", ["fix the header;", "fix the footer"]],
  // Only what goes on from one counts.
  ["See (2) fix the header and (3) fix the footer", null],
  ["(b) fix the header (c) fix the footer", null],
  ["(1) fix the header", null],
  // Half of them may be done to see a fault; more are the way to it.
  ["(1) open the page (2) fix the colour", ["open the page", "fix the colour"]],
  ["(1) open the page (2) click Save (3) fix the colour", null],
  ["(1) open it (2) click on it (3) fix a (4) fix b (5) fix c", ["open it", "click on it", "fix a", "fix b", "fix c"]],
  // A paragraph between them is no running text.
  ["(1) fix the header\n\nand then again (2) fix the footer", null],
])("what is numbered in %j", (text, items, isNumbered = true) => {
  const found = numberedItems(text);
  expect(found?.items.map((one) => one.trim()) ?? null).toEqual(items?.map((one) => one.trim()) ?? null);
  if (items !== null) expect(found?.isNumbered).toBe(isNumbered);
});
