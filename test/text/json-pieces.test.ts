import { expect, test } from "bun:test";
import fc from "fast-check";
import { jsonPieces, listedAtOnce } from "../../src/text/json-pieces.ts";

test("jsonPieces() says the same as JSON.stringify, and no piece holds a long list whole", () => {
  const entry = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constant(undefined),
    fc.dictionary(fc.string(), fc.integer()),
  );
  const long = fc
    .tuple(entry, fc.integer({ min: listedAtOnce - 1, max: 3 * listedAtOnce + 1 }))
    .map(([value, length]) => Array.from({ length }, () => value));
  const document = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.constant(undefined), long), { maxKeys: 5 });
  fc.assert(
    fc.property(document, (value) => {
      const pieces = [...jsonPieces(value, "\n")];
      expect(pieces.join("")).toBe(`${JSON.stringify(value)}\n`);
      const lengths = Object.values(value).flatMap((one) => (Array.isArray(one) ? [one.length] : []));
      const long = lengths.filter((length) => length > listedAtOnce);
      expect(pieces).toHaveLength(long.reduce((sum, length) => sum + Math.ceil(length / listedAtOnce), 1));
    }),
    { numRuns: 50 },
  );
});
