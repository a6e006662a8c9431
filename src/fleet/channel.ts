import { newEventQueue } from "../agents/event-queue.ts";
import { messageOf } from "../core/error.ts";
import type { Host } from "../host/host.ts";
import { type Line, newLineSplitter } from "../host/lines.ts";

/** A way between conductor and worker: lines in both directions, in order, until one of the two is gone. */
export interface Channel {
  /** Sends what ends in a line feed. What is sent after the other side has gone reaches nobody. */
  send(text: string): void;
  lines: AsyncIterable<string>;
  /** Resolves when the other side is gone, with what is known of why. */
  ended: Promise<string>;
  /** The way itself is cut for now: that nothing comes says nothing of the other side. Left out: it never is. */
  isAway?(): boolean;
  /** Nothing more is sent: the other side ends by itself. After a while, or when it is `now`, it is ended. `why`: for whoever hears it. */
  close(now?: boolean, why?: string): Promise<void>;
}

/** How a program that serves as a worker is started. */
export interface ChannelProgram {
  program: string;
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
}

/** How long a worker may take to put things in order when it is told that nothing more is to come. */
const closingMs = 15_000;
const mostTailChars = 2_000;
/** A story's changes are told in one line, however many there are; nothing that a worker has to say is longer than this. */
const mostLineBytes = 64 * 1024 * 1024;
const tooLong = `a line of more than ${mostLineBytes / 1024 / 1024} MB`;

export type ChannelHost = Pick<Host, "spawn" | "sleep">;

/** Starts a program and talks to it over its stdin and stdout. Rejects with a `SpawnError`. */
export async function programChannel(host: ChannelHost, start: ChannelProgram): Promise<Channel> {
  // In a session of its own: a Ctrl-C here is not its, and no question of ssh's can reach the terminal.
  const child = await host.spawn({ ...start, stdin: "pipe", detached: true });
  const tail = tailOf(child.stderr);
  const ended = child.exit.then(async ({ exitCode, signal }) => {
    const last = lastWord(await tail);
    const how = signal === null ? `exit code ${exitCode}` : String(signal);
    return last === "" ? `it ended with ${how}` : last;
  });
  return {
    send: (text) => void child.stdin?.write(text),
    lines: wholeLines(child.stdout),
    ended,
    close: async (now = false) => {
      child.stdin?.close();
      if (!now) {
        const over = new AbortController();
        await Promise.race([child.exit, host.sleep(closingMs, over.signal)]);
        over.abort();
      }
      await child.stop();
    },
  };
}

/** Lines that have come to their end: what lacks it was cut off with the way. Throws at one that is too long. */
async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const splitter = newLineSplitter(mostLineBytes);
  for await (const chunk of chunks) {
    for (const line of splitter.push(chunk)) {
      if (isTooLong(line)) throw new Error(tooLong);
      yield line.text;
    }
  }
}

function isTooLong({ droppedBytes }: Line): boolean {
  return droppedBytes > 0;
}

/** What a program said last of why it ends: what to do then is not it. */
function lastWord(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return (lines.findLast((line) => line !== "" && !line.startsWith("hint:")) ?? "").replace(/^error: /, "");
}

async function tailOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of chunks) text = (text + decoder.decode(chunk, { stream: true })).slice(-mostTailChars);
  } catch (error) {
    text += messageOf(error);
  }
  return text;
}

/** Talks to whoever started this process, over its own stdin and stdout. */
export function ownChannel(host: Pick<Host, "hearStdin" | "writeAsIs">): Channel {
  const queue = newEventQueue<string>();
  const splitter = newLineSplitter(mostLineBytes);
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  const end = (why = "its conductor is gone") => {
    queue.end();
    resolve(why);
  };
  const deaf = host.hearStdin((chunk) => {
    for (const line of splitter.push(chunk)) {
      if (isTooLong(line)) return end(`its conductor said ${tooLong}`);
      queue.push(line.text);
    }
  }, end);
  return {
    send: (text) => host.writeAsIs(text),
    lines: queue.values(),
    ended,
    close: () => {
      deaf();
      end();
      return Promise.resolve();
    },
  };
}
