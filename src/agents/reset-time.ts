import { wallTime } from "./wall-time.ts";

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;

/**
 * The time at which a limit ends, as an ISO time, from the words of an error; `null` when it names none. The one reader of
 * such words, whoever says them. `now` is in milliseconds since 1970.
 */
export function resetTime(text: string, now: number): string | null {
  const at = epoch(text) ?? isoTime(text) ?? afterDuration(text, now) ?? wallTime(text, now);
  return at === null ? null : isoOf(at);
}

/** The time after a duration, or `null` when the present is not known. */
export function timeAfter(now: number, ms: number): string | null {
  return isoOf(now + ms);
}

/** An ISO time from seconds since 1970, or milliseconds when it is that large. */
export function epochTime(value: number): string | null {
  return value > 0 ? isoOf(value > 1e11 ? value : value * second) : null;
}

function isoOf(at: number): string | null {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** `resets_at: 1735689600`, `"X-RateLimit-Reset":"1741305600000"`, or `limit reached|1735689600`. */
function epoch(text: string): number | null {
  const named =
    /(?:\b|_|[a-z-])(?:reset|again|until|available|retry)[\w-]{0,12}\W{1,5}(?:at\W{1,4})?(\d{13}|\d{10})\b/i;
  const digits = named.exec(text)?.[1] ?? /\|(\d{13}|\d{10})\b/.exec(text)?.[1];
  if (digits === undefined) return null;
  return digits.length === 13 ? Number(digits) : Number(digits) * second;
}

function isoTime(text: string): number | null {
  const iso = /(?:reset|again|until|available|retry)\D{0,20}(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d))/i.exec(
    text,
  )?.[1];
  return iso === undefined ? null : Date.parse(iso);
}

const before =
  /(?:(?:again|reset(?:s|ting)?|retry(?:ing)?|available|back|limit|access|quota)[\w ]{0,20}? (?:in|after|for)|\bwait(?: for)?)(?: (?:about|approximately|another))? /i;
const field = /(?:reset|retry)\w*(?:delay|after|in)\w*\W{1,4}/i;
const amount =
  /(?:(?:\d+(?:\.\d+)?|an?(?= ))\s*(?:weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s|milliseconds?|ms)(?![a-z])[\s,]*(?:and )?)+/i;
const amountAhead = new RegExp(`(?:${before.source}|${field.source})~?(${amount.source})`, "i");
const unitMs: readonly [unit: RegExp, ms: number][] = [
  [/^(ms|milli)/i, 1],
  [/^w/i, 7 * day],
  [/^d/i, day],
  [/^h/i, 60 * minute],
  [/^m/i, minute],
  [/^s/i, second],
];

/** `try again in 3 days 2 hours`, `reset after 1h30m20s`, `"retryDelay": "34s"`, `resets_in_seconds: 90`. */
function afterDuration(text: string, now: number): number | null {
  const counted = /(?:reset|retry)\w*_seconds\W{1,4}(\d+(?:\.\d+)?)/i.exec(text)?.[1];
  if (counted !== undefined) return now + Number(counted) * second;
  const words = amountAhead.exec(text)?.[1];
  if (words === undefined) return null;
  let total = 0;
  for (const [, number = "", unit = ""] of words.matchAll(/(\d+(?:\.\d+)?|\ban?)\s*([a-z]+)/gi)) {
    const ms = unitMs.find(([pattern]) => pattern.test(unit))?.[1] ?? 0;
    total += (/^a/i.test(number) ? 1 : Number(number)) * ms;
  }
  return total === 0 ? null : now + total;
}
