import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";

/** A flood must not fill the disk: beyond this, a stream is read on and no longer kept. */
const maxKeptBytes = 256 * 1024 * 1024;

/** A line longer than this is written in pieces. */
const maxHeldChars = 1024 * 1024;
/** As much of such a line is held back as a secret may need that is cut in two. */
const heldBack = 8 * 1024;

/**
 * Passes a stream on as it is, and writes it to a file line by line as people may see it. Without a folder nothing is
 * kept.
 */
export async function* kept(
  chunks: AsyncIterable<Uint8Array>,
  folder: string | null,
  name: string,
  shown: (text: string) => string,
): AsyncGenerator<Uint8Array> {
  const file = folder === null ? null : await open(join(folder, name), "a", 0o600);
  const held = newHeldLines(shown);
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      if (file !== null && bytes < maxKeptBytes) await append(file, held.add(chunk));
      // Who writes without a pause always has the next chunk ready: timers and signals would stand still.
      else await breathe();
      bytes += chunk.length;
      yield chunk;
    }
  } finally {
    if (file !== null) await append(file, held.rest());
    await file?.close();
  }
}

/** Gives back whole lines as people may see them, and what is left in the end. */
function newHeldLines(shown: (text: string) => string) {
  // One character for each byte: whatever the encoding, the file gets the bytes that came.
  let held = "";
  return {
    add(chunk: Uint8Array): Buffer {
      held += Buffer.from(chunk).toString("latin1");
      const end = held.lastIndexOf("\n") + 1;
      const ready = end > 0 ? shown(held.slice(0, end)) : "";
      held = held.slice(end);
      if (held.length > maxHeldChars) held = shown(held);
      const over = held.length > maxHeldChars ? held.length - heldBack : 0;
      const bytes = Buffer.from(ready + held.slice(0, over), "latin1");
      held = held.slice(over);
      return bytes;
    },
    rest: () => Buffer.from(shown(held), "latin1"),
  };
}

async function append(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    written += (await file.write(chunk, written)).bytesWritten;
  }
}

const tailBytes = 8 * 1024;

/** Reads a stream to its end and gives the end of its text. */
export async function tailOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let tail: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) tail = Buffer.concat([tail, chunk]).subarray(-tailBytes);
  return new TextDecoder().decode(tail);
}
