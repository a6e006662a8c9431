import type { AgentEvent } from "../../core/agent-event.ts";
import { type JsonRecord, textOf } from "../../core/narrow.ts";
import { boundText } from "../bound.ts";
import { questionsOf } from "./failure.ts";

const longest = 500;

export function notice(message: string): AgentEvent {
  return { type: "agent.notice", message: boundText(message, longest) };
}

export const compacted: AgentEvent = notice("The conversation was compacted");

/** What a line tells of the session itself; `null` when it is unknown. */
export function sessionNotice(line: JsonRecord): AgentEvent[] | null {
  switch (line["type"]) {
    case "thread.compacted":
      return [compacted];
    case "request_user_input": {
      const questions = questionsOf(line["questions"]) || "no question told";
      return [notice(`It asked a question, and nobody is there to answer: ${questions}`)];
    }
    case "warning":
    case "deprecation_notice": {
      const words = textOf(line["message"]) || textOf(line["summary"]);
      return words === "" ? null : [notice(words)];
    }
    case "model.rerouted":
      return [notice(`Another model answers instead of ${named(line["from_model"])}: ${named(line["to_model"])}`)];
    default:
      return null;
  }
}

function named(model: unknown): string {
  return textOf(model) || "one without a name";
}

/** A reason behind what it is the reason of. */
export function after(reason: string): string {
  return reason === "" || reason === "interrupted" ? "" : `: ${reason}`;
}
