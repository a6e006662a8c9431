import type { FailureKind } from "./script.ts";
import type { FailureFacts, FailureReply } from "./wire.ts";

export const failureStatus: Readonly<Record<FailureKind, number>> = {
  "bad-request": 400,
  unauthorized: 401,
  "not-found": 404,
  "context-overflow": 400,
  "rate-limit": 429,
  "usage-limit": 429,
  "server-error": 500,
  overloaded: 529,
};

interface OpenError {
  message: string;
  type: string;
  code: string | null;
}

/** Failures as Chat Completions and Responses say them. */
export function openFailure({ kind, model, resetAtSeconds }: FailureFacts): FailureReply {
  const error: OpenError = { ...openErrors[kind], message: openErrors[kind].message.replace("MODEL", model) };
  if (kind === "usage-limit" && resetAtSeconds !== null) {
    const reset = { plan_type: "plus", resets_at: resetAtSeconds };
    return { status: 429, body: { error: { ...subscriptionLimit, ...reset } } };
  }
  return { status: failureStatus[kind], body: { error: { ...error, param: null } } };
}

/** What a subscription's limit says, other than a prepaid account without money. */
const subscriptionLimit: OpenError = {
  message: "The usage limit has been reached",
  type: "usage_limit_reached",
  code: null,
};

const openErrors: Readonly<Record<FailureKind, OpenError>> = {
  "bad-request": {
    message: "Invalid value for 'temperature'",
    type: "invalid_request_error",
    code: "invalid_value",
  },
  unauthorized: { message: "Incorrect API key provided", type: "invalid_request_error", code: "invalid_api_key" },
  "not-found": {
    message: "The model `MODEL` does not exist or you do not have access to it",
    type: "invalid_request_error",
    code: "model_not_found",
  },
  "context-overflow": {
    message:
      "This model's maximum context length is 200000 tokens. However, your messages resulted in 250000 tokens. Please reduce the length of the messages.",
    type: "invalid_request_error",
    code: "context_length_exceeded",
  },
  "rate-limit": {
    message: "Rate limit reached for MODEL on requests per min (RPM): Limit 3, Used 3, Requested 1.",
    type: "requests",
    code: "rate_limit_exceeded",
  },
  "usage-limit": {
    message: "You exceeded your current quota, please check your plan and billing details.",
    type: "insufficient_quota",
    code: "insufficient_quota",
  },
  "server-error": {
    message: "The server had an error while processing your request",
    type: "server_error",
    code: null,
  },
  overloaded: {
    message: "The engine is currently overloaded, please try again later",
    type: "server_error",
    code: null,
  },
};
