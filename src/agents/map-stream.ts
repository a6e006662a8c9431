import type { AgentEvent } from "../core/agent-event.ts";
import { splitLines } from "../host/lines.ts";
import { newMapper } from "./mapper.ts";
import { programSpecs } from "./registry.ts";

/** Translates an agent's raw output as it comes, in constant memory; `null` when no mapper has that name. */
export function mapStream(agent: string, chunks: AsyncIterable<Uint8Array>): AsyncIterable<AgentEvent> | null {
  const spec = Object.hasOwn(programSpecs, agent) ? programSpecs[agent] : undefined;
  if (spec === undefined) return null;
  // Recorded output has no clock; limits told as a duration stay without a time.
  const mapper = newMapper(spec.newTranslation({ cwd: "", now: () => Number.NaN, usageBefore: null }));
  return events();

  async function* events(): AsyncGenerator<AgentEvent> {
    for await (const line of splitLines(chunks)) yield* mapper.map(line.text);
    yield* mapper.end(null);
  }
}
