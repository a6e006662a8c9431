import type { RunEvent } from "../core/event.ts";
import type { RunState } from "../state/run-state.ts";
import type { StoryState } from "../state/story-state.ts";
import { timeText } from "../text/duration.ts";
import { html, type Markup } from "./markup.ts";

interface Bar {
  from: number;
  to: number;
  kind: "good" | "bad" | "warn" | "go" | "stage";
  title: string;
}

/** When each stage ran and each agent worked, as bars over the run's wall clock. */
export function timeline(view: RunState, events: readonly RunEvent[]): Markup | null {
  const { startedAt, lastAt } = view;
  if (startedAt === null || lastAt === null || lastAt <= startedAt) return null;
  const stages = stageBars(view, events, startedAt, lastAt);
  const lanes = [
    { name: "stages", bars: stages },
    ...[...view.stories.values()].map((story) => ({
      name: `${story.story.id} ${story.story.title}`,
      bars: attemptBars(story, lastAt),
    })),
  ];
  const place = (at: number) => (((at - startedAt) / (lastAt - startedAt)) * 100).toFixed(2);
  const rows = lanes.map(({ name, bars }) => {
    const drawn = bars.map(
      ({ from, to, kind, title }) =>
        html`<div class="bar ${kind}" style="left:${place(from)}%;width:${Math.max(0, Number(place(to)) - Number(place(from)))}%" title="${title}"></div>`,
    );
    return html`<div class="name" title="${name}">${name}</div><div class="lane">${drawn}</div>`;
  });
  const half = (startedAt + lastAt) / 2 - startedAt;
  return html`<h2>Timeline</h2>
<div class="time">${rows}<div></div><div class="axis"><span>0</span><span>${timeText(half)}</span><span>${timeText(lastAt - startedAt)}</span></div></div>
<p class="dim">${stages.map(({ title }) => title).join(" · ")}</p>`;
}

/** The stages have no end of their own in the stream: each lasts until the next one begins. */
function stageBars(view: RunState, events: readonly RunEvent[], startedAt: number, lastAt: number): Bar[] {
  const first = (...types: string[]) => {
    const event = events.find(({ type }) => types.includes(type));
    return event === undefined ? null : Date.parse(event.at);
  };
  const finishes = [...view.stories.values()].flatMap(({ finishedAt }) => (finishedAt === null ? [] : [finishedAt]));
  const marks: [name: string, at: number | null][] = [
    ["intake", startedAt],
    ["choosing the mode", first("intake.decided")],
    ["planning", first("mode.chosen")],
    ["review", first("plan.enforced")],
    ["conducting", first("plan.accepted")],
    ["verifying and delivering", finishes.length === 0 ? null : Math.max(...finishes)],
    ["end", lastAt],
  ];
  const known = marks.filter((mark): mark is [string, number] => mark[1] !== null);
  return known.slice(0, -1).map(([name, from], index) => {
    const to = known[index + 1]?.[1] ?? lastAt;
    return { from, to, kind: "stage", title: `${name}: ${timeText(to - from)}` };
  });
}

function attemptBars(story: StoryState, lastAt: number): Bar[] {
  return story.history.flatMap(({ attempt, agent, startedAt, finishedAt, ok, why }) => {
    if (startedAt === null) return [];
    const to = finishedAt ?? story.finishedAt ?? lastAt;
    const ended = ok === null ? "not finished" : ok ? "done" : (why ?? "failed");
    return {
      from: startedAt,
      to,
      kind: attempt === story.history.at(-1)?.attempt ? lastKind(story, ok) : kindOf(ok),
      title: `attempt ${attempt}, ${agent}: ${ended} after ${timeText(to - startedAt)}`,
    };
  });
}

/** An agent may be content with work that did not land: the last attempt shows what became of the story. */
function lastKind(story: StoryState, ok: boolean | null): Bar["kind"] {
  const kinds = { merged: "good", failed: "bad", empty: "warn", skipped: "warn" } as const;
  return story.outcome === null ? kindOf(ok) : kinds[story.outcome];
}

function kindOf(ok: boolean | null): Bar["kind"] {
  if (ok === null) return "go";
  return ok ? "good" : "bad";
}
