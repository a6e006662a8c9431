import { createReadStream } from "node:fs";
import { mapBatches } from "../agents/map-stream.ts";
import { agentNames } from "../core/agent-name.ts";
import { BaroError, messageOf } from "../core/error.ts";
import type { Host } from "../host/host.ts";
import { jsonLine } from "../text/plain.ts";

/** Text is collected to this length before it goes out: one write per event would cost more than mapping it. */
const flushLength = 64 * 1024;

/**
 * Translates an agent's raw output (a file, or stdin for null) into events, one JSON line each on stdout. Memory stays
 * the same whatever the input's length. Throws `usage` for an agent without a mapper and a file that can't be read.
 */
export async function mapAgent(host: Host, agent: string, file: string | null): Promise<number> {
  const batches = mapBatches(agent, file === null ? host.stdinChunks() : createReadStream(file));
  if (batches === null) {
    const known = agentNames.filter((name) => mapBatches(name, nothing()) !== null).join(", ");
    throw new BaroError("usage", `Cannot map the output of "${agent}": it is not supported`, {
      hint: `Known: ${known}`,
    });
  }
  let text = "";
  try {
    for await (const batch of batches) {
      for (const event of batch) text += jsonLine(event);
      if (text.length < flushLength) continue;
      host.writeOut(text);
      text = "";
      if (!(await host.outDrained())) return 0;
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new BaroError("usage", `Cannot read "${file ?? "stdin"}": ${messageOf(error, file ?? undefined)}`, {
      hint: "Name a file with an agent's raw output, or leave it out to read stdin",
      cause: error,
    });
  }
  if (text !== "") host.writeOut(text);
  return 0;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
