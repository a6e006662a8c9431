import { readDuration } from "../text/duration.ts";

/** What is read of a response's headers. */
interface HeaderSource {
  get(name: string): string | null;
}

/** Milliseconds until the endpoint wants to be asked again, from whichever header says so; `null`: none does. */
export function waitMsOf(headers: HeaderSource, now: number): number | null {
  const milliseconds = Number.parseFloat(headers.get("retry-after-ms") ?? "");
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds;
  return retryAfterMs(headers.get("retry-after"), now) ?? rateLimitMs(headers) ?? untilMs(headers, now);
}

function retryAfterMs(value: string | null, now: number): number | null {
  if (value === null || value.trim() === "") return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Number.parseFloat(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** The reset of whichever limit is used up; of the later one when the endpoint doesn't say which. */
function rateLimitMs(headers: HeaderSource): number | null {
  const limits = ["requests", "tokens"].flatMap((name) => {
    const ms = durationMs(headers.get(`x-ratelimit-reset-${name}`));
    return ms === null ? [] : [{ ms, usedUp: headers.get(`x-ratelimit-remaining-${name}`) === "0" }];
  });
  const usedUp = limits.filter((limit) => limit.usedUp);
  const relevant = usedUp.length > 0 ? usedUp : limits;
  return relevant.length === 0 ? null : Math.max(...relevant.map((limit) => limit.ms));
}

/** Reads `1h2m3s`, `6m0s`, `120ms`, and a bare number of seconds. */
function durationMs(value: string | null): number | null {
  if (value === null) return null;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number.parseFloat(text) * 1000;
  return readDuration(text);
}

/** Headers that name the time at which a limit ends, in seconds or milliseconds since 1970, or the seconds until then. */
const resetHeaders = ["anthropic-ratelimit-unified-reset", "x-ratelimit-reset", "ratelimit-reset"];

function untilMs(headers: HeaderSource, now: number): number | null {
  const told = resetHeaders.map((name) => Number(headers.get(name) ?? "")).find((value) => value > 0);
  if (told === undefined) return null;
  if (told < 1e9) return told * 1000;
  return Math.max(0, (told > 1e11 ? told : told * 1000) - now);
}
