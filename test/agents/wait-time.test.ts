import { expect, test } from "bun:test";
import { waitMsOf } from "../../src/agents/wait-time.ts";

const now = Date.parse("2030-01-01T00:00:00Z");

test.each([
  [{}, null],
  [{ "retry-after": "20" }, 20_000],
  [{ "retry-after": "0.5" }, 500],
  [{ "retry-after": "Tue, 01 Jan 2030 00:01:00 GMT" }, 60_000],
  [{ "retry-after": "Mon, 31 Dec 2029 00:00:00 GMT" }, 0],
  [{ "retry-after": "soon" }, null],
  [{ "retry-after": "" }, null],
  [{ "retry-after-ms": "120", "retry-after": "9" }, 120],
  [{ "retry-after-ms": "nonsense", "retry-after": "9" }, 9000],
  [{ "x-ratelimit-reset-requests": "1s" }, 1000],
  [{ "x-ratelimit-reset-tokens": "6m0s" }, 360_000],
  [{ "x-ratelimit-reset-tokens": "1h2m3.5s" }, 3_723_500],
  [{ "x-ratelimit-reset-tokens": "120ms" }, 120],
  [{ "x-ratelimit-reset-tokens": "12" }, 12_000],
  [{ "x-ratelimit-reset-tokens": "never" }, null],
  [{ "x-ratelimit-reset-requests": "1s", "x-ratelimit-reset-tokens": "9s" }, 9000],
  [
    {
      "x-ratelimit-reset-requests": "1s",
      "x-ratelimit-remaining-requests": "0",
      "x-ratelimit-reset-tokens": "9s",
      "x-ratelimit-remaining-tokens": "150",
    },
    1000,
  ],
  [{ "anthropic-ratelimit-unified-reset": "1893456060" }, 60_000],
  [{ "x-ratelimit-reset": "1893456060000" }, 60_000],
  [{ "x-ratelimit-reset": "1800000000" }, 0],
  [{ "ratelimit-reset": "50" }, 50_000],
  [{ "ratelimit-reset": "soon" }, null],
  [{ "ratelimit-reset": "50", "retry-after": "9" }, 9000],
  // What is no wait is passed over: less than nothing, endless, longer than any limit.
  [{ "retry-after": "-5" }, null],
  [{ "retry-after": "-5", "x-ratelimit-reset-requests": "3s" }, 3000],
  [{ "retry-after": "1e99" }, null],
  [{ "retry-after": "9".repeat(30) }, null],
  [{ "retry-after": "Mon, 01 Jan 9990 00:00:00 GMT" }, null],
  [{ "retry-after": "2030-01-01T00:00:20Z" }, 20_000],
  [{ "retry-after-ms": "1e99" }, null],
  [{ "retry-after-ms": "-1", "retry-after": "4" }, 4000],
  [{ "retry-after-ms": "Infinity" }, null],
  [{ "x-ratelimit-reset": "Infinity" }, null],
  [{ "x-ratelimit-reset": "1e99" }, null],
  [{ "x-ratelimit-reset": "NaN" }, null],
  [{ "x-ratelimit-reset-tokens": "99999999999h" }, null],
  [{ "x-ratelimit-reset-tokens": "9".repeat(400) }, null],
] as const)("waitMsOf(%j) is %p", (headers, expected) => {
  expect(waitMsOf(new Headers(headers), now)).toBe(expected);
});
