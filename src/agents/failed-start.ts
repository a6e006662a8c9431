import type { AgentEvent } from "../core/agent-event.ts";

/** How often a program is started that says it has not come up whole. */
export const mostStarts = 4;

/** As much of its stderr is looked at: what it says later is not about its start. */
const headBytes = 8 * 1024;

/**
 * Watches whether a program says on stderr that it has come up without a part that it needs, and ends it then: only
 * before it has done a thing, so that it can be started anew and nothing is paid for twice.
 */
export function watchStart(pattern: RegExp | null, stop: () => void) {
  let atWork = false;
  let failed = false;
  return {
    failed: () => failed,
    /** Passes on what it tells, and nothing more once its start has failed. */
    async *heard(batches: AsyncIterable<readonly AgentEvent[]>): AsyncGenerator<readonly AgentEvent[]> {
      for await (const events of batches) {
        atWork ||= events.some(({ type }) => type !== "agent.session");
        if (!failed) yield events;
      }
    },
    /** Passes stderr on as it is. */
    async *stderr(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      let head = "";
      for await (const chunk of chunks) {
        if (pattern !== null && !atWork && !failed && head.length < headBytes) {
          head += Buffer.from(chunk).toString("latin1");
          failed = pattern.test(head);
          if (failed) stop();
        }
        yield chunk;
      }
    },
  };
}
