import { expect, test } from "bun:test";
import { readRetryAfter, soundReset, soundWait, waitUntil } from "../../src/text/told-wait.ts";

const now = Date.parse("2031-05-05T10:00:00Z");
const day = 86_400_000;

test.each([
  [0, 0],
  [32 * day, 32 * day],
  [32 * day + 1, null],
  [-1, null],
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
])("a wait of %p ms is %p", (told, wait) => {
  expect(soundWait(told)).toBe(wait);
});

test.each([
  ["7", 7000],
  ["-7", null],
  ["7e3", null],
  ["0x7", null],
  ["7;x", null],
  ["12/13", null],
  ["Mon, 05 May 2031 10:00:30 GMT", 30_000],
  ["Mon, 05 May 2031 09:00:00 GMT", 0],
  ["Mon, 05 May 3031 09:00:00 GMT", null],
  ["soon", null],
  [null, null],
])("Retry-After: %p is %p", (value, wait) => {
  expect(readRetryAfter(value, now)).toBe(wait);
});

test.each([
  [now / 1000 + 5, 5000],
  [now + 5, 5],
  [1, 0],
  [8e15, null],
])("the time %p is a wait of %p", (told, wait) => {
  expect(waitUntil(told, now)).toBe(wait);
});

test.each([
  ["2031-05-05T11:00:00.000Z", now, true],
  ["+255479-11-28T14:13:20.000Z", now, false],
  ["2031-05-05T11:00:00.000Z", Number.NaN, true],
  ["never", now, false],
])("whether a reset at %s may be so, now being %p: %p", (iso, at, sound) => {
  expect(soundReset(iso, at)).toBe(sound ? iso : null);
});
