import { expect, test } from "bun:test";
import fc from "fast-check";
import { newLineSplitter } from "../../src/host/lines.ts";

const encoder = new TextEncoder();

/** Lines one by one, as the contract says: split at the line feed, then decoded, then cut. */
function expected(bytes: Uint8Array, maxBytes: number): { text: string; droppedBytes: number }[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, start)) {
    lines.push(bytes.subarray(start, at));
    start = at + 1;
  }
  if (start < bytes.length) lines.push(bytes.subarray(start));
  return lines.map((line) => ({
    text: new TextDecoder().decode(line.subarray(0, maxBytes)),
    droppedBytes: Math.max(0, line.length - maxBytes),
  }));
}

test("whatever the bytes and wherever the chunks end, lines are the same", () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc.constantFrom("\n", "\n\n", "\r\n", "\ufeff", "\u2028", "ä😀", '{"a":"b"}').map((text) => encoder.encode(text)),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }),
      fc.array(fc.nat(20)),
      fc.constantFrom(3, 8, 1000),
      (pieces, cuts, most) => {
        const bytes = new Uint8Array(Buffer.concat(pieces));
        const splitter = newLineSplitter(most);
        const lines = [];
        let at = 0;
        for (const cut of cuts) {
          lines.push(...splitter.push(bytes.slice(at, at + cut)));
          at += cut;
        }
        lines.push(...splitter.push(bytes.slice(at)), ...splitter.end());
        expect(lines).toEqual(expected(bytes, most));
      },
    ),
  );
});
