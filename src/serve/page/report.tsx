import { render } from "preact-render-to-string";
import type { RunEvent } from "../../core/event.ts";
import type { GivenDiff, RenderReport, ReportGiven } from "../../report/report-given.ts";
import { plainText } from "../../text/plain.ts";
import { headOf, shorten } from "../../text/shorten.ts";
import { boundDeep } from "./bound-deep.ts";
import style from "./page.css" with { type: "text" };
import { PrintedPage } from "./printed.tsx";
import { RunArticle } from "./run-article.tsx";
import { newSeen, type Seen, see } from "./seen.ts";

const css = String(style);

/** No report is larger than this, in bytes of UTF-8. */
const mostBytes = 2_000_000;

/** A run's page as a file that stands alone: no script, nothing from the network, every text of the run as text. */
export const renderReport: RenderReport = (given) => {
  const seen = seenOf(given);
  // What does not fit is cut harder, until it does: how long a text is when it is markup is known only then.
  for (let room = 1; ; ) {
    cut(seen, given, room);
    const page = documentOf(seen, given, room);
    const bytes = new TextEncoder().encode(page).length;
    if (bytes <= mostBytes || room < leastRoom) return page;
    room *= Math.min(0.7, mostBytes / bytes);
  }
};

/** With less of everything than this nothing is left to cut. */
const leastRoom = 1 / 4096;

/** Of each story's lines, and of the run's, no more than this many. */
const mostLines = 200;

function seenOf({ events }: ReportGiven): Seen {
  const seen = newSeen(events[0]?.run ?? "a run");
  for (const event of events) see(seen, isFleeting(event) ? event : structuredClone(event), mostLines);
  return seen;
}

/** Of what agents say and do the state keeps texts alone; everything else is part of it, and cut there. */
function isFleeting({ type }: RunEvent): boolean {
  return type.startsWith("agent.") && type !== "agent.switched";
}

/** Cuts everything down to `room`: 1 for a run of usual size, less for one that would be too large. */
function cut({ state, lines }: Seen, { shown }: ReportGiven, room: number): void {
  const mostText = Math.max(40, Math.ceil(20_000 * room));
  const clean = (text: string) => headOf(plainText(shown(text)), mostText);
  const bound = { clean, mostEntries: Math.max(20, Math.ceil(2000 * room)), wholeList: "pairs" };
  for (const each of [lines.run, ...lines.stories.values()]) {
    each.splice(0, each.length - Math.max(5, Math.ceil(mostLines * room)));
    boundDeep(each, bound);
  }
  boundDeep(state, bound);
}

function documentOf(seen: Seen, given: ReportGiven, room: number): string {
  const goal = seen.state.givenGoal === "" ? seen.run : seen.state.givenGoal;
  const printed = { diffs: cutDiffs(given, room), mostPairs: Math.ceil(300 * room) };
  const policy = `default-src 'none'; style-src '${given.hashOf(css)}'; base-uri 'none'; form-action 'none'`;
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <title>{`baro: ${shorten(goal.split("\n")[0] ?? "", 80)}`}</title>
        <style dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body class="report">
        <main>
          <PrintedPage.Provider value={printed}>
            <RunArticle seen={seen} now={seen.state.lastAt ?? 0} mayAct={false} closed goTo={() => {}} />
          </PrintedPage.Provider>
          {given.withoutDiffs === null ? null : <p class="quiet">{given.withoutDiffs}</p>}
        </main>
      </body>
    </html>
  );
  return `<!doctype html>\n${render(page)}\n`;
}

/** Of all diffs together no more than this many characters. */
const mostDiffs = 1_000_000;

function cutDiffs({ diffs, shown }: ReportGiven, room: number): ReadonlyMap<string | null, GivenDiff> {
  // The whole has half of the room, each story its part of the other half.
  const each = (mostDiffs * room) / 2 / Math.max(1, diffs.size - 1);
  return new Map(
    [...diffs].map(([story, { diff, cut }]) => {
      const text = plainText(shown(diff));
      const most = Math.ceil(story === null ? (mostDiffs * room) / 2 : each);
      const kept = text.length <= most ? text : text.slice(0, text.lastIndexOf("\n", most) + 1);
      return [story, { diff: kept.toWellFormed(), cut: cut || kept.length < text.length }];
    }),
  );
}
