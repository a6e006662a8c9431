import type { AgentEvent } from "../core/agent-event.ts";
export function mapStream(_agent: string, _chunks: AsyncIterable<Uint8Array>): AsyncIterable<AgentEvent> | null {
  return null;
}
