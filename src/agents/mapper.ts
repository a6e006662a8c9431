import type { AgentEvent } from "../core/agent-event.ts";
import { parseJson } from "../core/parse-json.ts";
import type { Usage } from "../core/usage.ts";
import { boundLine } from "./bound.ts";
import { type Ending, endingEvents, newLedger, type ProcessEnd } from "./ledger.ts";

export interface MapperContext {
  /** Where the agent works; paths are made relative to it. Empty: taken from the wire where it names one. */
  cwd: string;
  /** The time, for limits that are told as a duration. */
  now: () => number;
  /** What the session that is gone on with had used, for agents that count a whole session. */
  usageBefore: Usage | null;
  /** An earlier process began the session. */
  resumed?: boolean;
}

/** What one agent's translation has to offer; what all share is in `newMapper`. */
export interface Translation {
  /** True for lines that only repeat, in pieces, what a later line says whole. Decided on the raw text: they are the bulk. */
  skips(line: string): boolean;
  /** The events of one record; `null` when it is unknown. */
  translate(record: unknown): AgentEvent[] | null;
  /** True once the last line was the program's last word: nothing more is to come. Absent: it has none. */
  lastWord?(): boolean;
  /** `null`: nothing is known of the process, only its lines are. */
  end(exit: ProcessEnd | null): Ending;
}

/** Translates an agent's lines into events: incremental, total, without effects. */
export interface Mapper {
  map(line: string): AgentEvent[];
  /** True when nothing more is to come but the program's end. */
  lastWord(): boolean;
  /** The last events: open calls are closed, and the last one is the only `agent.finished`. Its `ms` is the runner's. */
  end(exit: ProcessEnd | null): AgentEvent[];
}

/** Adds to a translation what every agent promises. */
export function newMapper(translation: Translation): Mapper {
  const ledger = newLedger();
  /** The last lines that are no records: a program that can't begin may say why in plain words. */
  const plain: string[] = [];
  return {
    map(line) {
      if (line === "" || translation.skips(line)) return [];
      const record = parseRecord(line);
      if (record === undefined) keepLast(plain, boundLine(line));
      const events = record === undefined ? null : translation.translate(record);
      return events === null ? [{ type: "agent.unknown", line: boundLine(line) }] : ledger.keep(events);
    },
    lastWord: () => translation.lastWord?.() ?? false,
    end: (exit) => endingEvents(ledger, translation.end(withWords(exit, plain)), exit),
  };
}

const mostPlain = 3;

/** Half a record and a web page are no plain words. */
function keepLast(lines: string[], line: string): void {
  if (/^\s*[{[<]/.test(line)) return;
  lines.push(line);
  if (lines.length > mostPlain) lines.shift();
}

/** What was said in plain words stands for what stderr does not say. */
function withWords(exit: ProcessEnd | null, plain: readonly string[]): ProcessEnd | null {
  return exit === null || exit.stderr.trim() !== "" ? exit : { ...exit, stderr: plain.join("\n") };
}

function parseRecord(line: string): unknown {
  try {
    return parseJson(line) as unknown;
  } catch {
    return undefined;
  }
}
