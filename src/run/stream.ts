import { rmSync } from "node:fs";
import type { RunEvent, RunEventBody } from "../core/event.ts";
import type { RunLine, Watcher } from "../core/person.ts";
import type { Host } from "../host/host.ts";
import type { Owner } from "../host/owner-mark.ts";
import { type Journal, openJournal } from "../store/journal.ts";
import { takeOrders } from "../store/orders.ts";
import { takeOwnership } from "../store/owner.ts";
import { makeRunFolder, type RunFolder } from "../store/run-folder.ts";

/** Takes events in order. */
export interface EventStream {
  /** All events so far but what agents say: enough to fold figures, progress and the summary from. */
  events: RunEvent[];
  emit(body: RunEventBody): Promise<void>;
}

/** A run's one stream of events: journalled first, then seen. */
export interface RunStream extends EventStream {
  folder: RunFolder;
  /** Whoever died with the run in its hands; what it started may still be at work. */
  dead: Owner | null;
  /** `forget`: nothing of the run is left. */
  close(forget?: boolean): void;
}

/** A stream that is written nowhere, for commands that only think. */
export function unrecordedStream(host: Pick<Host, "now">, watcher: Watcher): EventStream {
  const events: RunEvent[] = [];
  return {
    events,
    async emit(body) {
      const event: RunEvent = { v: 1, seq: events.length, at: new Date(host.now()).toISOString(), run: "", ...body };
      events.push(event);
      watcher.see(event);
    },
  };
}

/** Opens the stream of a new run (`earlier` empty) or of one that is resumed, as its only writer. */
export function openStream(host: Host, folder: RunFolder, earlier: readonly RunEvent[], watcher: Watcher): RunStream {
  makeRunFolder(folder);
  const { dead, release } = takeOwnership(host, folder);
  let journal: Journal;
  try {
    journal = openJournal(host, folder.journal, folder.run, earlier);
  } catch (error) {
    release();
    throw error;
  }
  const events = earlier.filter(isKept);
  if (events.some(isAcceptance)) letPairsGo(events);
  if (earlier.length > 0) watcher.recall?.(earlier);
  return {
    folder,
    events,
    dead,
    async emit(body) {
      const event = journal.append(body);
      if (isKept(event)) events.push(event);
      if (isAcceptance(event)) letPairsGo(events);
      watcher.see(event);
    },
    close(forget = false) {
      journal.close();
      // Gone before the lock is: nobody finds a run that has ended and could go on.
      if (forget) rmSync(folder.journal, { force: true });
      release();
      if (forget) rmSync(folder.path, { recursive: true, force: true });
    },
  };
}

function isAcceptance({ type }: RunEvent): boolean {
  return type === "plan.accepted";
}

/** Nothing is decided by the pairs of an accepted plan: they are in the journal, and 500 stories have 125,000. */
function letPairsGo(events: RunEvent[]): void {
  for (const [at, event] of events.entries()) {
    if (event.type === "plan.enforced") events[at] = { ...event, pairs: [] };
  }
}

/** A run as whoever answers its questions from outside joins it. */
export function lineOf(host: Pick<Host, "sleep">, stream: RunStream): RunLine {
  return {
    emit: (body) => stream.emit(body),
    asked: stream.events.filter(({ type }) => type === "question.asked").length,
    hear: (take) =>
      takeOrders(host, stream.folder, (order) => {
        if (order.kind === "answer") take(order.id, order.answer, { by: order.by, ticket: order.ticket });
      }),
  };
}

/** What agents say and what their tools print is only in the journal: it can be hundreds of megabytes. */
function isKept(event: RunEvent): boolean {
  switch (event.type) {
    case "agent.text":
    case "agent.reasoning":
    case "agent.tool.called":
    case "agent.tool.finished":
    case "agent.unknown":
      return false;
    default:
      return true;
  }
}
