import { expect, test } from "bun:test";
import { hearAnswers } from "../../src/run/answer-lines.ts";

/** What is heard of chunks on stdin; `whys`: what each that was refused is told. */
function heard(...chunks: (string | Uint8Array)[]) {
  const taken: [string, unknown][] = [];
  const whys: (string | null)[][] = [];
  let [ends, closed] = [0, 0];
  let push: (chunk: Uint8Array) => void = () => {};
  let end = () => {};
  const hearStdin = (onChunk: (chunk: Uint8Array) => void, onEnd: () => void) => {
    [push, end] = [onChunk, onEnd];
    return () => void closed++;
  };
  hearAnswers(
    { hearStdin },
    {
      take: (id, answer) => void taken.push([id, answer]),
      refuse: (id, why) => void whys.push([id, why]),
      end: () => void ends++,
    },
  );
  for (const chunk of chunks) push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return { taken, whys, end, ends: () => ends, closed: () => closed };
}

const whyNoJson = 'it is not JSON: write {"id": …, "answer": …} on one line';

test("each line is an answer, in however many pieces it comes; what is left at the end is one, too", () => {
  const { taken, whys, end, ends } = heard(
    '{"id":"q1","ans',
    'wer":1}\n{"id":"q2","answer":2}\n{"id":"q3","answer":3}',
  );
  expect(taken).toEqual([
    ["q1", 1],
    ["q2", 2],
  ]);
  end();
  expect([taken.at(-1), whys, ends()]).toEqual([["q3", 3], [], 1]);
});

test("blank lines say nothing, and nonsense is refused with why", () => {
  const { taken, whys } = heard("\n", "  \t \r\n", "yes\n", '{"id":"q1"}\n');
  expect(taken).toEqual([]);
  expect(whys).toEqual([
    [null, whyNoJson],
    ["q1", "answer: it is missing"],
  ]);
});

test("an answer may be as long as the largest plan, and not a byte longer", () => {
  const most = 32 * 1024 * 1024;
  const [before, after] = ['{"id":"q1","answer":"', '"}'];
  const line = (length: number) => `${before}${"x".repeat(length - before.length - after.length)}${after}\n`;
  const fits = heard(line(most));
  expect([fits.taken.map(([id]) => id), fits.whys]).toEqual([["q1"], []]);
  const longer = heard(line(most + 1), '{"id":"q2","answer":2}\n');
  expect(longer.whys).toEqual([[null, "it is longer than 33554432 bytes"]]);
  // What is far too long, and blank, is no blank line.
  expect(heard(Buffer.alloc(most + 2, " "), "\n").whys).toHaveLength(1);
  expect(longer.taken).toEqual([["q2", 2]]);
});

test("a program that says a thousand lines of nonsense is not listened to any more", () => {
  const patient = heard("x\n".repeat(1000), '{"id":"q1","answer":1}\n');
  expect([patient.whys.length, patient.taken.length, patient.ends(), patient.closed()]).toEqual([1000, 1, 0, 0]);
  const over = heard("x\n".repeat(1001), "x\n", '{"id":"q1","answer":1}\n');
  expect([over.whys.length, over.taken.length, over.ends(), over.closed()]).toEqual([1000, 0, 1, 1]);
});
