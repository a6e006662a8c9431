import { type PromptResponse, RequestError } from "@agentclientprotocol/sdk";
import type { AgentErrorKind } from "../../core/agent-event.ts";
import { messageOf } from "../../core/error.ts";
import { recordOf, textOf } from "../../core/narrow.ts";
import { errorEvent } from "../failure.ts";
import type { Ending, ProcessEnd } from "../ledger.ts";
import { errorOfBody } from "../provider-error.ts";
import { resetTime } from "../reset-time.ts";

/** It can't be used before the person signs in. */
export class SignInNeeded extends Error {}

const badReasons: Readonly<Record<string, [kind: AgentErrorKind, message: string]>> = {
  max_tokens: ["context", "The answer reached its length limit"],
  max_turn_requests: ["turns", "The agent asked its model too many times"],
  refusal: ["refused", "The agent refused to go on"],
  cancelled: ["unknown", "The agent reports that it was cancelled"],
};

/** Reasons that are a good end in words of an agent's own. */
const good = /^(end(_turn)?|stop(ped)?|completed?|done|success|finished)$/i;

/** How a prompt ended; an answer that names no reason is one all the same. */
export function endOf(answer: PromptResponse | null): Ending {
  const reason = textOf(recordOf(answer)["stopReason"]);
  if (reason === "" || good.test(reason)) return { events: [], ok: true, why: "done" };
  const bad = badReasons[reason];
  return bad === undefined ? told(`The agent stopped: ${reason}`, Number.NaN) : told(bad[1], Number.NaN, bad[0]);
}

/** The ending of a talk that broke; `null` where the process's end says more. `now` is in milliseconds since 1970. */
export function failure(error: unknown, now: number): Ending | null {
  if (error instanceof SignInNeeded) return told(error.message, now, "auth");
  // A connection that closed is the process's end, which says more.
  if (!(error instanceof RequestError)) {
    return messageOf(error).includes("closed") ? null : told(messageOf(error), now);
  }
  return told(requestWords(error), now);
}

/** What an agent says of a request that failed: mostly "Internal error", and what it means beside that. */
export function requestWords({ message, data }: RequestError): string {
  const { details } = recordOf(data);
  const said = textOf(data) || textOf(details) || (data == null ? "" : errorOfBody(JSON.stringify(data)).message);
  if (said === "" || message.includes(said)) return message;
  return /^internal error\.?$/i.test(message) ? said : `${message}: ${said}`;
}

/** A process that ended before it answered. */
export function unanswered(exit: ProcessEnd | null): Ending {
  if (exit?.signal != null) return { events: [], ok: false, why: "killed" };
  const words = (exit?.stderr ?? "").trim().split("\n").slice(-3).join("\n");
  return told(words === "" ? "It ended without an answer" : words, Number.NaN, "crash");
}

function told(message: string, now: number, kind?: AgentErrorKind): Ending {
  const error = errorEvent(message, now, { kind, resetAt: resetTime(message, now) });
  return { events: [error], ok: false, why: error.kind };
}
