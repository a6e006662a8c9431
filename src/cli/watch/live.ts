import type { RunEvent } from "../../core/event.ts";
import type { Watcher } from "../../core/person.ts";
import type { Host } from "../../host/host.ts";
import { eventLine } from "../../report/event-line.ts";
import type { RunOptions } from "../../settings/options.ts";
import { foldEvent, newRunState } from "../../state/run-state.ts";
import { wrapText } from "../../text/cells.ts";
import { layoutFor } from "../output.ts";
import { renderFrame } from "./frame.ts";
import { repeats } from "./repeats.ts";
import { screenOn } from "./screen.ts";

const frameMs = 100;

/** The run as it goes, at the bottom of a terminal on stderr; what was decided and done scrolls away above. */
export function liveWatcher(host: Host, options: RunOptions): Watcher {
  const view = newRunState();
  const screen = screenOn(host);
  const log: string[] = [];
  const isRepeated = repeats();
  let tick = 0;
  let running: AbortController | null = null;

  const layout = () => ({ ...layoutFor(host, options, "err"), width: Math.max(20, host.terminal.columns() - 1) });
  const draw = (live: boolean) => {
    const frame = live ? renderFrame(view, { now: host.now(), tick: tick++ }, layout(), host.terminal.rows()) : [];
    screen.draw(log.splice(0), frame);
  };
  const turn = async (stop: AbortSignal) => {
    while (!stop.aborted) {
      draw(true);
      await host.sleep(frameMs, stop);
    }
  };

  return {
    recall(events) {
      for (const event of events) foldEvent(view, event);
    },
    see(event) {
      foldEvent(view, event);
      const line = worthKeeping(event) && !isRepeated(event) ? eventLine(event, "steps") : null;
      if (line !== null) log.push(...wrapText(line, layout().width));
      if (running !== null) return;
      running = new AbortController();
      void turn(running.signal);
    },
    pause() {
      if (running === null) return;
      running.abort();
      running = null;
      draw(false);
    },
  };
}

/** The frame says what goes on; the log above it keeps what would be missed. The summary says the rest. */
function worthKeeping(event: RunEvent): boolean {
  return event.type !== "run.finished" && event.type !== "story.started" && event.type !== "delivery.finished";
}
