import { BaroError } from "../core/error.ts";
import { demoScript, watchedDemoScript } from "../demo/script-story.ts";
import { startScriptedModel } from "../demo/scripted/server.ts";
import type { RunOptions } from "../settings/options.ts";

/** The options with which a run reaches its endpoint, and what has to be closed after it. */
export interface OpenEndpoint extends AsyncDisposable {
  options: RunOptions;
}

/**
 * Serves the built-in scripted model on loopback when the options name it, at a person's pace where one has `watched`; otherwise there is nothing to open. Throws
 * `usage` when it is mixed with other agents: their figures could not be told apart.
 */
export async function openScriptedEndpoint(options: RunOptions, watched = false): Promise<OpenEndpoint> {
  const choices = [options.agent, options.planner, ...Object.values(options.tiers)].filter((choice) => choice !== null);
  const scripted = choices.filter(({ name }) => name === "demo").length;
  if (scripted === 0) return { options, [Symbol.asyncDispose]: async () => {} };
  if (scripted < choices.length) {
    throw new BaroError("usage", 'Cannot combine agent "demo" with others: it is scripted', {
      hint: "Use --agent demo alone, without --planner and --tier",
    });
  }
  const model = await startScriptedModel(watched ? watchedDemoScript : demoScript);
  return {
    options: { ...options, endpoint: { baseUrl: `${model.url}/v1`, apiKey: null } },
    [Symbol.asyncDispose]: () => model.close(),
  };
}
