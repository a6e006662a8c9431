import type { Endpoint } from "../../core/options.ts";
import type { Host } from "../../host/host.ts";
import type { Answer, AskModel, Question } from "../ask/ask.ts";
import {
  addUse,
  answerInstruction,
  answerSchema,
  type Cost,
  noAnswer,
  noCost,
  readAnswer,
} from "../ask/read-answer.ts";
import type { Answer as ModelAnswer } from "./assemble-answer.ts";
import { type Connection, connectionTo } from "./connection.ts";
import { defaultModel } from "./default-model.ts";
import { wasCut } from "./endings.ts";
import { AgentFailure, brokenOff } from "./failure.ts";
import { type ChatRequest, quirksOf } from "./quirks.ts";
import { type Asking, remember, requestAnswer } from "./request-answer.ts";

/** What asking an endpoint needs of the host: clocks, one of which can be waited on. */
export type AskHost = Pick<Host, "sleep" | "elapsed" | "now">;

export interface EndpointAskOptions {
  /** Times that a question is asked again after a limit, a failing server or a broken connection (2). */
  maxRetries?: number;
  /** Told once of what the endpoint can't do, and of waiting. */
  onNotice?(message: string): void;
}

/** Asks the models of an OpenAI-compatible endpoint; `model: null` is the endpoint's first that chats. */
export function endpointAsk(
  host: AskHost,
  endpoint: Endpoint,
  model: string | null,
  options: EndpointAskOptions = {},
): AskModel {
  const connection = connectionTo(endpoint, () => host.now());
  return async (question, signal) => {
    const done = new AbortController();
    const late = new AbortController();
    // One limit over all retries: whoever asks has decided how long an answer is worth waiting for.
    void host.sleep(question.timeoutMs, done.signal).then(() => {
      if (!done.signal.aborted) late.abort();
    });
    const bill: Bill = { cost: noCost };
    const stop = AbortSignal.any([signal, late.signal]);
    try {
      const asked = model ?? (await defaultModel(connection, stop));
      const quirks = quirksOf(endpoint, asked);
      return await answerTo(
        question,
        asked,
        askingOf(host, { connection, quirks }, options, question, stop, bill),
        bill,
      );
    } catch (error) {
      if (late.signal.aborted) {
        return noAnswer("timeout", `${connection.name} gave no answer within ${question.timeoutMs} ms`, bill.cost);
      }
      if (signal.aborted) return noAnswer("failed", "The question was withdrawn", bill.cost);
      const { kind, message, resetAt } = brokenOff(error, connection.name);
      return { ...noAnswer("failed", message, bill.cost), trouble: { kind, message, resetAt } };
    } finally {
      done.abort();
    }
  };
}

/** What was spent on a question, over all its tries. */
interface Bill {
  cost: Cost;
}

function askingOf<T>(
  host: AskHost,
  endpoint: { connection: Connection; quirks: Asking["quirks"] },
  options: EndpointAskOptions,
  question: Question<T>,
  signal: AbortSignal,
  bill: Bill,
): Asking {
  return {
    host,
    ...endpoint,
    silenceMs: question.timeoutMs,
    maxRetries: options.maxRetries ?? 2,
    signal,
    onSpent: ({ usage, estimated }) => {
      bill.cost = addUse(bill.cost, { ...usage, ...(estimated ? { estimated } : {}) });
    },
    onRetry: () => {},
    onNotice: (message) => options.onNotice?.(message),
    onUnknown: () => {},
  };
}

async function answerTo<T>(question: Question<T>, model: string, asking: Asking, bill: Bill): Promise<Answer<T>> {
  const { name, system, prompt, schema } = question;
  const request: ChatRequest = {
    model,
    system,
    messages: [{ role: "user", content: prompt }],
    tools: [],
    effort: null,
    answer: { name, schema: answerSchema(schema), inWords: answerInstruction(schema) },
  };
  const reply = await requestAnswer(asking, request);
  const first = read(question, reply, model, bill);
  const { quirks } = asking;
  if (quirks.leftOut.has("schema")) return first;
  quirks.keepsSchema ||= first.ok;
  if (first.ok || quirks.keepsSchema || wasCut(reply.finish)) return first;
  // The endpoint took the schema, and its model never heard of it.
  const leftOut = new Set([...quirks.leftOut, "schema" as const]);
  const inWords: Asking = { ...asking, quirks: { ...quirks, leftOut } };
  const second = read(question, await requestAnswer(inWords, request), model, bill);
  if (second.ok) {
    remember(asking, leftOut);
    return second;
  }
  // In words it is no better: from now on the model is taken at its first word.
  quirks.keepsSchema = true;
  return { ...first, usage: second.usage, usd: second.usd };
}

function read<T>(question: Question<T>, answer: ModelAnswer, model: string, bill: Bill): Answer<T> {
  const { refusal, text, reasoning, finish } = answer;
  if (refusal !== "") throw new AgentFailure("refused", `The model refused: ${refusal}`);
  const named = answer.model ?? model;
  const found = readAnswer(text, question.schema, named, bill.cost);
  // Some models never leave their thoughts, and say the answer there.
  const inThoughts = found.ok || reasoning === "" ? found : readAnswer(reasoning, question.schema, named, bill.cost);
  // Others call a tool that nobody offered, with the answer as its input.
  const [call] = answer.calls;
  const inCall =
    inThoughts.ok || call === undefined ? inThoughts : readAnswer(call.arguments, question.schema, named, bill.cost);
  const best = inCall.ok ? inCall : found;
  if (best.ok || !wasCut(finish)) return best;
  return { ...best, message: "The answer was cut off at the model's output limit" };
}
