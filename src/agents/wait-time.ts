import { readDuration } from "../text/duration.ts";
import { readRetryAfter, soundWait, waitUntil } from "../text/told-wait.ts";

/** What is read of a response's headers. */
interface HeaderSource {
  get(name: string): string | null;
}

/** Milliseconds until the endpoint wants to be asked again, from whichever header says so; `null`: none does. */
export function waitMsOf(headers: HeaderSource, now: number): number | null {
  const milliseconds = soundWait(Number.parseFloat(headers.get("retry-after-ms") ?? ""));
  return (
    milliseconds ?? readRetryAfter(headers.get("retry-after"), now) ?? rateLimitMs(headers) ?? untilMs(headers, now)
  );
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
  const text = value?.trim() ?? "";
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number.parseFloat(text) * 1000 : readDuration(text);
  return ms === null ? null : soundWait(ms);
}

/** Headers that name the time at which a limit ends, in seconds or milliseconds since 1970, or the seconds until then. */
const resetHeaders = ["anthropic-ratelimit-unified-reset", "x-ratelimit-reset", "ratelimit-reset"];

function untilMs(headers: HeaderSource, now: number): number | null {
  const told = resetHeaders.map((name) => Number(headers.get(name) ?? "")).find((value) => value > 0);
  if (told === undefined) return null;
  return told < 1e9 ? soundWait(told * 1000) : waitUntil(told, now);
}
