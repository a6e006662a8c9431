import { type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
import { type Connection, readBounded } from "./connection.ts";
import { AgentFailure, brokenOff } from "./failure.ts";

/** Used on api.openai.com, which lists more than can be told apart. */
export const officialDefault = "gpt-5.5";

/** Words in the names of models that don't chat. */
const otherWork =
  /embed|\be5\b|\bbge\b|\bgte\b|minilm|nomic|colbert|rerank|whisper|\b(tts|asr|stt|ocr|clip|vae|lora)\b|speech|audio|transcri|voice|dall|image|diffusion|flux|sdxl|kolors|video|veo|sora|music|moderation|guard|safety|realtime|classif|reward|parakeet|kokoro|davinci|babbage|base-v/i;

/** The model to use when nobody named one: elsewhere than on the vendor's own service, the first listed that chats. */
export async function defaultModel(connection: Connection, signal: AbortSignal): Promise<string> {
  if (connection.official) return officialDefault;
  const models = await listModels(connection, signal);
  const chatting = models.filter(chats);
  // One that is in memory answers at once.
  const chosen = chatting.find((model) => model["state"] === "loaded") ?? chatting[0];
  if (chosen !== undefined) return idOf(chosen);
  const what = models.length === 0 ? "lists no model" : "lists no model that chats";
  throw new AgentFailure("request", `${connection.name} ${what}: name one, as in --agent openai:MODEL`);
}

const mostRead = 4 * 1024 * 1024;

/** Every model that the endpoint lists; none where it has no list. Throws `AgentFailure`. */
export async function listModels(connection: Connection, signal: AbortSignal): Promise<JsonRecord[]> {
  try {
    const response = await connection.request("/models", null, signal);
    const body = recordOrList(parseJson(await readBounded(response, mostRead)));
    const list = Array.isArray(body) ? body : [...listOf(body["data"]), ...listOf(body["models"])];
    return list.map(recordOf).filter((model) => idOf(model) !== "");
  } catch (error) {
    const failure = brokenOff(error, connection.name);
    // A server without a list says so with one of these; it may still chat.
    if (failure.status === 404 || failure.status === 405 || failure.status === 501) return [];
    throw failure;
  }
}

/** How a request names a listed model. */
export function idOf(model: JsonRecord): string {
  return textOf(model["id"]) || textOf(model["name"]) || textOf(model["model"]);
}

/** Whether a listed model can be talked to: by what the endpoint says of it, else by its name. */
function chats(model: JsonRecord): boolean {
  if (model["active"] === false || model["archived"] === true) return false;
  const type = textOf(model["type"]) || textOf(model["model_type"]) || textOf(model["task"]);
  if (/^(chat|llm|vlm|language|text-generation|completions?)$/i.test(type)) return !otherWork.test(idOf(model));
  if (/embed|rerank|image|audio|video|speech|moderation|transcri/i.test(type)) return false;
  const completes = recordOf(model["capabilities"])["completion_chat"];
  if (typeof completes === "boolean") return completes;
  const outputs = listOf(recordOf(model["architecture"])["output_modalities"]);
  if (outputs.length > 0 && !outputs.includes("text")) return false;
  return !otherWork.test(idOf(model));
}

function recordOrList(value: unknown): unknown[] | JsonRecord {
  return Array.isArray(value) ? value : recordOf(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
