import type { AgentEvent, AgentEventType } from "../core/agent-event.ts";
import { soundWait } from "../text/told-wait.ts";
import { boundText } from "./bound.ts";

export interface EventBounds {
  /** Events of one attempt. */
  events: number;
  /** Characters of their texts. */
  characters: number;
  /** Lines that nobody understands. */
  unknown: number;
}

const usual: EventBounds = { events: 50_000, characters: 16_000_000, unknown: 500 };
/** Of one text. The answer to a question is such a text, so it is far more than a person reads. */
const longestText = 1_000_000;

/** What a run can't do without, whatever came before it. The rest is in the raw output. */
const always: ReadonlySet<AgentEventType> = new Set(["agent.session", "agent.usage", "agent.error", "agent.finished"]);

/**
 * Keeps what one attempt puts on the run's stream within bounds. What is over them is left out, which is said once; the
 * attempt goes on. A call that was told still gets its end.
 */
export function boundEvents(bounds: EventBounds = usual): (event: AgentEvent) => AgentEvent[] {
  const open = new Set<string>();
  const seen = { events: 0, characters: 0, unknown: 0 };
  const said = new Set<string>();
  const sayOnce = (message: string): AgentEvent[] => {
    if (said.has(message)) return [];
    said.add(message);
    return [{ type: "agent.notice", message }];
  };

  return (event) => {
    if (event.type === "agent.tool.finished" ? open.delete(event.call) : always.has(event.type)) return [event];
    if (event.type === "agent.tool.finished") return [];
    if (event.type === "agent.unknown" && ++seen.unknown > bounds.unknown) {
      return sayOnce(`It said more than ${bounds.unknown} things that baro does not know: the rest is left out`);
    }
    const kept = withinBounds(event);
    seen.events++;
    seen.characters += lengthOf(kept);
    if (seen.events > bounds.events || seen.characters > bounds.characters) {
      return sayOnce("Its output exceeds what a run keeps: the rest is left out");
    }
    if (kept.type === "agent.tool.called") open.add(kept.call);
    return [kept];
  };
}

function withinBounds(event: AgentEvent): AgentEvent {
  if (event.type === "agent.retry" && event.waitMs !== null) return { ...event, waitMs: soundWait(event.waitMs) };
  const long = (event.type === "agent.text" || event.type === "agent.reasoning") && event.text.length > longestText;
  return long ? { ...event, text: boundText(event.text, longestText) } : event;
}

function lengthOf(event: AgentEvent): number {
  if (event.type === "agent.text" || event.type === "agent.reasoning") return event.text.length;
  if (event.type === "agent.unknown") return event.line.length;
  // Inputs, outputs and notices are bounded one by one where they are made.
  return event.type === "agent.tool.called" ? 1000 : 200;
}
