import type { RunEvent } from "../../core/event.ts";
import type { Watcher } from "../../core/person.ts";
import type { Host } from "../../host/host.ts";
import { eventLine } from "../../report/event-line.ts";
import type { RunOptions } from "../../settings/options.ts";
import { foldEvent, newRunState } from "../../state/run-state.ts";
import { wrapText } from "../../text/cells.ts";
import { layoutFor } from "../output.ts";
import { ownerOf, type Picture } from "../terminal/owner.ts";
import { renderFrame } from "./frame.ts";
import { repeats } from "./repeats.ts";

/** The run as it goes, at the bottom of a terminal on stderr; what was decided and done scrolls away above. */
export function liveWatcher(host: Host, options: RunOptions): Watcher {
  const view = newRunState();
  const owner = ownerOf(host);
  const isRepeated = repeats();
  let tick = 0;
  let stopping = false;
  let unlisten: (() => void) | null = null;

  const layout = () => ({ ...layoutFor(host, options, "err"), width: Math.max(10, host.terminal.columns() - 1) });
  const picture: Picture = {
    lines: () => renderFrame(view, { now: host.now(), tick: tick++, stopping }, layout(), host.terminal.rows()),
  };
  const listen = () =>
    host.onSignal(() => {
      stopping = true;
      owner.redraw();
    });

  return {
    recall(events) {
      for (const event of events) foldEvent(view, event);
    },
    see(event) {
      foldEvent(view, event);
      const line = worthKeeping(event) && !isRepeated(event) ? eventLine(event, "steps") : null;
      unlisten ??= listen();
      owner.show(picture);
      if (line !== null) host.writeErr(`${wrapText(line, layout().width).join("\n")}\n`);
    },
    pause() {
      unlisten?.();
      unlisten = null;
      owner.rest();
    },
  };
}

/** The frame says what goes on; the log above it keeps what would be missed. The summary says the rest. */
function worthKeeping(event: RunEvent): boolean {
  return event.type !== "run.finished" && event.type !== "story.started" && event.type !== "delivery.finished";
}
