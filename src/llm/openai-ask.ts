import OpenAI, { APIError } from "openai";
import { messageOf } from "../core/error.ts";
import type { Endpoint } from "../core/options.ts";
import type { Host } from "../host/host.ts";
import { answerInstruction, answerSchema } from "./answer-schema.ts";
import type { Answer, AskModel, Question } from "./ask.ts";
import { chooseModel } from "./choose-model.ts";
import { describeFailure, endpointName } from "./endpoint-failure.ts";
import { completionWire, costOf, textOf } from "./openai-wire.ts";
import { type Cost, noAnswer, noCost, readAnswer } from "./read-answer.ts";

/** What asking an endpoint needs of the host: a clock that can be waited on. */
export type AskHost = Pick<Host, "sleep">;

export interface EndpointAskOptions {
  /** Times the package asks again after 408, 409, 429, 5xx or a broken connection (2). */
  maxRetries?: number;
}

/** Asks the models of an OpenAI-compatible endpoint; `model: null` is the endpoint's first. */
export function endpointAsk(
  host: AskHost,
  endpoint: Endpoint,
  model: string | null,
  options: EndpointAskOptions = {},
): AskModel {
  return async (question, signal) => {
    const done = new AbortController();
    const late = new AbortController();
    // One limit over all retries: whoever asks has decided how long an answer is worth waiting for.
    void host.sleep(question.timeoutMs, done.signal).then(() => {
      if (!done.signal.aborted) late.abort();
    });
    try {
      const client = newClient(endpoint, options.maxRetries ?? 2);
      return await ask(client, model, question, AbortSignal.any([signal, late.signal]));
    } catch (error) {
      if (late.signal.aborted) {
        return noAnswer("timeout", `${endpointName(endpoint)} gave no answer within ${question.timeoutMs} ms`);
      }
      return noAnswer("failed", signal.aborted ? "The question was withdrawn" : describeFailure(error, endpoint));
    } finally {
      done.abort();
    }
  };
}

function newClient(endpoint: Endpoint, maxRetries: number): OpenAI {
  return new OpenAI({
    baseURL: endpoint.baseUrl,
    // The package insists on a key; local servers want none, and the header is left out for them.
    apiKey: endpoint.apiKey ?? "none",
    ...(endpoint.apiKey === null ? { defaultHeaders: { Authorization: null } } : {}),
    // Null, not absent: otherwise the package reads them from the environment.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries,
    logLevel: "off",
  });
}

async function ask<T>(
  client: OpenAI,
  wanted: string | null,
  question: Question<T>,
  signal: AbortSignal,
): Promise<Answer<T>> {
  const model = wanted ?? (await chooseModel(client, signal));
  try {
    return await complete(client, model, question, true, signal);
  } catch (error) {
    if (!refusesSchema(error)) throw error;
    return await complete(client, model, question, false, signal);
  }
}

/** Many endpoints know no `json_schema`; they say 400 or 422 before any token is spent, so asking plainly costs nothing. */
function refusesSchema(error: unknown): boolean {
  return error instanceof APIError && (error.status === 400 || error.status === 422);
}

async function complete<T>(
  client: OpenAI,
  model: string,
  question: Question<T>,
  withSchema: boolean,
  signal: AbortSignal,
): Promise<Answer<T>> {
  const { name, system, prompt, schema } = question;
  const instruction = withSchema ? "" : `\n\n${answerInstruction(schema)}`;
  const format = {
    type: "json_schema" as const,
    json_schema: { name, schema: answerSchema(schema), strict: true },
  };
  const reply: unknown = await client.chat.completions.create(
    {
      model,
      messages: [
        { role: "system", content: `${system}${instruction}` },
        { role: "user", content: prompt },
      ],
      ...(withSchema ? { response_format: format } : {}),
    },
    { signal },
  );
  return readReply(reply, question, model);
}

function readReply<T>(reply: unknown, question: Question<T>, model: string): Answer<T> {
  const parsed = completionWire.safeParse(reply);
  if (!parsed.success)
    return noAnswer("failed", "The endpoint's reply is no chat completion", noCost, previewOf(reply));
  const completion = parsed.data;
  const cost: Cost = costOf(completion);
  const choice = completion.choices[0];
  if (choice === undefined) return noAnswer("failed", "The endpoint's reply holds no choice", cost);
  const refusal = choice.message.refusal ?? "";
  if (refusal !== "") return noAnswer("failed", `The model refused: ${refusal}`, cost, refusal);
  const answer = readAnswer(textOf(choice.message), question.schema, completion.model ?? model, cost);
  if (answer.ok || choice.finish_reason !== "length") return answer;
  return { ...answer, message: "The answer was cut off at the model's output limit" };
}

function previewOf(reply: unknown): string {
  return typeof reply === "string" ? reply : (JSON.stringify(reply) ?? messageOf(reply));
}
