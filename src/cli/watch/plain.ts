import type { Watcher } from "../../core/person.ts";
import type { Host } from "../../host/host.ts";
import { eventLine } from "../../report/event-line.ts";
import type { RunOptions } from "../../settings/options.ts";
import { cutText } from "../../text/cells.ts";
import { clockText } from "../../text/duration.ts";
import { repeats } from "./repeats.ts";

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
      const line = eventLine(event, options.verbose ? "everything" : "steps");
      if (line === null) return;
      const clock = clockText(Date.parse(event.at) - startedAt);
      host.writeErr(`${clock.padStart(6)}  ${cutText(line, longestLine)}\n`);
    },
    pause() {},
  };
}
