import { basename } from "node:path";
import { type Layout, type Style, table } from "../../report/layout.ts";
import { jsonDocument } from "../../settings/flags.ts";
import type { RunListing } from "../../store/find-run.ts";
import { cutText, padText, widthOf } from "../../text/cells.ts";
import { plainLine } from "../../text/plain.ts";
import { command } from "../command.ts";
import { layoutFor, printLines } from "../output.ts";
import { openSession, printJson } from "../session.ts";

export const runs = command({
  name: "runs",
  description: "List runs: live ones first, then those that baro resume can go on with, then the rest, newest first.",
  flags: [jsonDocument],
  run: async (host, { flags }) => {
    const { options } = await openSession(host, flags);
    const { listRuns } = await import("../../run/runs.ts");
    const listed = liveFirst(await listRuns(host, options));
    if (options.json) printJson(host, listed);
    else if (listed.length > 0) printLines(host, renderListing(listed, layoutFor(host, options, "out")));
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

/** To the minute, by the clock on the person's wall; empty when it is not known. */
function localTime(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const two = (part: number) => String(part).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** One line per run; on a narrow terminal the goal is on a line of its own, and the rest is left to `baro show`. */
export function renderListing(listed: readonly RunListing[], layout: Layout): string[] {
  const narrow = layout.width < 60;
  const several = new Set(listed.map(({ repository }) => repository)).size > 1;
  const rows = table(
    listed.map((run) => {
      const state = layout.paint(stateStyle[run.state], run.state);
      if (narrow) return [run.run, state];
      const where = several ? [plainLine(basename(run.repository))] : [];
      return [run.run, state, run.outcome ?? "", localTime(run.startedAt), ...where];
    }),
  );
  const widest = Math.max(...rows.map(widthOf));
  const room = layout.width - widest - 2;
  return listed.flatMap((run, index) => {
    const goal = plainLine(run.trouble ?? run.goal);
    const row = rows[index] ?? "";
    return room < 24
      ? [row, `  ${cutText(goal, layout.width - 2)}`]
      : [`${padText(row, widest)}  ${cutText(goal, room)}`];
  });
}
