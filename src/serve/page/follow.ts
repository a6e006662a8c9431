import { signal } from "@preact/signals";
import type { RunEvent } from "../../core/event.ts";
import { eventLine } from "../../report/event-line.ts";
import { foldEvent, newRunState, type RunState } from "../../state/run-state.ts";
import { runPath, withToken } from "./api.ts";

/** So many lines of each story, and of the run, are kept: a page may be open for a day. */
const mostLines = 200;

/** A run as this page knows it: the same fold that every other view has. */
export interface Followed {
  run: string;
  state: RunState;
  /** The newest lines of the run, and of each story. */
  lines: { run: string[]; stories: Map<string, string[]> };
  /** The newest event's number; -1: none yet. */
  seq: number;
  /** The journal can't be read on. */
  broken: boolean;
  /** Nobody works on it, as far as is known. */
  ended: boolean;
  connected: boolean;
  /** Why it can't be seen. */
  trouble: string | null;
}

/** Changes as often as there is something new to draw, and no more than ten times a second. */
export const tick = signal(0);

const frameMs = 100;

/** Follows a run until the returned function is called. While the tab is hidden, nothing is asked for. */
export function follow(run: string): { followed: Followed; stop(): void } {
  const followed: Followed = {
    run,
    state: newRunState(),
    lines: { run: [], stories: new Map() },
    seq: -1,
    broken: false,
    ended: false,
    connected: false,
    trouble: null,
  };
  const over = new AbortController();
  let current: AbortController | null = null;
  let drawing = false;
  const draw = () => {
    if (drawing) return;
    drawing = true;
    setTimeout(() => {
      drawing = false;
      tick.value++;
    }, frameMs);
  };
  const open = () => {
    if (document.hidden || current !== null || over.signal.aborted) return;
    current = new AbortController();
    void readOn(followed, current.signal, draw).then(() => {
      current = null;
      // A run that has ended may be resumed; a server that is gone may come back.
      if (!over.signal.aborted && !followed.broken) setTimeout(open, followed.ended ? 3000 : 1000);
    });
  };
  const look = () => {
    if (document.hidden) current?.abort();
    else open();
  };
  document.addEventListener("visibilitychange", look);
  open();
  return {
    followed,
    stop: () => {
      document.removeEventListener("visibilitychange", look);
      over.abort();
      current?.abort();
    },
  };
}

async function readOn(followed: Followed, signal: AbortSignal, draw: () => void): Promise<void> {
  try {
    const headers = { "last-event-id": String(followed.seq) };
    const response = await fetch(`/api/${runPath(followed.run, "events")}`, { ...withToken(headers), signal });
    if (!response.ok || response.body === null) {
      const { error } = (await response.json().catch(() => ({}))) as { error?: string };
      followed.trouble = error ?? `Status ${response.status}`;
      followed.ended = response.status === 404;
      return;
    }
    followed.trouble = null;
    followed.connected = true;
    draw();
    await readStream(followed, response.body, draw);
  } catch {
    // Left, or cut off: it is asked for again from where it stopped.
  } finally {
    followed.connected = false;
    draw();
  }
}

async function readStream(followed: Followed, body: ReadableStream<Uint8Array>, draw: () => void): Promise<void> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
    .getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) takeBlock(followed, block);
    draw();
  }
}

function takeBlock(followed: Followed, block: string): void {
  const at = block.indexOf("data: ");
  if (block.startsWith("event: end")) followed.ended = true;
  else if (block.startsWith("event: broken")) Object.assign(followed, { broken: true, ended: true });
  else if (at >= 0) takeEvent(followed, JSON.parse(block.slice(at + 6)) as RunEvent);
}

function takeEvent(followed: Followed, event: RunEvent): void {
  if (event.seq <= followed.seq) return;
  followed.seq = event.seq;
  followed.ended = event.type === "run.finished";
  foldEvent(followed.state, event);
  keep(followed.lines.run, eventLine(event, "steps"));
  if (!("story" in event) || typeof event.story !== "string") return;
  const own = followed.lines.stories.get(event.story) ?? [];
  followed.lines.stories.set(event.story, own);
  keep(own, eventLine(event, "everything")?.slice(event.story.length + 1) ?? null);
}

function keep(lines: string[], line: string | null): void {
  if (line === null) return;
  lines.push(line);
  if (lines.length > mostLines) lines.shift();
}
