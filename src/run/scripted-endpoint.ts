import { BaroError } from "../core/error.ts";
import type { RunOptions } from "../core/options.ts";
import { demoScript } from "../demo/script.ts";
import { startScriptedModel } from "../demo/scripted/server.ts";

/**
 * Runs an action with the built-in scripted model serving on loopback, when the options name it; it is closed again
 * whatever happens. Throws `usage` when it is mixed with other agents: their figures could not be told apart.
 */
export async function withScriptedEndpoint<T>(
  options: RunOptions,
  action: (options: RunOptions) => Promise<T>,
): Promise<T> {
  const choices = [options.agent, options.planner, ...Object.values(options.tiers)].filter((choice) => choice !== null);
  const scripted = choices.filter(({ name }) => name === "demo").length;
  if (scripted === 0) return action(options);
  if (scripted < choices.length) {
    throw new BaroError("usage", 'Cannot mix agent "demo" with others: it is scripted', {
      hint: "Use --agent demo alone, without --planner and --tier",
    });
  }
  const model = await startScriptedModel(demoScript);
  try {
    return await action({ ...options, endpoint: { baseUrl: `${model.url}/v1`, apiKey: null } });
  } finally {
    await model.close();
  }
}
