import { resolve } from "node:path";
import { BaroError, messageOf } from "../../core/error.ts";
import { mostPlanBytes } from "../../core/plan.ts";
import type { Host } from "../../host/host.ts";
import { watchAndOffer } from "../after-run.ts";
import { command } from "../command.ts";
import { requireFreeStdin } from "../goal.ts";
import { openSession } from "../session.ts";

export const conduct = command({
  name: "conduct",
  description: "Run a plan that was made earlier or by hand. The same rules apply to it as to any other.",
  examples: [
    'baro plan --json "add tests for every parser" > plan.json',
    "baro conduct plan.json",
    "baro conduct - < plan.json",
  ],
  words: [{ name: "plan", needed: true, help: "The plan's JSON file; - is stdin", values: "files" }],
  run: async (host, { words, flags }) => {
    const source = words[0] ?? "-";
    if (source === "-") requireFreeStdin(flags, "plan");
    const text = source === "-" ? await planFromStdin(host) : readPlan(host, source);
    using session = await openSession(host, flags);
    const { options, person } = session;
    const { conductPlan } = await import("../../run/run.ts");
    const name = source === "-" ? "stdin" : source;
    return await watchAndOffer(host, session, (watcher) => conductPlan({ host, options, person, watcher }, text, name));
  },
});

async function planFromStdin(host: Host): Promise<string> {
  const text = await host.readStdin(mostPlanBytes);
  if (text !== null) return text;
  throw new BaroError("plan-invalid", `Cannot read the plan in "stdin": it is larger than 32 MiB`, {
    hint: "Write one JSON document, as `baro plan --json` prints it",
  });
}

function readPlan(host: Host, file: string): string {
  try {
    return host.readNamed(resolve(host.cwd, file), mostPlanBytes);
  } catch (error) {
    throw new BaroError("usage", `Cannot read the plan: ${messageOf(error)}`, {
      hint: 'Make one with: baro plan --json "GOAL" > plan.json',
      cause: error,
    });
  }
}
