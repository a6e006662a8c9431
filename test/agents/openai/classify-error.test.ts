import { expect, test } from "bun:test";
import { APIError } from "openai";
import { classifyError, kindOf } from "../../../src/agents/openai/classify-error.ts";
import { AgentFailure } from "../../../src/agents/openai/failure.ts";

test.each([
  [401, "", "", "auth"],
  [403, "", "Country not supported", "auth"],
  [402, "", "Insufficient Balance", "usage_limit"],
  [404, "model_not_found", "", "request"],
  [408, "", "", "network"],
  [429, "rate_limit_exceeded", "", "rate_limit"],
  [429, "insufficient_quota", "", "usage_limit"],
  [429, "usage_limit_reached", "", "usage_limit"],
  [400, "context_length_exceeded", "", "context"],
  [400, "", "the request exceeds the available context size, try increasing it", "context"],
  [400, "", "prompt is too long: 250000 tokens > 200000 maximum", "context"],
  [413, "", "Too many input tokens", "context"],
  [500, "", "Context size has been exceeded", "context"],
  [500, "server_error", "", "overloaded"],
  [503, "", "", "overloaded"],
  [529, "overloaded_error", "", "overloaded"],
  [400, "content_filter", "", "refused"],
  [400, "content_policy_violation", "", "refused"],
  [400, "invalid_value", "Bad temperature", "request"],
  [422, "", "", "request"],
  [undefined, "rate_limit_exceeded", "", "rate_limit"],
  [undefined, "server_error", "", "overloaded"],
  [undefined, "", "something else", "request"],
] as const)("kindOf() judges status %p, code %j, message %j as %s", (status, code, message, expected) => {
  expect(kindOf({ status, code, message })).toBe(expected);
});

test("classifyError() finds the end of a limit in the body, the headers, or the words", () => {
  const limited = (body: object, headers: Record<string, string>) => {
    return classifyError(APIError.generate(429, { error: body }, undefined, new Headers(headers)), "there", 0).resetAt;
  };
  const words = { message: "Rate limit reached. Please try again in 20s." };
  expect(limited({ ...words, resets_at: 60 }, { "retry-after": "5" })).toBe("1970-01-01T00:01:00.000Z");
  expect(limited(words, { "retry-after": "5" })).toBe("1970-01-01T00:00:05.000Z");
  expect(limited(words, {})).toBe("1970-01-01T00:00:20.000Z");
  expect(limited({ message: "Slow down." }, {})).toBeNull();
});

test("classifyError() passes on what it classified before", () => {
  const failure = new AgentFailure("turns", "Enough");
  expect(classifyError(failure, "there", 0)).toBe(failure);
});

test("classifyError() takes anything unknown for an answer that broke off", () => {
  expect(classifyError(new SyntaxError("Unexpected end"), "http://there/v1", 0)).toMatchObject({
    kind: "network",
    transient: true,
    message: "The answer of http://there/v1 broke off: Unexpected end",
  });
});
