import process from "node:process";
import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import type { RunOptions } from "../../settings/options.ts";

/** How a question is asked. */
export interface Asking extends Pick<RunOptions, "color" | "plain"> {
  /** The run is told to stop: nobody waits for the answer any more. */
  stop?: AbortSignal | undefined;
}

/** Where prompts are read and shown: stdin and stderr, so that stdout stays data. */
export interface PromptStreams {
  input: NodeJS.ReadStream;
  output: Writable;
  /** Aborted when the terminal goes away or the run is told to stop: a prompt then ends as if it had been left. */
  signal: AbortSignal;
}

/** Asks one question. A review may ask dozens, so nothing of it stays on the streams. */
export async function prompted<T>({ color, stop }: Asking, ask: (streams: PromptStreams) => Promise<T>): Promise<T> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  for (const event of ["end", "close"]) process.stdin.once(event, leave);
  const signal = stop === undefined ? gone.signal : AbortSignal.any([gone.signal, stop]);
  try {
    return await ask({ input: process.stdin, output: color ? process.stderr : new UncoloredStderr(), signal });
  } finally {
    for (const event of ["end", "close"]) process.stdin.off(event, leave);
  }
}

const escapeCode = "\u001b";
const colors = new RegExp(`${escapeCode}\\[[\\d;]*m`, "g");

/** Stderr without colours: the prompts' library knows no such choice, only what the environment says. */
class UncoloredStderr extends Writable {
  get columns(): number {
    return process.stderr.columns ?? 80;
  }

  get rows(): number {
    return process.stderr.rows ?? 24;
  }

  override _write(chunk: Uint8Array | string, _encoding: string, done: (error?: Error | null) => void): void {
    process.stderr.write(chunk.toString().replace(colors, ""), done);
  }
}

/** What a person typed, without what a terminal may have slipped in. */
export function typed(text: string): string {
  return stripVTControlCharacters(text).trim();
}
