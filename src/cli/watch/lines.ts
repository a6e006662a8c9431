import type { RunEvent } from "../../core/event.ts";
import type { Watcher } from "../../core/person.ts";
import type { Host } from "../../host/host.ts";
import { eventLines } from "../../report/event-line.ts";
import type { RunOptions } from "../../settings/options.ts";
import { cutText } from "../../text/cells.ts";
import { clockText } from "../../text/duration.ts";
import { jsonLine } from "../../text/plain.ts";

/** Nothing that an agent says fills more than this much of a log. */
const longestLine = 500;

/** What happens, one plain line each on stderr, with the time since the start: for logs, pipes and CI. */
export function plainWatcher(host: Pick<Host, "writeErr">, options: Pick<RunOptions, "verbose">): Watcher {
  let startedAt: number | null = null;
  const isRepeated = options.verbose ? () => false : repeats();
  return {
    see(event) {
      startedAt ??= Date.parse(event.at);
      if (isRepeated(event)) return;
      const [line, ...reasons] = eventLines(event, options.verbose ? "everything" : "steps");
      if (line === undefined) return;
      const clock = clockText(Date.parse(event.at) - startedAt);
      host.writeErr(`${clock.padStart(6)}  ${cutText(line, longestLine)}\n`);
      for (const reason of reasons) host.writeErr(`        ${cutText(reason, longestLine)}\n`);
    },
    pause() {},
  };
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
    see: (event) => host.writeOut(jsonLine(event)),
    pause: () => {},
  };
}
