import type { AgentEvent } from "../../core/agent-event.ts";
import { type JsonRecord, numberOf, recordOf, textOf } from "../../core/narrow.ts";
import { boundText } from "../bound.ts";

const longest = 500;

export function notice(message: string): AgentEvent {
  return { type: "agent.notice", message: boundText(message, longest) };
}

/** What a part of a message tells of the session, whatever its line is called; `null` when it is unknown. */
export function partNotice(part: JsonRecord): AgentEvent[] | null {
  switch (part["type"]) {
    case "snapshot":
    case "patch":
    case "step-start":
      return [];
    case "retry":
      return [retryEvent(part)];
    case "compaction":
      return [notice(`The conversation is compacted${part["auto"] === true ? " because it is nearly full" : ""}`)];
    case "agent":
      return [notice(`The agent ${textOf(part["name"])} goes on`)];
    case "subtask":
      return [notice(`A sub-agent is sent: ${textOf(part["description"]) || textOf(part["prompt"])}`)];
    case "file":
      return [notice(`A file was added: ${textOf(part["filename"]) || textOf(part["mime"]) || "without a name"}`)];
    default:
      return null;
  }
}

function retryEvent({ attempt, error }: JsonRecord): AgentEvent {
  const { data, name } = recordOf(error);
  const why = textOf(recordOf(data)["message"]) || textOf(name) || "the request failed";
  return { type: "agent.retry", attempt: numberOf(attempt), waitMs: null, why };
}
