import type { Endpoint } from "../../core/options.ts";
import { nearestName } from "../../text/nearest.ts";
import { connectionTo } from "./connection.ts";
import { idOf, listModels, officialDefault } from "./default-model.ts";
import { AgentFailure } from "./failure.ts";

/** What one cheap request to an endpoint tells: whether it is there, takes the key, and knows the models. */
export interface EndpointNews {
  ok: boolean;
  /** The endpoint, without credentials, and what it said. */
  detail: string;
  advice: string | null;
}

/** Asks for the list of models, which costs nothing, and waits no longer than this for it. */
export async function tryEndpoint(
  endpoint: Endpoint,
  wanted: readonly (string | null)[],
  { now, timeoutMs }: { now: () => number; timeoutMs: number },
): Promise<EndpointNews> {
  const connection = connectionTo(endpoint, now);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const known = (await listModels(connection, signal)).map(idOf);
    if (known.length === 0)
      return { ok: true, detail: `${connection.name} answers, and lists no models`, advice: null };
    const models = wanted.flatMap((model) => model ?? (connection.official ? officialDefault : []));
    const missing = [...new Set(models)].filter((model) => !known.includes(model));
    if (missing.length === 0) return { ok: true, detail: `${connection.name} answers`, advice: null };
    return {
      ok: false,
      detail: `${connection.name} does not list ${missing.join(", ")}`,
      advice: nearest(missing, known),
    };
  } catch (error) {
    if (signal.aborted) {
      const detail = `${connection.name} does not answer within ${Math.round(timeoutMs / 1000)} s`;
      return { ok: false, detail, advice: reach };
    }
    if (!(error instanceof AgentFailure)) throw error;
    return { ok: false, detail: error.message, advice: error.kind === "auth" ? keyAdvice(endpoint) : reach };
  }
}

const reach = "Check OPENAI_BASE_URL, and that the server runs";

function keyAdvice({ apiKey }: Endpoint): string {
  return apiKey === null
    ? "Set OPENAI_API_KEY to a key of that endpoint"
    : "Set OPENAI_API_KEY to a key that it accepts";
}

/** Names for a model that was probably meant; of a long list only the first are shown. */
function nearest(missing: readonly string[], known: readonly string[]): string {
  const near = missing.flatMap((model) => nearestName(model, known) ?? []);
  if (near.length > 0) return `Did you mean ${near.join(", ")}?`;
  const shown = known.slice(0, 5).join(", ");
  return `Choose one that it has, as in --agent openai:MODEL: ${shown}${known.length > 5 ? ", …" : ""}`;
}
