import OpenAI, { APIError } from "openai";
import type { Endpoint } from "../../core/options.ts";
import type { Host } from "../../host/host.ts";
import { answerInstruction, answerSchema } from "../ask/answer-schema.ts";
import type { Answer, AskModel, Question } from "../ask/ask.ts";
import { noAnswer, noCost, readAnswer } from "../ask/read-answer.ts";
import { chooseModel } from "./choose-model.ts";
import { describeFailure, endpointName, withoutKey } from "./endpoint-failure.ts";
import { completionWire, costOf, textOf } from "./openai-wire.ts";

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
      const reply = await ask(client, model, question, AbortSignal.any([signal, late.signal]));
      return readReply(reply, question, (text) => withoutKey(text, endpoint));
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

interface Reply {
  /** The model that was asked. */
  model: string;
  body: unknown;
}

async function ask<T>(
  client: OpenAI,
  wanted: string | null,
  question: Question<T>,
  signal: AbortSignal,
): Promise<Reply> {
  const model = wanted ?? (await chooseModel(client, signal));
  try {
    return { model, body: await complete(client, model, question, true, signal) };
  } catch (error) {
    if (!refusesSchema(error)) throw error;
    return { model, body: await complete(client, model, question, false, signal) };
  }
}

/** Many endpoints know no `json_schema`; they say 400 or 422 before any token is spent, so asking plainly costs nothing. */
function refusesSchema(error: unknown): boolean {
  return error instanceof APIError && (error.status === 400 || error.status === 422);
}

async function complete<T>(
  client: OpenAI,
  model: string,
  { name, system, prompt, schema }: Question<T>,
  withSchema: boolean,
  signal: AbortSignal,
): Promise<unknown> {
  const instruction = withSchema ? "" : `\n\n${answerInstruction(schema)}`;
  const format = { type: "json_schema" as const, json_schema: { name, schema: answerSchema(schema), strict: true } };
  return client.chat.completions.create(
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
}

function readReply<T>({ body, model }: Reply, question: Question<T>, clean: (text: string) => string): Answer<T> {
  const parsed = completionWire.safeParse(body);
  if (!parsed.success) {
    const preview = typeof body === "string" ? body : (JSON.stringify(body) ?? "");
    return noAnswer("failed", "The endpoint's reply is no chat completion", noCost, clean(preview));
  }
  const completion = parsed.data;
  const cost = costOf(completion);
  const choice = completion.choices[0];
  if (choice === undefined) return noAnswer("failed", "The endpoint's reply holds no choice", cost);
  const refusal = clean(choice.message.refusal ?? "");
  if (refusal !== "") return noAnswer("failed", `The model refused: ${refusal}`, cost, refusal);
  const answer = readAnswer(clean(textOf(choice.message)), question.schema, completion.model ?? model, cost);
  if (answer.ok || choice.finish_reason !== "length") return answer;
  return { ...answer, message: "The answer was cut off at the model's output limit" };
}
