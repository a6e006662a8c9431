import type { JsonRecord } from "../../core/narrow.ts";
import type { Endpoint } from "../../core/options.ts";
import type { AgentFailure } from "./failure.ts";
import { type Message, withoutBlanks, withoutExtras, withText, withToolNames } from "./messages.ts";
import { toolsInWords } from "./text-calls.ts";
import type { Tool } from "./tool.ts";
import { describeTool } from "./toolbox.ts";

/** What is asked, before it is fitted to what the endpoint can take. */
export interface ChatRequest {
  model: string;
  system: string;
  messages: readonly Message[];
  tools: readonly Tool[];
  effort: string | null;
  /** The shape that the answer must have, and how that is said to a model whose endpoint can't hold it to a schema. */
  answer: { name: string; schema: JsonRecord; inWords: string } | null;
}

/** What an endpoint may turn out not to take. Each is asked for until it is refused, and then left out. */
export const features = [
  "schema",
  "streamOptions",
  "unlimited",
  "stream",
  "systemRole",
  "extras",
  "blankText",
  "nullContent",
  "namelessOutcomes",
  "effort",
  "tools",
] as const;
export type Feature = (typeof features)[number];

/** What people are told, once, when something is left out. */
export const leftOutWords: Readonly<Record<Feature, string>> = {
  schema: "The endpoint does not support schemas: the shape is described in the prompt",
  streamOptions: "The endpoint refuses stream_options: it may send no token counts",
  unlimited: "The endpoint wants a limit of an answer's length: 8,192 tokens are asked for",
  stream: "The endpoint doesn't stream: answers come in one piece",
  systemRole: "The endpoint refuses a system message: the instructions go with the first message",
  extras: "The endpoint refuses fields that it sent itself: they are left out",
  nullContent: "The endpoint refuses a message without text: an empty one is sent",
  blankText: "The endpoint refuses an empty text: none is sent",
  namelessOutcomes: "The endpoint wants a tool's name beside its outcome: it is sent",
  effort: "The endpoint does not support reasoning effort: it is left out",
  tools: "The endpoint does not support tools: they are described in the prompt and calls are read from its text",
};

/** What one endpoint's model was found not to take, and what people were told of it. */
export interface Quirks {
  leftOut: ReadonlySet<Feature>;
  told: Set<string>;
  /** Answers have kept to a schema here: one that doesn't is the model's fault. */
  keepsSchema: boolean;
}

/** Kept with the endpoint itself: planner and stories of one run learn from each other, and nothing outlives the run. */
const known = new WeakMap<Endpoint, Map<string, Quirks>>();

export function quirksOf(endpoint: Endpoint, model: string): Quirks {
  const models = known.get(endpoint) ?? new Map<string, Quirks>();
  known.set(endpoint, models);
  const quirks = models.get(model) ?? { leftOut: new Set(), told: new Set(), keepsSchema: false };
  models.set(model, quirks);
  return quirks;
}

/** Most models can say so much at once; one that is cut off is asked to go on. */
const answerTokens = 8192;

/** The request's body for an endpoint that takes everything but what is left out. */
export function requestBody(request: ChatRequest, leftOut: ReadonlySet<Feature>): JsonRecord {
  const { model, tools, effort, answer } = request;
  const takes = (feature: Feature) => !leftOut.has(feature);
  const inWords = answer !== null && !takes("schema") ? answer.inWords : "";
  const toolWords = tools.length > 0 && !takes("tools") ? toolsInWords(tools) : "";
  const system = [request.system, inWords, toolWords].filter(Boolean).join("\n\n");
  return {
    model,
    messages: messagesFor(request.messages, system, leftOut),
    ...(tools.length > 0 && takes("tools") ? { tools: tools.map(describeTool) } : {}),
    ...(effort !== null && takes("effort") ? { reasoning_effort: effort } : {}),
    ...(answer !== null && takes("schema") ? { response_format: schemaFormat(answer) } : {}),
    ...(takes("unlimited") ? {} : { max_tokens: answerTokens }),
    ...(takes("stream") ? { stream: true } : {}),
    ...(takes("stream") && takes("streamOptions") ? { stream_options: { include_usage: true } } : {}),
  };
}

