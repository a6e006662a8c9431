import type { AskModel } from "../agents/ask/ask.ts";
import type { Host } from "../host/host.ts";
import type { EventStream } from "./stream.ts";

/** Puts what each question cost on the stream, so that the figures hold all that was spent. */
export function meteredAsk(host: Pick<Host, "elapsed">, ask: AskModel, stream: EventStream): AskModel {
  return async (question, signal) => {
    const started = host.elapsed();
    const answer = await ask(question, signal);
    const ms = Math.round(host.elapsed() - started);
    const { ok, usd, usage } = answer;
    await stream.emit({ type: "model.answered", question: question.name, ok, ms, usd, ...usage });
    return answer;
  };
}
