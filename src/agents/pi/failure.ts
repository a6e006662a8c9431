import type { AgentErrorKind } from "../../core/agent-event.ts";
import { type JsonRecord, textOf } from "../../core/narrow.ts";
import { classifyError } from "../classify.ts";
import { type ErrorEvent, errorEvent } from "../failure.ts";
import { resetTime } from "../reset-time.ts";

/** Reasons of an answer's end that are no success, whatever it says. */
const badReasons: Readonly<Record<string, [kind: AgentErrorKind, message: string]>> = {
  length: ["context", "The answer reached its length limit"],
  aborted: ["unknown", "The answer was aborted"],
  deferred: ["unknown", "The provider put the answer off, and nobody waits for it"],
};

/** Why a message of the assistant is a failure; `null`: it is none. `now` is in milliseconds since 1970. */
export function failureOf({ stopReason, errorMessage, rawStopReason }: JsonRecord, now: number): ErrorEvent | null {
  if (stopReason === "error") {
    const failure = requestFailure(textOf(errorMessage) || "The model's request failed", now);
    return withheld.test(textOf(rawStopReason)) ? { ...failure, kind: "refused", resetAt: null } : failure;
  }
  const bad = badReasons[textOf(stopReason)];
  return bad === undefined ? null : errorEvent(bad[1], now, { kind: bad[0] });
}

const withheld = /refusal|content.?filter|safety|blocked/i;

/** The failure of a request in the provider's words, which may be its JSON as it came: that says more than its message. */
export function requestFailure(words: string, now: number): ErrorEvent {
  const status = Number(/^(\d{3})\b/.exec(words)?.[1] ?? "");
  const kind = classifyError(words, status > 0 ? status : null);
  return errorEvent(plainMessage(words), now, { kind, resetAt: resetTime(words, now) });
}

/** `429 {"error":{"message":"…"}}`, `Codex error: {…}`. */
function plainMessage(words: string): string {
  const message = /^[^{"]{0,40}\{.*?"message"\s*:\s*"((?:[^"\\]|\\.)*)"/s.exec(words)?.[1];
  return message === undefined || message === "" ? words : message.replaceAll('\\"', '"');
}
