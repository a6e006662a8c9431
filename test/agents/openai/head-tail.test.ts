import { expect, test } from "bun:test";
import fc from "fast-check";
import { boundText, newHeadTail } from "../../../src/agents/openai/head-tail.ts";

test("boundText() leaves a text alone that fits", () => {
  expect(boundText("línea", 6)).toBe("línea");
});

test("boundText() keeps beginning and end and counts the whole", () => {
  expect(boundText("aaaaaaaaaabbbbbbbbbb", 9)).toBe("aaaaaa\n[… 11 of 20 bytes left out …]\nbbb");
});

test("newHeadTail() gives the same for any way of cutting the stream, and breaks no character", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.array(fc.nat(50), { maxLength: 20 }),
      fc.integer({ min: 12, max: 300 }),
      (text, cuts, maxBytes) => {
        const bytes = Buffer.from(text.toWellFormed());
        const bounded = newHeadTail(maxBytes);
        let at = 0;
        for (const cut of cuts) {
          bounded.add(bytes.subarray(at, at + cut));
          at += cut;
        }
        bounded.add(bytes.subarray(at));
        expect(bounded.totalBytes()).toBe(bytes.length);
        expect(bounded.text()).toBe(boundText(text.toWellFormed(), maxBytes));
        const [head = "", tail = ""] = bounded.text().split(/\n\[… \d+ of \d+ bytes left out …\]\n/);
        expect(text.toWellFormed().startsWith(head)).toBe(true);
        expect(text.toWellFormed().endsWith(tail)).toBe(true);
        expect(Buffer.byteLength(head) + Buffer.byteLength(tail)).toBeLessThanOrEqual(maxBytes);
      },
    ),
  );
});

test("newHeadTail() keeps its bound for a stream without end", () => {
  const bounded = newHeadTail(900);
  const chunk = Buffer.alloc(1024 * 1024, "x");
  for (let count = 0; count < 100; count++) bounded.add(chunk);
  expect(bounded.totalBytes()).toBe(100 * 1024 * 1024);
  expect(bounded.text().length).toBeLessThan(1000);
});
