import type { AgentEvent, FinishReason } from "../core/agent-event.ts";
import type { Usage } from "../core/usage.ts";
import { boundLine } from "./bound.ts";

export interface MapperContext {
  /** Where the agent works; paths are made relative to it. Empty: taken from the wire where it names one. */
  cwd: string;
  /** The time, for limits that are told as a duration. */
  now: () => number;
  /** What the session that is gone on with had used, for agents that count a whole session. */
  usageBefore: Usage | null;
}

/** How the process ended, and the end of what it wrote to stderr. */
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

/** What one agent's translation has to offer; what all share is in `newMapper`. */
export interface Translation {
  /** True for lines that only repeat, in pieces, what a later line says whole. Decided on the raw text: they are the bulk. */
  skips(line: string): boolean;
  /** The events of one record; `null` when it is unknown. */
  translate(record: unknown): AgentEvent[] | null;
  /** `null`: nothing is known of the process, only its lines are. */
  end(exit: ProcessEnd | null): Ending;
}

/** Translates an agent's lines into events: incremental, total, without effects. */
export interface Mapper {
  map(line: string): AgentEvent[];
  /** The last events: open calls are closed, and the last one is the only `agent.finished`. Its `ms` is the runner's. */
  end(exit: ProcessEnd | null): AgentEvent[];
}

/** Adds to a translation the promises that hold for every agent: sessions told once, calls finished exactly once. */
export function newMapper(translation: Translation): Mapper {
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
    map(line) {
      if (line === "" || translation.skips(line)) return [];
      const record = parseRecord(line);
      const events = record === undefined ? null : translation.translate(record);
      return events === null ? [{ type: "agent.unknown", line: boundLine(line) }] : events.filter(keeps);
    },
    end(exit) {
      const { events, ok, why } = translation.end(exit);
      const kept = events.filter(keeps);
      const unanswered = [...open].map((call): AgentEvent => {
        return { type: "agent.tool.finished", call, ok: null, exitCode: null, output: "", outputBytes: 0 };
      });
      const { exitCode, signal } = exit ?? { exitCode: null, signal: null };
      return [...unanswered, ...kept, { type: "agent.finished", ok, why, exitCode, signal, ms: 0 }];
    },
  };
}

function parseRecord(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
