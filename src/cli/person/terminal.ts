import process from "node:process";
import { createInterface } from "node:readline/promises";
import { colored, type Paint, plain } from "../../report/layout.ts";
import type { RunOptions } from "../../settings/options.ts";
import { widthOf, wrapLog } from "../../text/cells.ts";
import { plainText } from "../../text/plain.ts";
import type { Floor } from "../terminal/owner.ts";

/** How a question is asked. */
export interface Asking extends Pick<RunOptions, "color" | "plain"> {
  /** The screen, which the question has alone. */
  floor: Floor;
  /** The run is told to stop: nobody waits for the answer any more. */
  stop?: AbortSignal | undefined;
}

/** Styles of a question, or none where no colours are wanted. */
export function paintOf({ color }: Pick<Asking, "color">): Paint {
  return color ? colored : plain;
}

/** What a person typed, without what a terminal may have slipped in. */
export function typed(text: string): string {
  return plainText(text).trim();
}

/** A line that comes this soon after an empty one was pasted with it. */
const pastedWithinMs = 100;

/** One line from the terminal as the terminal edits it; null: it was closed, or nobody waits for it any more. */
export async function readLine(asking: Asking, question: string): Promise<string | null> {
  return await withLines(asking, question, async (next) => (await next(null))?.trim() ?? null);
}

/** Lines from the terminal up to an empty one that nothing follows, or its end; null: none came. */
export async function readLines(asking: Asking, question: string): Promise<string | null> {
  return await withLines(asking, question, async (next) => {
    const lines: string[] = [];
    for (;;) {
      const isEmpty = lines.at(-1)?.trim() === "";
      const line = await next(isEmpty ? pastedWithinMs : null);
      if (line === null) return lines.length === 0 ? null : lines.join("\n");
      lines.push(line);
    }
  });
}

/** So many cells a sentence has at most, where nothing is drawn. */
const mostCells = 80;

/** How wide sentences are on a terminal that nothing is drawn on. */
export function sentenceWidth(floor: Pick<Floor, "columns">): number {
  return Math.max(20, Math.min(mostCells, floor.columns()));
}

/** Lines that are too long are broken between words; what is typed goes on behind the last. */
export function sentences(text: string, width: number): string {
  const lines = text.split("\n").flatMap((line) => (widthOf(line) <= width ? [line] : wrapLog(line, width)));
  return lines.join("\n").trimEnd() + (/\s+$/.exec(text)?.[0] ?? "");
}

/** Waits for a line, or for so long; null: none. */
type Next = (ms: number | null) => Promise<string | null>;

async function withLines<T>({ floor, stop }: Asking, question: string, read: (next: Next) => Promise<T>): Promise<T> {
  floor.say(sentences(question, sentenceWidth(floor)));
  const lines = createInterface({ input: process.stdin, terminal: false });
  const waiting: string[] = [];
  let closed = stop?.aborted === true;
  let wake = () => {};
  const close = () => {
    closed = true;
    wake();
  };
  lines.on("line", (line) => {
    waiting.push(line);
    wake();
  });
  lines.once("close", close);
  stop?.addEventListener("abort", close, { once: true });
  const next: Next = async (ms) => {
    if (waiting.length === 0 && !closed) {
      const came = Promise.withResolvers<void>();
      wake = came.resolve;
      const timer = ms === null ? null : setTimeout(came.resolve, ms);
      await came.promise;
      if (timer !== null) clearTimeout(timer);
    }
    return waiting.shift() ?? null;
  };
  try {
    return await read(next);
  } finally {
    // The terminal has written ^C behind the question.
    if (stop?.aborted === true) floor.say("\n");
    lines.close();
    stop?.removeEventListener("abort", close);
  }
}
