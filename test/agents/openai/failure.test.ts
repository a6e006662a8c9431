import { expect, test } from "bun:test";
import { AgentFailure, brokenOff, kindOf, toldFailure } from "../../../src/agents/openai/failure.ts";
import { errorIn, errorOfBody } from "../../../src/agents/provider-error.ts";

test.each([
  [401, "", "", "auth"],
  [403, "", "Country not supported", "auth"],
  [402, "", "Insufficient Balance", "usage_limit"],
  [404, "model_not_found", "", "request"],
  [408, "", "", "network"],
  [429, "rate_limit_exceeded", "", "rate_limit"],
  [429, "insufficient_quota", "", "usage_limit"],
  [429, "usage_limit_reached", "", "usage_limit"],
  [429, "RESOURCE_EXHAUSTED", "Quota exceeded for requests per minute. Please retry in 20s.", "rate_limit"],
  [400, "context_length_exceeded", "", "context"],
  [413, "rate_limit_exceeded", "Request too large on tokens per minute (TPM): Limit 6000, Requested 8000", "context"],
  [500, "", "Context size has been exceeded", "context"],
  [500, "", "Jinja Exception: the system role is not supported", "request"],
  [500, "", "TypeError: string indices must be integers", "request"],
  [501, "", "", "request"],
  [500, "server_error", "", "overloaded"],
  [500, "", "Internal error, please retry", "overloaded"],
  [503, "", "", "overloaded"],
  [529, "overloaded_error", "", "overloaded"],
  [400, "content_filter", "", "refused"],
  [400, "content_policy_violation", "", "refused"],
  [400, "invalid_value", "Bad temperature", "request"],
  [422, "", "", "request"],
  [null, "rate_limit_exceeded", "", "rate_limit"],
  [null, "server_error", "internal server error", "overloaded"],
  [null, "", "something else", "request"],
] as const)("kindOf() judges status %p, code %j, message %j as %s", (status, code, message, expected) => {
  expect(kindOf(status, { code, message, status: null, resetAt: null })).toBe(expected);
});

test.each([
  [{ error: { message: "Slow down", code: 429 } }, "Slow down", 429],
  [{ error: { message: "Slow down", code: "429" } }, "Slow down", 429],
  [{ error: "No slot is free" }, "No slot is free", null],
  [
    { error: { message: "Provider returned error", code: 502, metadata: { raw: "upstream is gone" } } },
    "Provider returned error: upstream is gone",
    502,
  ],
  [[{ error: { code: 400, message: "Bad key", status: "INVALID_ARGUMENT" } }], "Bad key", 400],
  [{ object: "error", message: "too long", code: 40303 }, "too long", null],
  [{ detail: "Not Found" }, "Not Found", null],
  [{ detail: [{ loc: ["body", "tools"], msg: "extra fields" }] }, "body.tools: extra fields", null],
  [{ base_resp: { status_code: 1008, status_msg: "insufficient balance" } }, "insufficient balance", null],
  [{ choices: [{ error: { code: 500, message: "died" }, finish_reason: "error" }] }, "died", 500],
] as const)("an error told as %j is read", (body, message, status) => {
  expect(errorOfBody(JSON.stringify(body))).toMatchObject({ message, status });
});

test("what is an answer is no error", () => {
  for (const record of [{ choices: [] }, { choices: [{ delta: {} }], error: null }, { usage: {} }, { error: {} }]) {
    expect(errorIn(record)).toBeNull();
  }
});

test("toldFailure() finds the end of a limit in the body, the headers, or the words", () => {
  const limited = (body: object, headers: Record<string, string>) => {
    const told = errorOfBody(JSON.stringify({ error: body }));
    return toldFailure("there", told, { status: 429, headers: new Headers(headers) }, 0).resetAt;
  };
  const words = { message: "Rate limit reached. Please try again in 20s." };
  expect(limited({ ...words, resets_at: 60 }, { "retry-after": "5" })).toBe("1970-01-01T00:01:00.000Z");
  expect(limited(words, { "retry-after": "5" })).toBe("1970-01-01T00:00:05.000Z");
  expect(limited(words, {})).toBe("1970-01-01T00:00:20.000Z");
  expect(limited({ message: "Slow down." }, {})).toBeNull();
});

test("brokenOff() passes on what is a failure already, and takes anything else for an answer that broke off", () => {
  const failure = new AgentFailure("turns", "Enough");
  expect(brokenOff(failure, "there")).toBe(failure);
  expect(brokenOff(new SyntaxError("Unexpected end"), "http://there/v1")).toMatchObject({
    kind: "network",
    transient: true,
    message: "The answer of http://there/v1 broke off: Unexpected end",
  });
});
