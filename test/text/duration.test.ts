import { expect, test } from "bun:test";
import fc from "fast-check";
import { clockText, readDuration, roughTimeText, timeText } from "../../src/text/duration.ts";

test.each([
  [0, "0ms"],
  [420, "420ms"],
  [999.6, "1.0s"],
  [3400, "3.4s"],
  [9949, "9.9s"],
  [9960, "10s"],
  [59_400, "59s"],
  [59_600, "1m 00s"],
  [72_000, "1m 12s"],
  [7_380_000, "2h 03m"],
  [-4000, "-4.0s"],
])("timeText(%p) is %p", (ms, expected) => {
  expect(timeText(ms)).toBe(expected);
});

test.each([
  [420, "420ms"],
  [89_400, "89s"],
  [90_000, "2m"],
  [5_340_000, "89m"],
  [5_400_000, "1h 30m"],
  [3_900_000, "65m"],
  [7_200_000, "2h"],
])("roughTimeText(%p) is %p", (ms, text) => {
  expect(roughTimeText(ms)).toBe(text);
});

test.each([
  [-5, "0:00"],
  [7999, "0:07"],
  [760_000, "12:40"],
  [3_760_000, "1:02:40"],
])("clockText(%p) is %p", (ms, text) => {
  expect(clockText(ms)).toBe(text);
});

test.each([
  ["90s", 90_000],
  ["1h30m", 5_400_000],
  ["1h2m3.5s", 3_723_500],
  ["0s", 0],
  [" 120ms ", 120],
  ["", null],
  ["90", null],
  ["5 m", null],
  ["m", null],
])("readDuration(%j) is %p", (text, ms) => {
  expect(readDuration(text)).toBe(ms);
});

test("what timeText() writes in whole minutes or seconds is read again, but for the blank", () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 3599 }), (seconds) => {
      expect(readDuration(timeText(seconds * 1000).replace(" ", ""))).toBe(seconds * 1000);
    }),
  );
});
