/** Nothing of a line beyond this many bytes is kept in memory: what agents print as one line can be a file. */
export const maxLineBytes = 16 * 1024 * 1024;

/** One raw record of a child's output. */
export interface Line {
  text: string;
  /** Bytes that were dropped because the line was over the limit. */
  droppedBytes: number;
}

const lineFeed = 10;

/** Puts chunks of bytes together to lines. What it gives was complete with that chunk. */
export interface LineSplitter {
  push(chunk: Uint8Array): Line[];
  /** The last line, when it has no end of its own. */
  end(): Line[];
}

/**
 * Splits on `\n` only, so that U+2028 inside a JSON string stays in its record. A line longer than `maxBytes` is cut
 * there and the rest counted. Invalid UTF-8 becomes U+FFFD.
 */
export function newLineSplitter(maxBytes: number = maxLineBytes): LineSplitter {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let parts: Uint8Array[] = [];
  let kept = 0;
  let dropped = 0;

  const keep = (part: Uint8Array) => {
    const room = maxBytes - kept;
    const piece = part.length > room ? part.subarray(0, room) : part;
    dropped += part.length - piece.length;
    kept += piece.length;
    if (piece.length > 0) parts.push(piece);
  };
  const take = (): Line => {
    const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    const line = { text: unmarked(decoder.decode(bytes)), droppedBytes: dropped };
    parts = [];
    kept = 0;
    dropped = 0;
    return line;
  };

  return {
    push(chunk) {
      const lines: Line[] = [];
      let start = 0;
      const last = chunk.lastIndexOf(lineFeed);
      while (start <= last) {
        // Lines that are whole here and can't be too long are decoded together: one at a time, that is most of the work.
        if (kept + dropped === 0 && last - start <= maxBytes) {
          addLines(lines, decoder.decode(chunk.subarray(start, last)));
          start = last + 1;
          break;
        }
        const end = chunk.indexOf(lineFeed, start);
        keep(chunk.subarray(start, end));
        lines.push(take());
        start = end + 1;
      }
      // The tail is copied: some streams reuse the buffer of a chunk once it was read.
      if (start < chunk.length) keep(new Uint8Array(chunk.subarray(start)));
      return lines;
    },
    end: () => (kept + dropped > 0 ? [take()] : []),
  };
}

function addLines(lines: Line[], whole: string): void {
  const marked = whole.includes("\ufeff");
  for (const text of whole.split("\n")) lines.push({ text: marked ? unmarked(text) : text, droppedBytes: 0 });
}

/** A byte order mark at the start of a line is none of its text. */
function unmarked(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** The lines of a byte stream, one by one. */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number = maxLineBytes,
): AsyncGenerator<Line> {
  const splitter = newLineSplitter(maxBytes);
  for await (const chunk of chunks) for (const line of splitter.push(chunk)) yield line;
  for (const line of splitter.end()) yield line;
}
