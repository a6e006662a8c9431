import type OpenAI from "openai";
import { BadRequestError } from "openai";
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import type { Host } from "../../host/host.ts";
import { type Answer, newAnswerBuilder } from "./assemble-answer.ts";
import { classifyError } from "./classify-error.ts";
import { AgentFailure } from "./failure.ts";
import { type SilenceWatch, watchSilence } from "./silence.ts";
import { chunkWire } from "./wire.ts";

export type ChatRequest = Omit<ChatCompletionCreateParamsStreaming, "stream" | "stream_options">;

export interface Asking {
  host: Host;
  client: OpenAI;
  /** How the endpoint is named in messages: never with credentials. */
  endpoint: string;
  silenceMs: number;
  signal: AbortSignal;
  /** A line that no chunk looks like. */
  onUnknown(line: string): void;
}

/** An answer longer than this is a model that has lost its way. */
const maxAnswerLength = 4 * 1024 * 1024;

/** Asks once, with the package's own retries until the first byte. Throws `AgentFailure` alone. */
export async function requestAnswer(asking: Asking, request: ChatRequest): Promise<Answer> {
  const silence = watchSilence(asking.host, asking.silenceMs);
  const stop = new AbortController();
  const signal = AbortSignal.any([asking.signal, silence.signal, stop.signal]);
  try {
    const answer = await readAnswer(asking, await openStream(asking, request, signal), silence);
    if (answer.finish !== null) return answer;
    // The package takes a closed connection for an end, and an abort too.
    throw new AgentFailure("network", `The answer of ${asking.endpoint} broke off`, { transient: true });
  } catch (error) {
    if (silence.signal.aborted) {
      throw new AgentFailure("stalled", `${asking.endpoint} said nothing for ${asking.silenceMs} ms`, { cause: error });
    }
    throw classifyError(error, asking.endpoint, asking.host.now());
  } finally {
    silence.end();
    stop.abort();
  }
}

async function openStream(asking: Asking, request: ChatRequest, signal: AbortSignal): Promise<AsyncIterable<unknown>> {
  const open = async (body: ChatCompletionCreateParamsStreaming) => {
    const { data, response } = await asking.client.chat.completions.create(body, { signal }).withResponse();
    const kind = response.headers.get("content-type") ?? "nothing named";
    if (kind.includes("text/event-stream")) return data;
    throw new AgentFailure(
      "request",
      `${asking.endpoint} answered with ${kind} instead of a stream (does OPENAI_BASE_URL end like the server's, often in /v1?)`,
    );
  };
  try {
    return await open({ ...request, stream: true, stream_options: { include_usage: true } });
  } catch (error) {
    // Older servers refuse the option; without it they send no usage, which the session says.
    if (!(error instanceof BadRequestError) || !/stream_options/.test(error.message)) throw error;
    return open({ ...request, stream: true });
  }
}

async function readAnswer(asking: Asking, stream: AsyncIterable<unknown>, silence: SilenceWatch): Promise<Answer> {
  const builder = newAnswerBuilder();
  for await (const raw of stream) {
    silence.heard();
    const chunk = chunkWire.safeParse(raw);
    if (chunk.success) builder.add(chunk.data);
    else asking.onUnknown(JSON.stringify(raw));
    if (builder.size() > maxAnswerLength) {
      throw new AgentFailure("request", `The answer of ${asking.endpoint} is over ${maxAnswerLength} characters long`);
    }
  }
  return builder.answer();
}
