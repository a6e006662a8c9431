import type { RunEvent } from "../core/event.ts";
import type { RunState } from "../state/run-state.ts";
import { wrapText } from "../text/cells.ts";
import { clockText } from "../text/duration.ts";
import { type Detail, eventLine } from "./event-line.ts";
import type { Layout } from "./paint.ts";
import { renderSummary } from "./summary.ts";

/** A run as text: what happened in order, then the card. */
export function renderRun(view: RunState, events: readonly RunEvent[], layout: Layout, detail: Detail): string[] {
  const startedAt = view.startedAt ?? 0;
  const steps = events.flatMap((event) => {
    const line = eventLine(event, detail);
    return line === null ? [] : step(Date.parse(event.at) - startedAt, line, layout);
  });
  return [...steps, "", ...renderSummary(view, layout)];
}

/** The time since the start, then the text, wrapped beside it. */
function step(ms: number, text: string, { paint, width }: Layout): string[] {
  const [first = "", ...rest] = wrapText(text, width - 9);
  return [`${paint("dim", clockText(ms).padStart(7))}  ${first}`, ...rest.map((line) => `         ${line}`)];
}
