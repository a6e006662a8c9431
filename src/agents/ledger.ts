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

/** Keeps the promises that hold for every agent: sessions are told once, calls are finished exactly once. */
export interface Ledger {
  /** The events that may be told. */
  keep(events: readonly AgentEvent[]): AgentEvent[];
  /** The ends of the calls that were never answered. */
  close(): AgentEvent[];
}

export function newLedger(): Ledger {
  const sessions = new Set<string>();
  const open = new Set<string>();
  const closed = new Set<string>();

  const keeps = (event: AgentEvent): boolean => {
    switch (event.type) {
      case "agent.session":
        if (sessions.has(event.session)) return false;
        sessions.add(event.session);
        return true;
      case "agent.tool.called":
        if (open.has(event.call) || closed.has(event.call)) return false;
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
    keep: (events) => events.filter(keeps),
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
