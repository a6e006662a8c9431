import type { RunEvent } from "../../core/event.ts";
import type { Watcher } from "../../core/person.ts";
import type { Host } from "../../host/host.ts";
import { renderSummary } from "../../report/summary.ts";
import type { RunEnd } from "../../run/run-context.ts";
import type { RunOptions } from "../../settings/options.ts";
import { elsewhere } from "../../settings/repository-root.ts";
import { foldEvent, newRunState } from "../../state/run-state.ts";
import { cleanedDeep } from "../../text/redact.ts";
import { typedFor } from "../../text/typed-command.ts";
import { writeStepReport } from "../ci-job.ts";
import { layoutOfRun } from "../output.ts";
import { ownEnvironment } from "../own-programs.ts";
import { mayDraw } from "../terminal/screen.ts";
import { windowOf } from "../terminal/window.ts";
import { ndjsonWatcher, plainWatcher } from "./lines.ts";
import { liveWatcher } from "./live.ts";
import { notifyOfEnd } from "./notify.ts";
import { windowStatus } from "./window-status.ts";

/** Runs stages before the eyes of whoever looks on, prints the summary of the run, and gives the exit code. */
export async function watch(
  host: Host,
  options: RunOptions,
  work: (watcher: Watcher) => Promise<RunEnd>,
): Promise<number> {
  const view = newRunState();
  const window = windowOf(host, options);
  let left = false;
  let goesOn = false;
  const shown = watchersFor(host, options, () => {
    left = true;
    host.terminal.controls?.interrupt();
  });
  const watcher: Watcher = {
    recall(told) {
      const events = told.map((event) => cleanedDeep(event, host.shown));
      for (const event of events) foldEvent(view, event);
      for (const other of shown) other.recall?.(events);
    },
    see(told: RunEvent) {
      const event = cleanedDeep(told, host.shown);
      foldEvent(view, event);
      // No summary tells of its pairs, and there may be very many.
      if (event.type === "plan.accepted" && view.enforced !== null) view.enforced = { ...view.enforced, pairs: [] };
      // That it was stopped, and how to go on with it, is not so for one that is left running.
      if (left && event.type === "run.notice") return;
      window.show(() => windowStatus(view));
      for (const other of shown) other.see(event);
    },
    pause() {
      for (const other of shown) other.pause();
    },
  };
  let next: string | undefined;
  try {
    const { exitCode, next: onward } = await work(watcher);
    next = onward;
    watcher.pause();
    if (left && view.run !== null && view.finished?.outcome === "interrupted") {
      const { goOnWithout } = await import("../../run/leave.ts");
      await goOnWithout(host, options, view.run, ownEnvironment(host));
      goesOn = true;
      host.writeOut(leftText(view.run));
    }
    return exitCode;
  } finally {
    watcher.pause();
    window.clear();
    if (!goesOn) {
      if (view.finished !== null) printSummary(host, options, renderSummaryFor(host, options, view));
      // It stands alone on its line, to be copied.
      if (next !== undefined)
        host.writeErr(`The plan is kept; go on with:\n${typedFor(elsewhere(host, options.cwd), next)}\n`);
      writeStepReport(host, view);
      await notifyOfEnd(host, options, view);
    }
  }
}

function leftText(run: string): string {
  return `The run goes on in the background.\nLook at it:\n  baro show ${run} --follow\nStop it:\n  baro stop ${run}\n`;
}

function watchersFor(host: Host, options: RunOptions, leave: () => void): Watcher[] {
  const progress = options.quiet ? [] : [progressFor(host, options, leave)];
  return options.json ? [ndjsonWatcher(host), ...progress] : progress;
}

/** The live view needs a terminal of its own; when stdout's events share it, lines are all that reads well. */
function progressFor(host: Host, options: RunOptions, leave: () => void): Watcher {
  const alone = mayDraw(host, options) && !(options.json && host.terminal.stdoutIsTty);
  return alone && !options.verbose
    ? liveWatcher(host, options, { attached: false, leave })
    : plainWatcher(host, options, { attached: false });
}

function renderSummaryFor(host: Host, options: RunOptions, view: ReturnType<typeof newRunState>): string {
  const layout = layoutOfRun(host, options, options.json ? "err" : "out", view);
  return `${renderSummary(view, layout).join("\n")}\n`;
}

/** The summary is the result that a person reads; with `--json` the events are the result and it is talk. */
function printSummary(host: Host, options: RunOptions, text: string): void {
  if (!options.json) host.writeOut(text);
  else if (!options.quiet) host.writeErr(text);
}
