import { expect, test } from "bun:test";
import fc from "fast-check";
import { brokenWords, jsonIn } from "../../../src/agents/ask/find-json.ts";

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

const [one, two, three] = [
  { id: "S1", a: ["x"] },
  { id: "S2", a: ["y"] },
  { id: "S3", a: [] },
];
const json = (value: unknown) => JSON.stringify(value);
const fenced = (value: unknown) => `\`\`\`json\n${typeof value === "string" ? value : json(value)}\n\`\`\``;

test.each([
  ["each on a line", [one, two, three].map(json).join("\n")],
  ["each in a block", `First:\n${fenced(one)}\nThen:\n${fenced(two)}\n${fenced(three)}`],
  ["each after a heading", `# One\n${json(one)}\n\n# Two\n${json(two)}\n# Three\n${json(three)}\nDone.`],
])("items with ids of their own, %s, are one list", (_, text) => {
  expect(first(text)).toEqual([one, two, three]);
});

test("items with no comma between them are one list", () => {
  expect(first(`{"stories": [${json(one)}\n${json(two)} ${json(three)}]}`)).toEqual({ stories: [one, two, three] });
});

test.each([
  ["a list that is cut off", `{"stories":[${json(one)},${json(two)},{"id":"S3","a":["z`],
  ["a list that is cut off between items", `Here:\n\`\`\`json\n{"stories":[${json(one)},${json(two)},`],
  ["a list with an item that can't be read", `[${json(one)},{"id":"S2","b":"say " so"},${json(three)}]`],
  ["lines of which one can't be read", `${json(one)}\n{"id":"S2","b":"say " so"}\n${json(three)}`],
  ["blocks of which one can't be read", `${fenced(one)}\n${fenced('{"id":"S2","b":"say " so"}')}\n${fenced(three)}`],
  ["a line beside one that is cut off", `${json(one)}\n{"id":"S2","a":["y"`],
])("no item of %s stands for all of it", (_, text) => {
  expect([...jsonIn(text)].filter(({ value }) => json(value).includes('"id"'))).toEqual([]);
});

test("of documents that have the same id the last block counts, as of any", () => {
  expect(first(`${fenced({ id: "S1", a: 1 })}\nBetter:\n${fenced({ id: "S1", a: 2 })}`)).toEqual({ id: "S1", a: 2 });
});

test.each([
  ['{"stories":[{"id":"S1","title":"x', "cut off"],
  ['So:\n```json\n{"stories": [\n{"id": "S1"},\n```', "cut off"],
  ["", "empty"],
  ["stories:\n  - id: S1\n    writes: [lib/a.js]\n", "YAML"],
  ["Here:\n```yaml\nstories:\n- title: A\n```\n", "YAML"],
])("what keeps %j from being read is told", (text, why) => {
  expect(brokenWords(text)).toContain(why);
});

test.each(["I would rather not.", 'With [ in mind: {"a":1}', '{"a":1}', "{a b}", "To do:\n- look: there\n"])(
  "%j is not cut off",
  (text) => {
    expect(brokenWords(text)).toBeNull();
  },
);
