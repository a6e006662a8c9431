import type { AgentErrorKind, AgentEvent } from "../core/agent-event.ts";
import { plainText } from "../text/plain.ts";
import { soundReset } from "../text/told-wait.ts";
import { boundText } from "./bound.ts";
import { classifyError } from "./classify.ts";
import type { Ending, ProcessEnd } from "./ledger.ts";
import { resetTime } from "./reset-time.ts";

export type ErrorEvent = Extract<AgentEvent, { type: "agent.error" }>;

const maxMessage = 1000;

/** The event of a failure, from the agent's own words. */
export function errorEvent(
  message: string,
  now: number,
  known: { kind?: AgentErrorKind | undefined; status?: number | null | undefined; resetAt?: string | null } = {},
): ErrorEvent {
  const kind = known.kind ?? classifyError(message, known.status ?? null);
  const limited = kind === "rate_limit" || kind === "usage_limit";
  // When a limit ends says nothing of another failure.
  const told = limited || kind === "overloaded" ? (known.resetAt ?? null) : null;
  return {
    type: "agent.error",
    kind,
    message: boundText(message.trim(), maxMessage),
    resetAt: soundReset(told, now) ?? (limited ? soundReset(resetTime(message, now), now) : null),
  };
}

/**
 * The ending of a process that did not finish its wire: what it says at its end, or what ended it. `done`: its wire did
 * finish, and the process failed after that.
 */
export function brokenEnding(exit: ProcessEnd | null, last: ErrorEvent | null, now: number, done = false): Ending {
  if (exit?.signal != null) return { events: [], ok: false, why: "killed" };
  if (last !== null) return { events: [], ok: false, why: last.kind };
  const words = exit === null ? "" : lastWords(exit.stderr);
  const kind = classifyError(words);
  const code = exit?.exitCode ?? "unknown";
  const short = done
    ? `It said that it was done, and then failed with exit code ${code}`
    : `It ended without an answer (exit code ${code})`;
  const message = words === "" ? short : done ? `${short}: ${words}` : words;
  // What a dying program writes is full of odd words; only what a person could act on is taken for more than a crash.
  const telling = kind === "auth" || kind === "usage_limit" || kind === "rate_limit" || kind === "network";
  const error = errorEvent(message, now, { kind: telling ? kind : "crash" });
  return { events: [error], ok: false, why: error.kind };
}

/** The last lines of stderr, without colours: where programs say why they gave up. */
function lastWords(stderr: string): string {
  const plain = plainText(stderr).trim();
  return plain.split("\n").slice(-3).join("\n");
}
