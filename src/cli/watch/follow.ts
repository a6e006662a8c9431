import type { Watcher } from "../../core/person.ts";
import type { StoryId } from "../../core/story.ts";
import type { Host } from "../../host/host.ts";
import { eventLine } from "../../report/event-line.ts";
import { renderSummary } from "../../report/summary.ts";
import type { RunOptions } from "../../settings/options.ts";
import { foldEvent, newRunState } from "../../state/run-state.ts";
import { followJournal } from "../../store/follow-journal.ts";
import { runFolder } from "../../store/run-folder.ts";
import { cleanedDeep } from "../../text/redact.ts";
import { layoutOfRun, printLines } from "../output.ts";
import { mayDraw } from "../terminal/screen.ts";
import { windowOf } from "../terminal/window.ts";
import { logLines, ndjsonWatcher, plainWatcher } from "./lines.ts";
import { liveWatcher } from "./live.ts";
import { windowStatus } from "./window-status.ts";

/**
 * Shows a run of another process as it goes on, or all that one story's agents say, until it ends or the person leaves
 * with Ctrl-C; the run does not notice. Gives the exit code.
 */
export async function followRun(host: Host, options: RunOptions, run: string, story: StoryId | null): Promise<number> {
  const left = new AbortController();
  const unlisten = host.onSignal(() => left.abort());
  const watcher = watcherFor(host, options, story, () => left.abort());
  const view = newRunState();
  const window = windowOf(host, options);
  try {
    for await (const told of followJournal(host, runFolder(options.stateDir, run), left.signal)) {
      const event = cleanedDeep(told, host.shown);
      foldEvent(view, event);
      window.show(() => windowStatus(view));
      if (story === null || ("story" in event && event.story === story)) watcher.see(event);
    }
  } finally {
    watcher.pause();
    window.clear();
    unlisten();
  }
  if (story === null && !options.json && view.finished !== null) {
    printLines(host, renderSummary(view, layoutOfRun(host, options, "out", view)));
  }
  return 0;
}

function watcherFor(host: Host, options: RunOptions, story: StoryId | null, leave: () => void): Watcher {
  if (options.json) return ndjsonWatcher(host);
  if (story !== null) return storyWatcher(host);
  return mayDraw(host, options)
    ? liveWatcher(host, options, { attached: true, leave })
    : plainWatcher(host, options, { attached: true });
}

/** One story's stream: what its agents say and do, a line each on stdout. */
function storyWatcher(host: Host): Watcher {
  return {
    see(event) {
      const line = eventLine(event, "everything");
      if (line !== null) printLines(host, logLines(line, host.terminal.stdoutIsTty ? host.terminal.columns() : null));
    },
    pause() {},
  };
}
