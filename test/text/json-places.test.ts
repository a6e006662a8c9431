import { expect, test } from "bun:test";
import fc from "fast-check";
import { jsonPlaces } from "../../src/text/json-places.ts";

test.each([
  ['{\n  "a": [1,\n 2],\n  "b": {"c": null}\n}', null, { "": 1, a: 2, "a[0]": 2, "a[1]": 3, b: 4, "b.c": 4 }],
  ['{\n  "a": 1\n  "b": 2\n}', 3, { a: 2 }],
  ['{"a": "x\ny"}', 1, {}],
  ["[1,\n2,\n]", 3, {}],
  ["", 1, {}],
  ["{}\n\nx", 3, {}],
  ["[01]", 1, {}],
])("%j is wrong in line %p", (text, wrongLine, places) => {
  const found = jsonPlaces(text);
  expect(found.wrongLine).toBe(wrongLine);
  for (const [path, line] of Object.entries(places)) expect(found.lines.get(path)).toBe(line as number);
});

test("it takes for JSON what is JSON, and nothing else", () => {
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const cut = fc.tuple(fc.json(), fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1)));
  fc.assert(
    fc.property(
      fc.oneof(fc.json(), cut, fc.string()),
      (text) => (jsonPlaces(text).wrongLine === null) === isJson(text),
    ),
  );
});
