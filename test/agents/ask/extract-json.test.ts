import { expect, test } from "bun:test";
import fc from "fast-check";
import { jsonIn } from "../../../src/agents/ask/read-answer.ts";

const first = (text: string) => {
  const found = jsonIn(text).next().value;
  return found === undefined ? undefined : found.value;
};

test.each([
  ["the whole text", ' {"a":1}\n', { a: 1 }],
  ["a list", "[1,2]", [1, 2]],
  ["after a byte order mark", '\uFEFF{"a":1}', { a: 1 }],
  ["a fenced block", 'Here:\n```json\n{"a":1}\n```\nDone.', { a: 1 }],
  ["a fenced block without a name", '```\n{"a":1}\n```', { a: 1 }],
  ["the last of two blocks", '```json\n{"a":1}\n```\nNo, better:\n```json\n{"a":2}\n```', { a: 2 }],
  ["between prose", 'I say {"a":{"b":"}"}} and mean it', { a: { b: "}" } }],
  ["after a stray brace", 'With { in mind: {"a":1}', { a: 1 }],
  ["quotes and backslashes", 'So: {"a":"\\"{\\\\"}!', { a: '"{\\' }],
  ["a fence inside a string", '{"a":"```json\\n{}\\n```"}', { a: "```json\n{}\n```" }],
  [
    "what Python prints",
    "{'a': ['it\\'s', \"'b'\", 'say \"c\"', True, None]}",
    { a: ["it's", "'b'", 'say "c"', true, null] },
  ],
  ["U+2028 in a string", '{"a":"x\u2028y"}', { a: "x\u2028y" }],
])("jsonIn() finds %s", (_, text, value) => {
  expect(first(text)).toEqual(value);
});

test.each([
  ["nothing", ""],
  ["prose", "I would rather not."],
  ["a bare word or number", "true 42"],
  ["empty brackets in what can't be read", "{a: [], b: {}"],
  ["half a document", '{"a":[1,2'],
])("jsonIn() finds no document in %s", (_, text) => {
  expect([...jsonIn(text)].filter(({ value }) => !Array.isArray(value))).toEqual([]);
});

test("jsonIn() finds any document in any prose that has no brackets of its own", () => {
  const prose = fc.string().map((text) => text.replaceAll(/[{}[\]"`]/g, ""));
  const object = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(prose, object, prose, (before, value, after) => {
      expect(first(`${before}\n${JSON.stringify(value)}\n${after}`)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("jsonIn() gives up on text that is all brackets, and is not slow about it", () => {
  expect([...jsonIn("{".repeat(1_000_000))]).toEqual([]);
  expect([...jsonIn('"[{'.repeat(100_000))]).toEqual([]);
});

test.each([
  ["a trailing comma", '{"a":[1,2,],}', { a: [1, 2] }],
  ["comments", '{\n// one\n"a": 1 /* two */}', { a: 1 }],
  [
    "Python's own words and quotes between prose",
    "Sure: {'a': ['https://x.test', None]}. Good?",
    { a: ["https://x.test", null] },
  ],
  ["a fence with a comment", 'Here:\n```json\n{"a": "x, // y", /* z */}\n```', { a: "x, // y" }],
])("jsonIn() passes over %s, and says so", (_, text, value) => {
  expect(jsonIn(text).next().value).toEqual({ value, mended: true });
});
