import type { Child } from "../../host/host.ts";

/** A child's stdout as the SDK wants it. */
export function bytesIn(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

/** A child's stdin as the SDK wants it. */
export function bytesOut(child: Child): WritableStream<Uint8Array> {
  const decoder = new TextDecoder();
  return new WritableStream<Uint8Array>({
    write: (chunk) => child.stdin?.write(decoder.decode(chunk, { stream: true })),
    close: () => child.stdin?.close(),
  });
}
