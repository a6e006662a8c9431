import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import type { EventOf, RunEvent } from "../core/event.ts";
import type { Mode } from "../core/mode.ts";
import { hasKnownKinds } from "./event-kinds.ts";
import { hasSoundNames, runOfJournal } from "./sound-names.ts";

const blockBytes = 64 * 1024;
/** No event is longer: what has no end of a line for so long is no journal. */
export const mostEventBytes = 64 * 1024 * 1024;

/** The first and the last whole event of a journal, read without the rest: journals can be hundreds of megabytes. */
export interface JournalEdges {
  first: RunEvent;
  last: RunEvent;
  /** The mode that was chosen, when that is told near an edge. */
  mode: Mode | null;
  /** What was left, when that is told right before the end. */
  delivered: EventOf<"delivery.finished"> | null;
}

/** Null when the journal holds no whole event, or its edges are not readable ones. */
export function readJournalEdges(file: string): JournalEdges | null {
  const fd = openFile(file);
  if (typeof fd !== "number") return null;
  try {
    const size = fstatSync(fd).size;
    const first = parse(firstLine(fd, size));
    const last = parse(lastLine(fd, size));
    const run = runOfJournal(file);
    if (first === null || last === null || ![first, last].every((event) => hasSoundNames(event, run))) return null;
    const delivered = last.type === "run.finished" ? nearEnd(fd, size, "delivery.finished") : null;
    if (delivered !== null && !hasSoundNames(delivered, run)) return null;
    return { first, last, mode: modeOf(fd, size, last), delivered };
  } catch {
    return null;
  } finally {
    closeSync(fd);
  }
}

function modeOf(fd: number, size: number, last: RunEvent): Mode | null {
  if (last.type === "run.finished" && last.mode !== undefined) return last.mode;
  const head = linesIn(readAt(fd, 0, Math.min(blockBytes, size)));
  const chosen = head.findLast((line) => line.includes('"type":"mode.chosen"'));
  const event = parse(chosen ?? null);
  return event?.type === "mode.chosen" ? event.mode : null;
}

/** The newest event of a type among the last ones. */
function nearEnd<T extends RunEvent["type"]>(fd: number, size: number, type: T): EventOf<T> | null {
  const start = Math.max(0, size - blockBytes);
  const found = linesIn(readAt(fd, start, size - start)).findLast((line) => line.includes(`"type":"${type}"`));
  const event = parse(found ?? null);
  return event?.type === type ? (event as unknown as EventOf<T>) : null;
}

function linesIn(bytes: Buffer): string[] {
  return bytes.toString("utf8").split("\n");
}

/** One broken journal spoils no other run: what is no file is not opened, a pipe least of all. */
function openFile(file: string): number | "missing" | "unreadable" {
  try {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat === undefined) return "missing";
    return stat.isFile() ? openSync(file, "r") : "unreadable";
  } catch {
    return "unreadable";
  }
}

function firstLine(fd: number, size: number): string | null {
  for (let length = blockBytes; ; length *= 4) {
    const bytes = readAt(fd, 0, Math.min(length, size));
    const end = bytes.indexOf(10);
    if (end >= 0) return bytes.subarray(0, end).toString("utf8");
    if (length >= size || length >= mostEventBytes) return null;
  }
}

function lastLine(fd: number, size: number): string | null {
  for (let length = blockBytes; ; length *= 4) {
    const start = Math.max(0, size - length);
    const bytes = readAt(fd, start, size - start);
    const end = bytes.lastIndexOf(10);
    const begin = end < 1 ? -1 : bytes.lastIndexOf(10, end - 1);
    if (end >= 0 && (begin >= 0 || start === 0)) return bytes.subarray(begin + 1, end).toString("utf8");
    if (start === 0 || length >= mostEventBytes) return null;
  }
}

function readAt(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(fd, bytes, filled, length - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

function parse(line: string | null): RunEvent | null {
  try {
    const event = JSON.parse(line ?? "") as RunEvent;
    if (event.v !== 1 || typeof event.type !== "string" || !isDate(event.at)) return null;
    return isWhole(event) ? event : null;
  } catch {
    return null;
  }
}

/** Whether it is a point in time: every view counts from one. */
export function isDate(at: unknown): boolean {
  return typeof at === "string" && !Number.isNaN(Date.parse(at));
}

type Loose<T extends RunEvent["type"]> = Partial<Extract<RunEvent, { type: T }>>;

/** What listings and figures are made from is there, looked for in a run's first and last event and in its plans, and all is of its kind. */
export function isWhole(event: RunEvent): boolean {
  if (!hasKnownKinds(event)) return false;
  if (event.type === "run.started") {
    const { goal, repo, workBranch } = event as Loose<"run.started">;
    return [goal, repo?.root, workBranch].every((value) => typeof value === "string");
  }
  if (event.type === "run.finished") {
    const { outcome, wallMs, agentMs, usage, files } = event as Loose<"run.finished">;
    const counts = [wallMs, agentMs, usage?.input, usage?.cachedInput, usage?.output, files];
    return typeof outcome === "string" && counts.every((value) => typeof value === "number");
  }
  const told = event as unknown as Record<string, unknown>;
  return [told["plan"], event].every((one) => storiesIn(one).every(isStory));
}

/** The stories of a plan; of an event that only names some, none. */
function storiesIn(told: unknown): Record<string, unknown>[] {
  const list = typeof told === "object" && told !== null && "stories" in told ? told.stories : [];
  if (!Array.isArray(list)) return [];
  return list.filter((one: unknown) => typeof one === "object" && one !== null && "brief" in one);
}

const textLists = ["writes", "reads", "dependsOn", "acceptance", "verify"] as const;

/** A field that an older baro did not write is left to the readers. */
function isStory(story: Record<string, unknown>): boolean {
  const isText = (value: unknown) => typeof value === "string";
  const isList = (value: unknown) => value === undefined || (Array.isArray(value) && value.every(isText));
  return [story["title"], story["brief"]].every(isText) && textLists.every((name) => isList(story[name]));
}

/** Nothing was done in a run of which this is told: its first event comes before everything else. */
export const neverBegan = "it ended before its first event";

/** Why `readJournalEdges` finds nothing in a journal, as the end of a sentence. */
export function journalTrouble(file: string): string {
  const fd = openFile(file);
  if (fd === "missing") return neverBegan;
  if (fd === "unreadable") return "its journal can't be read";
  try {
    const size = fstatSync(fd).size;
    const lines = [firstLine(fd, size), lastLine(fd, size)];
    if (lines.every((line) => line === null) && size <= mostEventBytes) return neverBegan;
    return lines.some(isNewer) ? "a newer baro wrote its journal" : "its journal is broken";
  } catch {
    return "its journal can't be read";
  } finally {
    closeSync(fd);
  }
}

/** Whether an event is of a format that is not known here. */
export function isNewer(line: string | null): boolean {
  try {
    const { v } = JSON.parse(line ?? "") as { v?: unknown };
    return typeof v === "number" && v > 1;
  } catch {
    return false;
  }
}
