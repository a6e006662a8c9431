import type OpenAI from "openai";
import { classifyError } from "./classify-error.ts";
import { AgentFailure } from "./failure.ts";

/** Used on api.openai.com, which lists more than chat models. */
const officialDefault = "gpt-5.5";

/** True for the vendor's own service, where a key is needed and the models are known. */
export function isOfficial(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && new URL(baseUrl).hostname === "api.openai.com";
}

/** The model to use when nobody named one: elsewhere than on the vendor's own service, the first one listed. */
export async function defaultModel(
  client: OpenAI,
  baseUrl: string,
  asking: { endpoint: string; signal: AbortSignal; now: number },
): Promise<string> {
  if (isOfficial(baseUrl)) return officialDefault;
  try {
    const page = await client.models.list({ signal: asking.signal });
    // The package trusts the endpoint's word on the shape; a web page has no list in it.
    const first = Array.isArray(page.data) ? page.data[0]?.id : undefined;
    if (typeof first === "string" && first !== "") return first;
  } catch (error) {
    throw classifyError(error, asking.endpoint, asking.now);
  }
  throw new AgentFailure("request", `${asking.endpoint} lists no model: name one, as in --agent openai:MODEL`);
}
