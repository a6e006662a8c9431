import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";

/** A flood must not fill the disk: beyond this, a stream is read on and no longer kept. */
const maxKeptBytes = 256 * 1024 * 1024;

/** Passes a stream on, and writes it to a file as it comes. Without a folder nothing is kept. */
export async function* kept(
  chunks: AsyncIterable<Uint8Array>,
  folder: string | null,
  name: string,
): AsyncGenerator<Uint8Array> {
  const file = folder === null ? null : await open(join(folder, name), "a");
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      if (file !== null && bytes < maxKeptBytes) await append(file, chunk);
      bytes += chunk.length;
      yield chunk;
    }
  } finally {
    await file?.close();
  }
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
