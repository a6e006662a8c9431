import { wordAmong } from "../arguments.ts";
import { command } from "../command.ts";
import { printJson } from "../session.ts";

const kinds = ["events", "plan", "config"] as const;

export const schema = command({
  name: "schema",
  description:
    "Print the JSON Schema of a run's events (one line of --json), of the plan that conduct takes, or of the configuration file.",
  examples: ["baro schema plan > plan.schema.json"],
  words: [{ name: "what", needed: true, help: kinds.join(", "), values: kinds }],
  run: async (host, { words }) => {
    printJson(host, await schemaOf(wordAmong(words[0] ?? "", kinds, "schema")));
    return 0;
  },
});

async function schemaOf(kind: (typeof kinds)[number]): Promise<object> {
  switch (kind) {
    case "events":
      return (await import("../../../docs/schemas/events.json", { with: { type: "json" } })).default;
    case "plan":
      return (await import("../../plan/plan-schema.ts")).planDocumentSchema();
    case "config":
      return (await import("../../settings/schema.ts")).configFileSchema();
  }
}
