import { expect, test } from "bun:test";
import { escapeCell, escapeMarkdown, quoteLines } from "../../src/text/escape-markdown.ts";

const joint = "&#8203;";

test.each([
  ["@ada", `@${joint}ada`],
  ["see #12", `see #${joint}12`],
  ["fixes owner/repo#3", `fixes${joint} owner/repo#${joint}3`],
  ["`code` **bold** [x](http://y)", "\\`code\\` \\*\\*bold\\*\\* \\[x\\](http:&#8203;//y)"],
  ["completes SHOP-4, reopens #5", `completes${joint} SHOP-4, reopens${joint} #${joint}5`],
  ["fixes issue 12 and closes T123", `fixes${joint} issue 12 and closes${joint} T123`],
  ["SHOP-12 #close, then #fff", `SHOP-12 #${joint}close, then #${joint}fff`],
  ["color #fff", "color #fff"],
  ["ask @{557058:abc} of @{}", `ask @${joint}{557058:abc} of @{}`],
  ["a | b", "a \\| b"],
  ["<img src=x>", "&lt;img src=x&gt;"],
  ["&lt;b&gt;", "&amp;lt;b&amp;gt;"],
  ["one\n# two", "one # two"],
  ["- a list", "\\- a list"],
  ["www.example.com", `www${joint}.example.com`],
  ["\u001b[31mred\u202e", "red"],
])("escapeCell(%j) is %j", (text, expected) => {
  expect(escapeCell(text)).toBe(expected);
});

test("escapeMarkdown() keeps lines", () => {
  expect(escapeMarkdown("one\n# two")).toBe("one\n\\# two");
});

test("quoteLines() leaves no line of a text unmarked, whatever ends it", () => {
  expect(quoteLines("a\nb\r\nc\rd\u2028e\u2029f\n\ng")).toBe("> a\n> b\n> c\n> d\n> e\n> f\n>\n> g");
});
