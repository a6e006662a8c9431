import { expect, test } from "bun:test";
import { classifyError } from "../../src/agents/classify.ts";
import { epochTime, resetTime, timeAfter } from "../../src/agents/reset-time.ts";

test.each([
  ["Invalid API key · Fix external API key", 401, "auth"],
  ["OAuth token has expired · Please run /login", null, "auth"],
  ["Not logged in · Please run /login", null, "auth"],
  ["exceeded retry limit, last status: 429 Too Many Requests", null, "rate_limit"],
  ["You exceeded your current quota, please check your plan and billing details.", 429, "usage_limit"],
  ["You've hit your 5-hour limit · resets 3pm (UTC)", 429, "usage_limit"],
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
  ["Usage limit reached|1767279600", "2026-01-01T15:00:00.000Z"],
  ["Limit reached, resets at 2026-01-01T15:00:00Z", "2026-01-01T15:00:00.000Z"],
  ["Please try again in 20s.", "2026-01-01T12:00:20.000Z"],
  ["try again in 3 days 2 hours", "2026-01-04T14:00:00.000Z"],
  ["resets in 1h 30m", "2026-01-01T13:30:00.000Z"],
  ["You've hit your limit · resets 3pm (UTC)", "2026-01-01T15:00:00.000Z"],
  ["resets 11:30am (UTC)", "2026-01-02T11:30:00.000Z"],
  ["resets 4pm (Europe/Berlin)", "2026-01-01T15:00:00.000Z"],
  ["resets 4pm (Nowhere/At_All)", null],
  ["Rate limit reached", null],
  ["", null],
])("resetTime() of %j is %p", (text, expected) => {
  expect(resetTime(text, now)).toBe(expected);
});

test("resetTime() reads a calendar time in the time zone of this machine", () => {
  const expected = new Date(2026, 10, 23, 19, 30).toISOString();
  expect(resetTime("try again at Nov 23rd, 2026 7:30 PM.", now)).toBe(expected);
});

test("times are null, never an exception, when the present is not known", () => {
  for (const text of ["try again in 20s", "resets 3pm (UTC)", "resets 4pm"])
    expect(resetTime(text, Number.NaN)).toBeNull();
  expect(timeAfter(Number.NaN, 5)).toBeNull();
  expect(epochTime(0)).toBeNull();
  expect(epochTime(1767279600)).toBe(epochTime(1767279600000));
});
