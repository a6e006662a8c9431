import { listOf, recordOf, textOf } from "../../core/narrow.ts";
import { classifyError } from "../classify.ts";
import { type ErrorEvent, errorEvent } from "../failure.ts";
import { resetTime } from "../reset-time.ts";

/** The failure of a turn or a request, in the program's or the provider's words. `now` is in milliseconds since 1970. */
export function failureEvent(words: string, now: number): ErrorEvent {
  // A provider's JSON says more than the message in it: its code, and when a limit ends.
  return errorEvent(plainMessage(words), now, { kind: classifyError(words), resetAt: resetTime(words, now) });
}

/** What the `error` of a failed turn says, whichever way it is told. */
export function failureWords(error: unknown): string {
  const { message, codex_error_info, additional_details } = recordOf(error);
  const said = textOf(error) || textOf(message) || textOf(additional_details);
  const info = textOf(codex_error_info) || (codex_error_info == null ? "" : JSON.stringify(codex_error_info));
  // The kind is named apart; the words alone may be those of the connection that broke off with it.
  if (info === "" || info === "other") return said || "The turn failed";
  return said === "" ? info : `${said} (${info})`;
}

/** Some failures are the provider's JSON as it came. */
export function plainMessage(message: string): string {
  if (!message.startsWith("{")) return message;
  return /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(message)?.[1] ?? message;
}

/** The words of questions that nobody is there to answer. */
export function questionsOf(questions: unknown): string {
  return listOf(questions)
    .map((raw) => textOf(recordOf(raw)["question"]))
    .filter((word) => word !== "")
    .join(" ");
}
