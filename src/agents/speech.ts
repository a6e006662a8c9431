import type { AgentEvent } from "../core/agent-event.ts";
import type { Usage } from "../core/usage.ts";

/** Four bytes are about one token of code or English. */
export const bytesOfToken = 4;

/** No model takes more at once. */
const longestContext = 800_000;
/** Of one tool's output: agents cut what is longer before they hand it to their model. */
const longestOutput = 64_000;

/**
 * What an agent that counts nothing must at least have used, from what it says: each of its answers was asked for with all
 * that was said before, and is what it says until the next result of a tool.
 */
export function newSpeech(prompt: string) {
  let context = Math.min(longestContext, Buffer.byteLength(prompt));
  let input = context;
  let output = 0;
  /** It says something: the request for it is counted. */
  let answering = true;
  let said = false;

  const says = (bytes: number) => {
    if (!answering) input += context;
    answering = true;
    said = true;
    output += bytes;
    context = Math.min(longestContext, context + bytes);
  };

  return {
    hear(event: AgentEvent): void {
      if (event.type === "agent.text" || event.type === "agent.reasoning") says(Buffer.byteLength(event.text));
      if (event.type === "agent.tool.called") says(JSON.stringify(event.input ?? null).length);
      if (event.type !== "agent.tool.finished") return;
      answering = false;
      context = Math.min(longestContext, context + Math.min(longestOutput, event.outputBytes));
    },
    /** Whether there was any answer at all. */
    hasSaid: () => said,
    usage(): Usage {
      const [inTokens, outTokens] = [input, output].map((bytes) => Math.ceil(bytes / bytesOfToken));
      return { input: inTokens ?? 0, cachedInput: 0, output: outTokens ?? 0, reasoning: 0 };
    },
  };
}
