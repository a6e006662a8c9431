/** Keeps the beginning and the end of a byte stream of any length, and counts the whole. */
export interface HeadTail {
  add(chunk: Uint8Array): void;
  /** The whole, or beginning and end with a line between them that says how much is missing. */
  text(): string;
  totalBytes(): number;
}

/** Starts a `HeadTail` that keeps `maxBytes`: two thirds of them from the beginning. */
export function newHeadTail(maxBytes: number): HeadTail {
  const headMax = Math.ceil((maxBytes * 2) / 3);
  const tailMax = maxBytes - headMax;
  const head: Uint8Array[] = [];
  let headBytes = 0;
  let tail: Buffer = Buffer.alloc(0);
  let total = 0;

  return {
    add(chunk) {
      total += chunk.length;
      const piece = chunk.subarray(0, headMax - headBytes);
      // Copied: some streams reuse the buffer of a chunk once it was read.
      if (piece.length > 0) head.push(Uint8Array.from(piece));
      headBytes += piece.length;
      const rest = chunk.subarray(piece.length);
      if (rest.length > 0) tail = lastBytes(Buffer.concat([tail, rest.subarray(-tailMax)]), tailMax);
    },
    text() {
      const start = Buffer.concat(head);
      const left = total - headBytes - tail.length;
      if (left === 0) return Buffer.concat([start, tail]).toString("utf8");
      const gap = `\n[… ${left} of ${total} bytes left out …]\n`;
      // A streaming decoder holds back a character that the cut split.
      return new TextDecoder().decode(start, { stream: true }) + gap + withoutBrokenStart(tail).toString("utf8");
    },
    totalBytes: () => total,
  };
}

/** Bounds a text that is in memory already. */
export function boundText(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  const bounded = newHeadTail(maxBytes);
  bounded.add(bytes);
  return bounded.text();
}

function lastBytes(bytes: Buffer, max: number): Buffer {
  return bytes.length > max ? bytes.subarray(bytes.length - max) : bytes;
}

function withoutBrokenStart(bytes: Buffer): Buffer {
  let start = 0;
  while (start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  return bytes.subarray(start);
}
