import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { classifyError } from "../../src/agents/classify.ts";
import { epochTime, resetTime, timeAfter } from "../../src/agents/reset-time.ts";

test.each([
  ["Invalid API key · Fix external API key", 401, "auth"],
  ["OAuth token has expired · Please run /login", null, "auth"],
  ["Not logged in · Please run /login", null, "auth"],
  ["exceeded retry limit, last status: 429 Too Many Requests", null, "rate_limit"],
  ["You exceeded your current quota, please check your plan and billing details.", 429, "usage_limit"],
  ["You've hit your 5-hour limit · resets 3pm (UTC)", 429, "usage_limit"],
  ["5-hour limit reached · resets 2pm (Pacific/Auckland)", null, "usage_limit"],
  ["已达到 5 小时的使用上限。您的限额将在 2026-08-25 07:41:44 重置。", 429, "usage_limit"],
  ["Your credit balance is too low to access the API", 400, "usage_limit"],
  ["API Error: 529 Overloaded", null, "overloaded"],
  ["We’re currently experiencing high demand, which may cause temporary errors.", null, "overloaded"],
  ["Bad gateway", 502, "overloaded"],
  ["stream disconnected before completion: stream closed before response.completed", null, "network"],
  ["connect ECONNREFUSED 127.0.0.1:1", null, "network"],
  ["Connection refused (os error 111)", null, "network"],
  ["getaddrinfo ENOTFOUND api.example.com", null, "network"],
  ["terminated: other side closed (UND_ERR_SOCKET)", null, "network"],
  ["This model's maximum context length is 200000 tokens.", 400, "context"],
  ["Prompt is too long · the request is ~250000 tokens (limit 200000)", 400, "context"],
  ["Incomplete response returned, reason: max_output_tokens", null, "context"],
  ["The response was blocked by the provider's content filter", null, "refused"],
  ["API Error: Sonnet 4.5 can't help with this.", null, "refused"],
  ["Reached maximum number of turns (3)", null, "turns"],
  ["Invalid value for 'temperature'", 400, "request"],
  ["The model `x` does not exist or you do not have access to it", 404, "request"],
  ["Something nobody foresaw", null, "unknown"],
] as const)("classifyError() takes %j (status %p) for %s", (text, status, kind) => {
  expect(classifyError(text, status)).toBe(kind);
});

const now = Date.UTC(2026, 0, 1, 12, 0, 0);

