import { signal } from "@preact/signals";
import type { RunEvent } from "../../core/event.ts";
import { parsePlain } from "../../text/plain.ts";
import { runPath, withToken } from "./api.ts";
import { withLine } from "./line.ts";
import { newSeen, type Seen, see } from "./seen.ts";

/** So many lines of each story, and of the run, are kept: a page may be open for a day. */
const mostLines = 200;

/** A run as this page follows it. */
export interface Followed extends Seen {
  /** The journal can't be read on. */
  broken: boolean;
  /** Nobody works on it, as far as is known. */
  ended: boolean;
  connected: boolean;
  /** Why it can't be seen. */
  trouble: string | null;
}

/** Changes when there is something new to draw: in an animation frame, ten times a second at most. */
export const tick = signal(0);

const frameMs = 100;
const longestFrameMs = 1000;

/** How long until it is looked again, and how long at most while nothing has changed. */
const soonMs = 1000;
const longMs = 30_000;

/** How long until a page without a line of its own looks again. */
const lookMs = 3000;

/** Follows a run until the returned function is called. While the tab is hidden, nothing is asked for. */
export function follow(run: string): { followed: Followed; look(): void; stop(): void } {
  const followed: Followed = {
    ...newSeen(run),
    broken: false,
    ended: false,
    connected: false,
    trouble: null,
  };
  const over = new AbortController();
  let current: AbortController | null = null;
  let drawing = false;
  let pauseMs = frameMs;
  const draw = () => {
    if (drawing) return;
    drawing = true;
    setTimeout(() => {
      requestAnimationFrame((began) => {
        drawing = false;
        tick.value++;
        // Where drawing takes long, what comes in has the most of the time.
        requestAnimationFrame((over) => {
          pauseMs = Math.min(longestFrameMs, Math.max(frameMs, 4 * (over - began)));
        });
      });
    }, pauseMs);
  };
  let waiting: ReturnType<typeof setTimeout> | null = null;
  let waitMs = soonMs;
  const open = () => {
    if (waiting !== null) clearTimeout(waiting);
    waiting = null;
    if (document.hidden || current !== null || over.signal.aborted) return;
    current = new AbortController();
    const before = followed.seq;
    const { signal } = current;
    let stayed = true;
    const read = async (stays: boolean) => {
      stayed = stays;
      await readOn(followed, stays, signal, draw);
    };
    void withLine(read).then(() => {
      current = null;
      if (over.signal.aborted || followed.broken) return;
      // A run that has ended may be resumed, from somewhere else too; a server that is gone may come back.
      const usualMs = stayed ? soonMs : lookMs;
      waitMs = followed.ended && followed.seq === before ? Math.min(waitMs * 2, longMs) : usualMs;
      waiting = setTimeout(open, waitMs);
    });
  };
  const look = () => {
    waitMs = soonMs;
    if (document.hidden) current?.abort();
    else open();
  };
  document.addEventListener("visibilitychange", look);
  open();
  return {
    followed,
    look,
    stop: () => {
      document.removeEventListener("visibilitychange", look);
      if (waiting !== null) clearTimeout(waiting);
      over.abort();
      current?.abort();
    },
  };
}

async function readOn(followed: Followed, stays: boolean, signal: AbortSignal, draw: () => void): Promise<void> {
  let whole = false;
  try {
    const headers = { "last-event-id": String(followed.seq) };
    const path = `/api/${runPath(followed.run, "events")}${stays ? "" : "?now"}`;
    const response = await fetch(path, { ...withToken(headers), signal });
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
    whole = true;
  } catch {
    // Left, or cut off: it is asked for again from where it stopped.
  } finally {
    // Whoever only looks is connected as long as each look succeeds.
    followed.connected = whole && !stays;
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
  else if (at >= 0) takeEvent(followed, parsePlain(block.slice(at + 6)) as RunEvent);
}

function takeEvent(followed: Followed, event: RunEvent): void {
  followed.ended = event.type === "run.finished";
  see(followed, event, mostLines);
}
