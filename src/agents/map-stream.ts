import type { AgentEvent } from "../core/agent-event.ts";
import { type Line, newLineSplitter } from "../host/lines.ts";
import { newMapper } from "./mapper.ts";
import { programSpecs } from "./registry.ts";

/** Translates an agent's raw output as it comes, in constant memory; `null` when no mapper has that name. */
export function mapStream(agent: string, chunks: AsyncIterable<Uint8Array>): AsyncIterable<AgentEvent> | null {
  const batches = mapBatches(agent, chunks);
  return batches === null ? null : events();

  async function* events(): AsyncGenerator<AgentEvent> {
    for await (const batch of batches ?? []) for (const event of batch) yield event;
  }
}

/** As `mapStream`, with one batch for each chunk: an asynchronous step for every event costs more than its mapping. */
export function mapBatches(agent: string, chunks: AsyncIterable<Uint8Array>): AsyncIterable<AgentEvent[]> | null {
  const spec = Object.hasOwn(programSpecs, agent) ? programSpecs[agent] : undefined;
  if (spec === undefined) return null;
  // Recorded output has no clock; limits told as a duration stay without a time.
  const mapper = newMapper(spec.newTranslation({ cwd: "", now: () => Number.NaN, usageBefore: null }));
  return batches();

  async function* batches(): AsyncGenerator<AgentEvent[]> {
    const splitter = newLineSplitter();
    const mapped = (lines: readonly Line[]): AgentEvent[] => {
      const events: AgentEvent[] = [];
      for (const { text } of lines) for (const event of mapper.map(text)) events.push(event);
      return events;
    };
    for await (const chunk of chunks) yield mapped(splitter.push(chunk));
    yield [...mapped(splitter.end()), ...mapper.end(null)];
  }
}
