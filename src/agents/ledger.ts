import type { AgentEvent, FinishReason } from "../core/agent-event.ts";

/** How a process ended, and the end of what it wrote to stderr. */
export interface ProcessEnd {
  exitCode: number | null;
  signal: string | null;
  stderr: string;
}

/** What a wire's end and the process's end together say. */
export interface Ending {
  events: AgentEvent[];
  ok: boolean;
  why: FinishReason;
}

/** Remembers the latest ids, so that a stream without an end takes no memory without one. */
export interface Recent {
  has(id: string): boolean;
  /** False when it was known already. */
  add(id: string): boolean;
}

const mostRemembered = 1000;
/** Calls that are open at once; nobody runs more. */
const mostOpen = 10_000;

export function newRecent(): Recent {
  const ids = new Set<string>();
  return {
    has: (id) => ids.has(id),
    add(id) {
      if (ids.has(id)) return false;
      ids.add(id);
      if (ids.size > mostRemembered) for (const oldest of ids) return ids.delete(oldest);
      return true;
    },
  };
}

/** Keeps the promises that hold for every agent: sessions are told once, calls are finished exactly once. */
export interface Ledger {
  /** The events that may be told, in the very list that was given: a copy for every line is a tenth of the time. */
  keep(events: AgentEvent[]): AgentEvent[];
  /** The ends of the calls that were never answered. */
  close(): AgentEvent[];
}

export function newLedger(): Ledger {
  const sessions = newRecent();
  const open = new Set<string>();
  const closed = newRecent();

  const keeps = (event: AgentEvent): boolean => {
    switch (event.type) {
      case "agent.session":
        return sessions.add(event.session);
      case "agent.tool.called":
        if (open.has(event.call) || closed.has(event.call) || open.size >= mostOpen) return false;
        open.add(event.call);
        return true;
      case "agent.tool.finished":
        if (!open.delete(event.call)) return false;
        closed.add(event.call);
        return true;
      default:
        return true;
    }
  };

  return {
    keep(events) {
      let kept = 0;
      for (const event of events) if (keeps(event)) events[kept++] = event;
      events.length = kept;
      return events;
    },
    close: () => {
      const unanswered = [...open];
      open.clear();
      return unanswered.map((call) => {
        return { type: "agent.tool.finished", call, ok: null, exitCode: null, output: "", outputBytes: 0 };
      });
    },
  };
}

/** The last events of an agent; the last of them is `agent.finished`, whose `ms` is the runner's to say. */
export function endingEvents(ledger: Ledger, { events, ok, why }: Ending, exit: ProcessEnd | null): AgentEvent[] {
  const kept = ledger.keep(events);
  const { exitCode, signal } = exit ?? { exitCode: null, signal: null };
  return [...ledger.close(), ...kept, { type: "agent.finished", ok, why, exitCode, signal, ms: 0 }];
}
