import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { BaroError, messageOf } from "../core/error.ts";
import type { RunEvent, RunEventBody } from "../core/event.ts";
import type { Host } from "../host/host.ts";
import { jsonPieces } from "../text/json-pieces.ts";
import { isDate, isNewer } from "./journal-edges.ts";
import { hasSoundNames, runOfJournal } from "./sound-names.ts";

/**
 * The journal is the truth about a run: one JSON line per event, append-only, one writer. Everything else (views,
 * summary, resume) is a fold of it. A last line without its line feed was torn by a crash and counts as not written.
 */
export interface Journal {
  /** Gives the event its envelope, writes it, and flushes it to the disk when the run couldn't go on without it. */
  append(body: RunEventBody): RunEvent;
  close(): void;
}

/**
 * What a power cut must not take: what was done to the repository or outside of it. The death of our process takes
 * nothing that was written. A flush makes the file system write all that it holds back, new checkouts too, so none is
 * made for what can be decided again.
 */
const mustLast: ReadonlySet<RunEventBody["type"]> = new Set([
  "story.committed",
  "story.merged",
  "story.dropped",
  "story.kept",
  "delivery.finished",
  "run.finished",
]);

/** Opens a run's journal for writing, after `earlier` events (none for a new run). Throws `state-unwritable`. */
export function openJournal(host: Pick<Host, "now">, file: string, run: string, earlier: readonly RunEvent[]): Journal {
  const fd = translate(file, () => openSync(file, "a+", 0o600));
  let length = translate(file, () => dropTornLine(fd, file));
  let seq = (earlier.at(-1)?.seq ?? -1) + 1;
  let paid = false;
  return {
    append(body) {
      const event: RunEvent = { v: 1, seq, at: new Date(host.now()).toISOString(), run, ...body };
      let written = 0;
      translate(file, () => {
        try {
          for (const piece of jsonPieces(event, "\n")) written += writeAll(fd, piece);
          if (mustLast.has(body.type) || (paid && body.type === "plan.accepted")) fsyncSync(fd);
        } catch (error) {
          // A half-written line would make the next one unreadable.
          ftruncateSync(fd, length);
          throw error;
        }
      });
      length += written;
      seq++;
      // A plan that a model was paid for is not planned twice.
      paid = body.type !== "plan.accepted" && (paid || body.type === "model.answered");
      return event;
    },
    close: () => closeSync(fd),
  };
}

/** Gives back how many bytes it was. */
function writeAll(fd: number, text: string): number {
  writeFileSync(fd, text);
  return Buffer.byteLength(text);
}

/** Cuts a torn last line off and gives the length of what is left. */
function dropTornLine(fd: number, file: string): number {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(10) + 1;
  if (end < bytes.length) ftruncateSync(fd, end);
  return end;
}

function translate<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new BaroError("state-unwritable", `Cannot write the journal "${file}": ${messageOf(error, file)}`, {
      hint: "Free some space or set BARO_HOME to a folder that can be written, then run: baro resume",
      cause: error,
    });
  }
}

/** Reads a journal back. A torn last line is left out; anything else that is broken throws with its line number. */
export function readJournal(file: string): RunEvent[] {
  const text = textOf(file);
  const events: RunEvent[] = [];
  let start = 0;
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
    events.push(parseEvent(text.slice(start, end), file, events.length));
    start = end + 1;
  }
  return events;
}

/** "" where there is none. */
function textOf(file: string): string {
  try {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat === undefined) return "";
    requireReadable(file, stat);
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof BaroError) throw error;
    const message = `Cannot read the journal "${file}": ${messageOf(error, file)}`;
    throw new BaroError("failed", message, { hint: hintFor(file), cause: error });
  }
}

/** A journal is kept below some 25 MB; what is this long was not written by us, and would take several times as much to read. */
const mostJournalBytes = 128 * 1024 * 1024;

function requireReadable(file: string, stat: Stats): void {
  const why = stat.isFile() ? (stat.size > mostJournalBytes ? `it has ${stat.size} bytes` : null) : "it is not a file";
  if (why === null) return;
  throw new BaroError("failed", `Cannot read the journal "${file}": ${why}`, { hint: hintFor(file) });
}

/** Checks the envelope and the names in it alone: readers ignore types and fields that they don't know. */
function parseEvent(line: string, file: string, seq: number): RunEvent {
  let known: RunEvent | null = null;
  try {
    const event = JSON.parse(line) as Partial<RunEvent> | null;
    if (event !== null && event.v === 1 && event.seq === seq && typeof event.type === "string" && isDate(event.at)) {
      known = event as RunEvent;
    }
  } catch {
    // Said below, with the place.
  }
  if (known === null) throw unreadable(line, file, seq);
  if (hasSoundNames(known, runOfJournal(file))) return known;
  const message = `Cannot read the journal "${file}": line ${seq + 1} has names that are not this run's`;
  throw new BaroError("failed", message, { hint: hintFor(file) });
}

function unreadable(line: string, file: string, seq: number): BaroError {
  const at = `Cannot read the journal "${file}": line ${seq + 1}`;
  if (isNewer(line)) {
    const hint = "Use that version, or a newer one";
    return new BaroError("failed", `${at} was written by a newer version of baro`, { hint });
  }
  return new BaroError("failed", `${at} is not event number ${seq} of version 1`, { hint: hintFor(file) });
}

/** Its lines are events, and what is in them is not what is written there. */
export function brokenJournal(file: string, cause: unknown): BaroError {
  const message = `Cannot read the journal "${file}": some of its events have missing or wrong fields`;
  return new BaroError("failed", message, { hint: hintFor(file), cause });
}

function hintFor(file: string): string {
  return `The run's branch is untouched. Look at it, then remove the run with: baro clean ${runOfJournal(file)} --force`;
}
