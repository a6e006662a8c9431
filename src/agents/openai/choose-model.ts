import type OpenAI from "openai";

/** Used on the vendor's own service, which lists more than chat models. */
const officialModel = "gpt-5.5";

/** The model to ask when nobody named one: the first that the endpoint lists. */
export async function chooseModel(client: OpenAI, signal: AbortSignal): Promise<string> {
  if (new URL(client.baseURL).hostname === "api.openai.com") return officialModel;
  const page = await client.models.list({ signal });
  // The package trusts the endpoint's word on the shape; a web page has no list in it.
  const first: unknown = Array.isArray(page.data) ? page.data[0]?.id : undefined;
  if (typeof first === "string" && first !== "") return first;
  throw new Error("it lists no model: name one, as in --planner openai:MODEL");
}
