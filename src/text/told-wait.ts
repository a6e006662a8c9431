const dayMs = 24 * 60 * 60_000;
/** No limit that anybody sets lasts longer than a month: what is told beyond that is no wait. */
const longestMs = 32 * dayMs;
/** A weekday or a month's name, or a year at the beginning: what else a date begins with is a number. */
const startsAsDate = /^\s*(?:[a-z]{3}|\d{4}-\d\d-\d\d)/i;

/** Milliseconds that somebody else wants to be left alone; `null` for what is no wait: less than nothing, endless, absurd. */
export function soundWait(ms: number): number | null {
  return ms >= 0 && ms <= longestMs ? ms : null;
}

/** `Retry-After` as a wait: seconds, or a date; one that is over is no wait any more. `null`: it says nothing of use. */
export function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return soundWait(Number.parseFloat(value) * 1000);
  return startsAsDate.test(value) ? soundWait(Math.max(0, Date.parse(value) - now)) : null;
}

/** A time since 1970, in seconds or in milliseconds when it is that large, as a wait; `null`: it is no such time. */
export function waitUntil(told: number, now: number): number | null {
  return soundWait(Math.max(0, (told > 1e11 ? told : told * 1000) - now));
}

/** An ISO time at which something ends, if that may be so. `now` may be unknown, and is then no number. */
export function soundReset(iso: string | null, now: number): string | null {
  if (iso === null || Number.isNaN(now)) return iso;
  return soundWait(Math.max(0, Date.parse(iso) - now)) === null ? null : iso;
}
