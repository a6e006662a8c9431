import { basename } from "node:path";
import { type Layout, type Style, table } from "../../report/layout.ts";
import { listedEnd } from "../../report/outcome-words.ts";
import { jsonDocument } from "../../settings/flags.ts";
import type { RunListing } from "../../store/find-run.ts";
import { cutText, padText, widthOf } from "../../text/cells.ts";
import { localTime, timeText } from "../../text/duration.ts";
import { plainLine } from "../../text/plain.ts";
import { command } from "../command.ts";
import { layoutFor, printLines } from "../output.ts";
import { openSession, printJson } from "../session.ts";

export const runs = command({
  name: "runs",
  description:
    "List runs, this repository's first. Live runs come first, then interrupted ones, then the rest, newest first.",
  flags: [jsonDocument],
  run: async (host, { flags }) => {
    const { options } = await openSession(host, flags);
    const { listRuns } = await import("../../run/runs.ts");
    const { here, elsewhere } = await listRuns(host, options);
    const listed = [...liveFirst(here), ...liveFirst(elsewhere)];
    if (options.json) printJson(host, listed);
    else if (listed.length > 0) printLines(host, renderListing(listed, layoutFor(host, options, "out"), host.now()));
    else if (!options.quiet) host.writeErr('There are no runs yet; start one with: baro "GOAL"\n');
    return 0;
  },
});

const stateOrder: readonly RunListing["state"][] = ["live", "resumable", "finished", "abandoned"];

/** Live runs, then those that can go on, then the rest; the newest first among equals. */
export function liveFirst(listed: readonly RunListing[]): RunListing[] {
  const place = (run: RunListing) => stateOrder.indexOf(run.state);
  return listed.toSorted((a, b) => place(a) - place(b) || b.startedAt.localeCompare(a.startedAt));
}

const stateStyle: Readonly<Record<RunListing["state"], Style>> = {
  live: "green",
  resumable: "yellow",
  finished: "dim",
  abandoned: "red",
};

/**
 * Two lines per run: what it is at, and below the goal with the pull request or branch where its work is. On a narrow
 * terminal the rest is left to `baro show`.
 */
export function renderListing(listed: readonly RunListing[], layout: Layout, now: number): string[] {
  const several = new Set(listed.map(({ repository }) => repository)).size > 1;
  const cells = listed.map((run) => cellsOf(run, several, layout, now));
  const whole = table(cells);
  const fits = whole.every((line) => widthOf(line) <= layout.width);
  const rows = fits ? whole.map((line) => [line]) : belowNames(cells, layout.width);
  return listed.flatMap((run, index) => [...(rows[index] ?? []), ...belowOf(run, layout)]);
}

/** Names that have no room beside the rest stand above it; what comes last goes where that has no room either. */
function belowNames(cells: readonly string[][], width: number): string[][] {
  for (let most = Math.max(...cells.map(({ length }) => length)); ; most--) {
    const rows = table(cells.map((row) => row.slice(1, most)));
    const fit = rows.every((line) => widthOf(line) <= width - 2);
    if (fit || most <= 2) return cells.map(([name = ""], index) => [name, `  ${rows[index] ?? ""}`]);
  }
}

function cellsOf(run: RunListing, several: boolean, { width, paint }: Layout, now: number): string[] {
  const narrow = width < 60;
  const state = paint(stateStyle[run.state], narrow && run.state === "resumable" ? run.state : listedEnd(run));
  if (narrow) return [run.run, state];
  const started = Date.parse(run.startedAt);
  const ms = run.state === "live" && !Number.isNaN(started) ? Math.max(0, now - started) : run.ms;
  const where = several ? [plainLine(basename(run.repository))] : [];
  const took = ms === null ? "" : timeText(ms);
  return [run.run, state, run.mode ?? "", took.padStart(7), localTime(run.startedAt), ...where];
}

/** What is copied is not cut; where both do not fit it gets a line of its own. */
function belowOf({ goal, trouble, url, branch }: RunListing, { width, paint }: Layout): string[] {
  const text = plainLine(trouble ?? goal);
  const place = plainLine(url ?? branch ?? "");
  const room = width - 2 - widthOf(place) - 2;
  if (place === "" || width < 60) return [`  ${cutText(text, width - 2)}`, ...(url === null ? [] : [`  ${url}`])];
  if (room < 20) return [`  ${cutText(text, width - 2)}`, `  ${paint("dim", place)}`];
  return [`  ${padText(cutText(text, room), room)}  ${paint("dim", place)}`];
}
