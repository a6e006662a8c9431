import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseJson } from "../../src/core/parse-json.ts";

const padding = " ".repeat(64 * 1024);

test("parseJson() reads what JSON.parse() reads, brackets and quotes in texts among it", () => {
  const texts = fc.string({ unit: fc.constantFrom("[", "{", "]", '"', "\\\\", "a") });
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), fc.array(texts), (value, odd) => {
      const text = `${padding}${JSON.stringify([value, odd])}`;
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test("parseJson() takes 512 levels, side by side as many as there are, and refuses more before it reads them", () => {
  const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  expect(() => parseJson(`${padding}${nested(512)}`)).not.toThrow();
  expect(() => parseJson(`${padding}${nested(513)}`)).toThrow("it is nested more than 512 levels deep");
  expect(() => parseJson(`${padding}[${Array(100_000).fill("[{}]").join(",")}]`)).not.toThrow();
  expect(() => parseJson(`${padding}["${"[".repeat(1000)}\\"${"{".repeat(1000)}"]`)).not.toThrow();
  expect(() => parseJson("[".repeat(5_000_000))).toThrow("levels deep");
  expect(() => parseJson(`${padding}"open`)).toThrow(SyntaxError);
});
