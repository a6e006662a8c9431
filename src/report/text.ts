import type { RunEvent } from "../core/event.ts";
import type { RunView } from "../state/view.ts";
import { type Detail, eventLine } from "./event-line.ts";
import type { Layout } from "./paint.ts";
import { renderSummary } from "./summary.ts";
import { wrapText } from "./terminal-text.ts";

/** A run as text: what happened in order, then the card. */
export function renderRun(view: RunView, events: readonly RunEvent[], layout: Layout, detail: Detail): string[] {
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
  return [`${paint("dim", clock(ms).padStart(7))}  ${first}`, ...rest.map((line) => `         ${line}`)];
}

function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}
