import type { Child } from "../../host/host.ts";
import { newLineSplitter } from "../../host/lines.ts";
import { soundMessage } from "./sound-message.ts";

const lineFeed = new Uint8Array([10]);

/**
 * A child's stdout as the SDK wants it, which keeps all of a message until its end: one that is over the limit of a line
 * never gets there. `dropped` hears how it began.
 */
export function bytesIn(
  chunks: AsyncIterable<Uint8Array>,
  dropped: (begin: string) => void,
): ReadableStream<Uint8Array> {
  const iterator = wholeLines(chunks, dropped);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await iterator.return(undefined);
    },
  });
}

async function* wholeLines(
  chunks: AsyncIterable<Uint8Array>,
  dropped: (begin: string) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const splitter = newLineSplitter();
  for await (const chunk of chunks) {
    for (const line of splitter.push(chunk)) {
      if (line.droppedBytes > 0) dropped(line.text.slice(0, 1000));
      else yield* messageBytes(line.text);
    }
  }
  for (const line of splitter.end()) if (line.droppedBytes === 0) yield* messageBytes(line.text);
}

const encoder = new TextEncoder();

/** What is no message is left out: some print their log there. */
function messageBytes(line: string): Uint8Array[] {
  const message = line.length > longestMended ? line : soundMessage(line);
  return message === null ? [] : [Buffer.concat([encoder.encode(message), lineFeed])];
}

/** A longer message than this is read once alone, as it came. */
const longestMended = 1_000_000;

/** A child's stdin as the SDK wants it. */
export function bytesOut(child: Child): WritableStream<Uint8Array> {
  const decoder = new TextDecoder();
  return new WritableStream<Uint8Array>({
    write: (chunk) => child.stdin?.write(decoder.decode(chunk, { stream: true })),
    close: () => child.stdin?.close(),
  });
}
