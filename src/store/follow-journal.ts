import { closeSync, readSync } from "node:fs";
import type { RunEvent } from "../core/event.ts";
import type { Host } from "../host/host.ts";
import { openPlain } from "../host/read-plain.ts";
import { hasKnownKinds } from "./event-kinds.ts";
import { liveOwner } from "./owner.ts";
import type { RunFolder } from "./run-folder.ts";
import { hasSoundNames } from "./sound-names.ts";

const pollMs = 200;
const portion = 256 * 1024;

/**
 * The events of a run from its first one on, and then, when it `stays`, as they come, until nobody works on it any more or
 * the signal is aborted. Nothing that was given is kept, so a long run is followed in little memory.
 */
export async function* followJournal(
  host: Host,
  folder: RunFolder,
  signal: AbortSignal,
  stays = true,
): AsyncGenerator<RunEvent> {
  const fd = openPlain(folder.journal);
  try {
    let rest: Buffer = Buffer.alloc(0);
    while (!signal.aborted) {
      // Looked up before reading: what was written before the end is read after it.
      const live = liveOwner(folder) !== null;
      for (let read = readMore(fd); read.length > 0; read = readMore(fd)) {
        const { events, left } = cut(Buffer.concat([rest, read]));
        rest = left;
        yield* events.filter((event) => hasSoundNames(event, folder.run) && hasKnownKinds(event));
      }
      if (!live || !stays) return;
      await host.sleep(pollMs, signal);
    }
  } finally {
    closeSync(fd);
  }
}

function readMore(fd: number): Buffer {
  const buffer = Buffer.alloc(portion);
  return buffer.subarray(0, readSync(fd, buffer, 0, portion, null));
}

/** The whole lines as events; the line that is still being written is left. */
function cut(bytes: Buffer): { events: RunEvent[]; left: Buffer } {
  const end = bytes.lastIndexOf(10);
  if (end < 0) return { events: [], left: bytes };
  const lines = bytes.subarray(0, end).toString("utf8").split("\n");
  return { events: lines.map((line) => JSON.parse(line) as RunEvent), left: bytes.subarray(end + 1) };
}
