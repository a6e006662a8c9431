import type { Story } from "../../src/core/story.ts";
import type { ScriptedTurn, ScriptRequest, ServedRequest } from "../../src/demo/scripted/script.ts";
import { startScriptedModel } from "../../src/demo/scripted/server.ts";

/** What the scripted model does on one story: its turns in order; after the last it says that it is done. */
export type StoryScript = ScriptedTurn[] | ((request: ScriptRequest) => ScriptedTurn | Promise<ScriptedTurn>);

export interface Scenario {
  /** By the story's title, which heads its prompt. */
  stories?: Record<string, StoryScript>;
  /** The planner's answer. */
  plan?: { stories: Partial<Story>[] } | string;
  /** Intake's answer. */
  decision?: Record<string, unknown> | string;
  /** Wins over everything else when it answers. */
  first?: (request: ScriptRequest) => ScriptedTurn | undefined;
}

/** A scripted model behind the real protocol, with the environment that points the binary at it. */
export async function scriptedEndpoint(scenario: Scenario) {
  const model = await startScriptedModel(async (request) => {
    const own = scenario.first?.(request);
    if (own !== undefined) return own;
    if (request.schema !== null) return { text: answerTo(request, scenario) };
    const title = /^# (.*)$/m.exec(request.user)?.[1] ?? "";
    const script = scenario.stories?.[title];
    if (script === undefined) return { text: `Nothing is scripted for "${title}"` };
    if (typeof script === "function") return script(request);
    return script[request.turn] ?? { text: "Done" };
  });
  return {
    served: model.served,
    env: { OPENAI_BASE_URL: `${model.url}/v1`, OPENAI_API_KEY: "a-key-that-must-not-be-shown" },
    [Symbol.asyncDispose]: () => model.close(),
  };
}

function answerTo({ schema }: ScriptRequest, { plan, decision }: Scenario): string {
  const answer = JSON.stringify(schema).includes('"stories"') ? plan : decision;
  return typeof answer === "string" ? answer : JSON.stringify(answer ?? "nothing is scripted");
}

/** A turn that writes files. */
export function writing(files: Record<string, string>): ScriptedTurn {
  return { calls: Object.entries(files).map(([path, content]) => ({ name: "write_file", input: { path, content } })) };
}

/** A turn that runs a command. */
export function running(command: string): ScriptedTurn {
  return { calls: [{ name: "run_command", input: { command } }] };
}

/** A story with nothing but what a test says of it. */
export function story(id: string, more: Partial<Story>): Story {
  return {
    id,
    title: id,
    brief: `Do ${id}`,
    writes: [],
    reads: [],
    dependsOn: [],
    acceptance: [],
    verify: [],
    weight: "standard",
    ...more,
  };
}

/** A plan document for `baro conduct -`. */
export function planText(mode: "focused" | "sequential" | "parallel", stories: Story[]): string {
  return JSON.stringify({ version: 1, goal: "Do it all", mode, stories });
}

/** The sum of all tokens that were served. */
export function servedUsage(served: readonly ServedRequest[]) {
  const sum = { input: 0, cachedInput: 0, output: 0, reasoning: 0 };
  for (const { usage } of served) {
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += usage[key];
  }
  return sum;
}