test.each([
  ['{"resets_at": 1767279600}', "2026-01-01T15:00:00.000Z"],
  ['{"type":"usage_limit_reached","resets_at":1767279600,"resets_in_seconds":90}', "2026-01-01T15:00:00.000Z"],
  ['{"resets_in_seconds": 90}', "2026-01-01T12:01:30.000Z"],
  ['"X-RateLimit-Reset":"1767279600000"', "2026-01-01T15:00:00.000Z"],
  ["Usage limit reached|1767279600", "2026-01-01T15:00:00.000Z"],
  ["Limit reached, resets at 2026-01-01T15:00:00Z", "2026-01-01T15:00:00.000Z"],
  ["Please try again in 20s.", "2026-01-01T12:00:20.000Z"],
  ["Please try again in 250ms.", "2026-01-01T12:00:00.250Z"],
  ["Please try again in 1h2m3.5s. Need more tokens?", "2026-01-01T13:02:03.500Z"],
  ["try again in 3 days 2 hours", "2026-01-04T14:00:00.000Z"],
  ["Upgrade, or try again in 5 days 22 hours 11\nminutes.", "2026-01-07T10:11:00.000Z"],
  ["try again in about an hour", "2026-01-01T13:00:00.000Z"],
  ["resets in 1h 30m", "2026-01-01T13:30:00.000Z"],
  ["Your quota will reset after 13h35m44s.", "2026-01-02T01:35:44.000Z"],
  ["Please wait 11 hours 11 minutes before trying again.", "2026-01-01T23:11:00.000Z"],
  ["Free usage exceeded [retrying in 3600s - attempt #1]", "2026-01-01T13:00:00.000Z"],
  ["You have used it all. Come back in 3h 47m", "2026-01-01T15:47:00.000Z"],
  ['"retryDelay": "34s"', "2026-01-01T12:00:34.000Z"],
  ["You've hit your limit · resets 3pm (UTC)", "2026-01-01T15:00:00.000Z"],
  ["resets 11:30am (UTC)", "2026-01-02T11:30:00.000Z"],
  ["resets 4pm (Europe/Berlin)", "2026-01-01T15:00:00.000Z"],
  ["You've hit your session limit · resets 12:50am (America/Los_Angeles)", "2026-01-02T08:50:00.000Z"],
  ["Claude usage limit reached. Your limit will reset at 1pm (Etc/GMT+5).", "2026-01-01T18:00:00.000Z"],
  ["Weekly limit · resets Jan 5, 7am (Europe/Zurich)", "2026-01-05T06:00:00.000Z"],
  ["resets Jul 5, 7am (Europe/Zurich)", "2026-07-05T05:00:00.000Z"],
  ["resets Dec 31, 11pm (UTC)", "2025-12-31T23:00:00.000Z"],
  ["resets Monday 9:00 AM UTC", "2026-01-05T09:00:00.000Z"],
  ["resets at 6am tomorrow (UTC)", "2026-01-02T06:00:00.000Z"],
  ["Usage limit reached. Access resets at 10:57 PM GMT-3.", "2026-01-02T01:57:00.000Z"],
  ["resets at 23:15 UTC+05:30", "2026-01-01T17:45:00.000Z"],
  ["resets at 5pm PST", "2026-01-02T01:00:00.000Z"],
  ["your free usage resets automatically at midnight Pacific.", "2026-01-02T08:00:00.000Z"],
  ["try again at 2026-01-01 15:04 UTC", "2026-01-01T15:04:00.000Z"],
  ["Your limit will reset at 2026-01-02 03:22:07", "2026-01-01T19:22:07.000Z"],
  ["已达到 5 小时的使用上限。您的限额将在 2026-01-02 07:41:44 重置。", "2026-01-01T23:41:44.000Z"],
  ["It will be available again on 3 Jan at 08:00 UTC", "2026-01-03T08:00:00.000Z"],
  // Told by clocks without seconds, a moment after it.
  ["resets 12pm (UTC)", "2026-01-01T12:00:00.000Z"],
  ["resets 11:50am (UTC)", "2026-01-01T11:50:00.000Z"],
  ["resets 4pm (Nowhere/At_All)", null],
  ["or wait for limits to reset (every 5h and every week.)", null],
  ["Please try again later. It failed at 10:30 UTC on Monday", null],
  ["Rate limit reached", null],
  ["", null],
])("resetTime() of %j is %p", (text, expected) => {
  expect(resetTime(text, now)).toBe(expected);
});

const zoneProbe = `import { resetTime } from "${join(import.meta.dirname, "../../src/agents/reset-time.ts")}";
console.log(resetTime("You've hit your usage limit. Upgrade to Pro (https://x.test/a), or try again at 3:04 PM.", ${now}));
console.log(resetTime("You've hit your usage limit. Visit https://x.test or try again at Jul 5th, 2026 8:19 PM.", ${now}));
console.log(resetTime("You've hit your limit · resets 2am", ${now}));`;

test.each([
  ["America/New_York", ["2026-01-01T20:04:00.000Z", "2026-07-06T00:19:00.000Z", "2026-01-02T07:00:00.000Z"]],
  ["Asia/Kolkata", ["2026-01-02T09:34:00.000Z", "2026-07-05T14:49:00.000Z", "2026-01-01T20:30:00.000Z"]],
  ["Pacific/Auckland", ["2026-01-02T02:04:00.000Z", "2026-07-05T08:19:00.000Z", "2026-01-01T13:00:00.000Z"]],
])("a time without a zone is this machine's: %s", (zone, expected) => {
  const env = { ...process.env, TZ: zone };
  const said = execFileSync(process.execPath, ["-e", zoneProbe], { env, encoding: "utf8" });
  expect(said.trim().split("\n")).toEqual(expected);
});

test("times are null, never an exception, when the present is not known", () => {
  for (const text of ["try again in 20s", "resets 3pm (UTC)", "resets 4pm"])
    expect(resetTime(text, Number.NaN)).toBeNull();
  expect(timeAfter(Number.NaN, 5)).toBeNull();
  expect(epochTime(0)).toBeNull();
  expect(epochTime(1767279600)).toBe(epochTime(1767279600000));
});
