import type { RunEvent } from "../../core/event.ts";
import type { Watcher } from "../../core/person.ts";
import type { Host } from "../../host/host.ts";
import { eventLines } from "../../report/event-line.ts";
import { beside } from "../../report/layout.ts";
import type { RunOptions } from "../../settings/options.ts";
import { foldEvent, newRunState } from "../../state/run-state.ts";
import { cutText, widthOf } from "../../text/cells.ts";
import { clockText } from "../../text/duration.ts";
import { jsonLinePieces } from "../../text/plain.ts";
import { isInQuestion } from "./in-question.ts";
import { quietStage } from "./stage.ts";
import { type Later, quietClock, stillText } from "./still.ts";

/** Nothing that an agent says fills more than this much of a log. */
const longestLine = 500;

/**
 * What happens, one plain line each on stderr, with the time since the start: for logs, pipes and CI. What goes on is told
 * now and then while nothing else is. `attached`: the run is another process's.
 */
export function plainWatcher(
  host: Pick<Host, "writeErr" | "terminal" | "now">,
  options: Pick<RunOptions, "verbose" | "yes" | "noInput" | "ask" | "dryRun">,
  { attached, wait }: { attached: boolean; wait?: Later },
): Watcher {
  const view = newRunState();
  let startedAt: number | null = null;
  const write = (clock: string, text: string) => {
    const columns = host.terminal.stderrIsTty ? host.terminal.columns() : null;
    for (const line of logLines(cutText(text, longestLine), columns, clock.padStart(6))) host.writeErr(`${line}\n`);
  };
  const quiet = quietClock(() => {
    const text = stillText(view, host.now());
    if (text !== null) write(clockText(host.now() - (startedAt ?? host.now())), text);
  }, wait);
  const isRepeated = options.verbose ? () => false : repeats();
  return {
    recall(events) {
      for (const event of events) foldEvent(view, event);
    },
    see(event) {
      foldEvent(view, event);
      startedAt ??= Date.parse(event.at);
      const clock = clockText(Date.parse(event.at) - startedAt);
      const isSaid = isRepeated(event) || (!attached && !options.verbose && isInQuestion(event, options, view));
      const [line, ...reasons] = isSaid ? [] : eventLines(event, options.verbose ? "everything" : "steps");
      if (line !== undefined) write(clock, line);
      for (const reason of reasons) write("", reason);
      const stage = quietStage(event, view, options);
      if (stage !== null) write(clock, stage);
      quiet.seen(line !== undefined || stage !== null);
    },
    pause() {
      quiet.rest();
    },
  };
}

/**
 * A line of a log behind its clock, if it has one. A terminal of so many columns breaks lines inside words, so there they are
 * broken between them; in a file (`columns` null) a line is one line.
 */
export function logLines(line: string, columns: number | null, clock = ""): string[] {
  const column = clock === "" ? 0 : widthOf(clock) + 2;
  if (columns === null) return [clock.padEnd(column) + line];
  const indent = column + (/^ */.exec(line)?.[0].length ?? 0);
  // Something is left beside them on the narrowest of terminals.
  const width = Math.max(columns, indent + 10);
  return beside(clock, indent, line.trimStart(), { width, folds: true });
}

/** Tells the events that say nothing new: what an agent notices in every story is worth one line of a run. */
export function repeats(): (event: RunEvent) => boolean {
  const said = new Set<string>();
  return (event) => {
    if (event.type !== "agent.notice") return false;
    if (said.has(event.message)) return true;
    said.add(event.message);
    return false;
  };
}

/** Every event as one JSON line on stdout. */
export function ndjsonWatcher(host: Pick<Host, "writeOut">): Watcher {
  return {
    see(event) {
      for (const piece of jsonLinePieces(event)) host.writeOut(piece);
    },
    pause: () => {},
  };
}
