import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseLooseJson, readLooseJson } from "../../src/text/loose-json.ts";

const mended: [what: string, text: string, value: unknown][] = [
  ["a Python dict", "{'a': True, 'b': [None, False], 'c': -1.5e3}", { a: true, b: [null, false], c: -1500 }],
  ["both quotes in one dict", `{'a': "it's", "b": 'say "c"', 'd': 'it\\'s'}`, { a: "it's", b: 'say "c"', d: "it's" }],
  [
    "an address in single quotes",
    "{'a': 'see https://x.test/ # not a comment'}",
    { a: "see https://x.test/ # not a comment" },
  ],
  ["words of Python within a text", "{'a': 'True or None'}", { a: "True or None" }],
  ["trailing commas", "{'a': [1, 2,], 'b': {},}", { a: [1, 2], b: {} }],
  ["an apostrophe that is not escaped", "{'a': 'don't stop', 'b': 1}", { a: "don't stop", b: 1 }],
  ["escapes of Python's", "{'a': '\\x41\\u00e9\\U0001F600\\d\\n\\\\'}", { a: "Aé😀\\d\n\\" }],
  ["tuples", "{'a': ('x', 'y'), 'b': ('x',), 'c': (), 'd': ('x')}", { a: ["x", "y"], b: ["x"], c: [], d: "x" }],
  ["texts on lines of their own", "{'a': ('one '\n  \"two\")}", { a: "one two" }],
  ["a long text", "{'a': '''it's\n\"b\"'''}", { a: 'it\'s\n"b"' }],
  ["names without quotes, with comments", "{a: 1, /* x */ b_c: 2, // y\n 'd-e': 3, # z\n}", { a: 1, b_c: 2, "d-e": 3 }],
  ["line ends and tabs in a text", '{"a": "one\n\ttwo \\"three\\""}', { a: 'one\n\ttwo "three"' }],
  ["quotes of prose", "{“a”: “it’s one”, ‘b’: [„c“, ‘d’]}", { a: "it’s one", b: ["c", "d"] }],
  [
    "no comma behind a bracket",
    "{'a': [{'b': 1}\n{'c': []} [2]] 'd': {} e: 3}",
    { a: [{ b: 1 }, { c: [] }, [2]], d: {}, e: 3 },
  ],
  ["numbers that JSON lacks", "[+1, .5, 1_000, 2., 007, NaN, undefined]", [1, 0.5, 1000, 2, 7, null, null]],
];

test.each(mended)("%s is read as it is meant", (_, text, value) => {
  expect(parseLooseJson(text)).toEqual({ value, mended: true });
});

test.each([
  ["cut off", "{'a': [1, 2"],
  ["a text that is not closed", "{'a': 'b}"],
  ["two documents", "{'a': 1}{'b': 2}"],
  ["a forgotten quote", '{"a": "x = "" and y"}'],
  ["quotes within quotes", '{"a": "say " to"}'],
  ["no comma", "{'a': 1 'b': 2}"],
  ["no value", "{'a':, 'b': 2}"],
  ["a word", "{'a': maybe}"],
  ["two commas", "[1,,2]"],
  ["an expression", "{'a': 1 + 2}"],
  ["brackets without end", "[".repeat(100_000)],
])("%s is not guessed", (_, text) => {
  expect(parseLooseJson(text)).toBeNull();
});

test("what is strict JSON is read as it is, alone and within a text", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(parseLooseJson(text)).toEqual({ value: JSON.parse(text), mended: false });
      const list = JSON.stringify([value]);
      const found = readLooseJson(`so: ${list} and on`, 4);
      expect(found).toEqual({ ok: true, value: JSON.parse(list), end: 4 + list.length, mended: false });
    }),
  );
});

/** As Python prints a value. */
function repr(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") {
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
    const inside = value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll(quote, `\\${quote}`);
    return quote + inside + quote;
  }
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  if (typeof value === "object") {
    return `{${Object.entries(value)
      .map(([key, item]) => `${repr(key)}: ${repr(item)}`)
      .join(", ")}}`;
  }
  return String(value);
}

test("whatever Python prints is read as it was", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const plain = JSON.parse(JSON.stringify(value)) as unknown;
      expect(parseLooseJson(repr(plain))?.value).toEqual(plain as object);
    }),
  );
});