function messagesFor(all: readonly Message[], system: string, leftOut: ReadonlySet<Feature>): unknown[] {
  const known = leftOut.has("extras") ? all.map(withoutExtras) : all;
  const named = leftOut.has("namelessOutcomes") ? withToolNames(known) : known;
  const filled = leftOut.has("nullContent") ? named.map(withText) : named;
  const messages = leftOut.has("blankText") ? filled.map(withoutBlanks) : filled;
  return leftOut.has("systemRole")
    ? withInstructions(system, messages)
    : [{ role: "system", content: system }, ...messages];
}

function schemaFormat({ name, schema }: NonNullable<ChatRequest["answer"]>): JsonRecord {
  return { type: "json_schema", json_schema: { name, schema, strict: true } };
}

/** The instructions in front of the first message of the person. */
function withInstructions(system: string, messages: readonly Message[]): Message[] {
  const at = messages.findIndex(({ role }) => role === "user");
  return messages.map((message, index) =>
    index === at && message.role === "user" ? { ...message, content: `${system}\n\n${message.content}` } : message,
  );
}

/** Words by which a refusal names what it refuses, the most telling first. */
const signs: readonly [feature: Feature, words: RegExp][] = [
  ["streamOptions", /stream_options|include_usage/i],
  [
    "unlimited",
    /max_tokens\W.{0,30}(required|missing|provided)|(required|missing|must (provide|set|specify))\b.{0,30}max_tokens/i,
  ],
  ["schema", /response_format|json_schema|json_object|json.?mode|structured|guided|grammar/i],
  [
    "extras",
    /reasoning_content|reasoning_details|extra_content|thought_signature|extra.?(field|input|forbidden)|additional.?propert|messages?\W.{0,40}(unsupported|unrecognized|not permitted|unexpected)/i,
  ],
  ["namelessOutcomes", /function_response\.name|\bname\b.{0,40}(empty|missing|required)/i],
  ["blankText", /non-?empty|(is|be) (blank|empty)\b|blank|empty (text|content|string)/i],
  [
    "nullContent",
    /content\b.{0,80}(null|none|string|str\b|missing|required|empty|array|sequence)|(null|none|missing)\b.{0,60}content/i,
  ],
  ["effort", /reasoning|effort/i],
  ["stream", /stream/i],
  ["systemRole", /system|developer|\broles?\b/i],
  ["tools", /\btools?\b|tool_choice|function/i],
];

const refusals = new Set([400, 404, 405, 406, 415, 422, 500, 501]);

/**
 * What to leave out of the next try of a request that failed; `null`: the failure has nothing to do with its form. What
 * the failure's words don't name is tried where it costs nothing: a schema is refused in many ways, some without a word.
 */
export function suspectOf(request: ChatRequest, failure: AgentFailure, leftOut: ReadonlySet<Feature>): Feature | null {
  const refused = failure.kind === "request" || failure.kind === "overloaded" || failure.kind === "unknown";
  if (!refused || (failure.status !== null && !refusals.has(failure.status))) return null;
  const inUse = usedBy(request, leftOut);
  const told = signs.find(([feature, words]) => inUse.has(feature) && words.test(failure.message));
  if (told !== undefined && (failure.kind !== "overloaded" || told[0] === "schema")) return told[0];
  if (inUse.has("schema")) return "schema";
  return inUse.has("streamOptions") && namesNothing.test(failure.message) ? "streamOptions" : null;
}

/** A validation that does not say what it found. */
const namesNothing =
  /4(00|22) (bad request|unprocessable (entity|content))?\s*$|extra (inputs?|fields?)|not permitted|unrecognized/i;

function usedBy({ tools, effort, answer, messages }: ChatRequest, leftOut: ReadonlySet<Feature>): Set<Feature> {
  const hasExtras = messages.some((message) => JSON.stringify(withoutExtras(message)) !== JSON.stringify(message));
  const wanted: Readonly<Record<Feature, boolean>> = {
    schema: answer !== null,
    unlimited: true,
    streamOptions: !leftOut.has("stream"),
    stream: true,
    systemRole: true,
    extras: hasExtras,
    blankText: messages.some(({ content }) => typeof content === "string" && content.trim() === ""),
    nullContent: messages.some(({ content }) => content == null),
    namelessOutcomes: messages.some(({ role }) => role === "tool"),
    effort: effort !== null,
    tools: tools.length > 0,
  };
  return new Set(features.filter((feature) => wanted[feature] && !leftOut.has(feature)));
}
