import { schemaKinds, schemaOf } from "../../run/schemas.ts";
import { wordAmong } from "../arguments.ts";
import { command } from "../command.ts";
import { printJson } from "../session.ts";

export const schema = command({
  name: "schema",
  description:
    "Print the JSON Schema of a run's events (one line of --json), of the plan that conduct takes, or of the configuration file.",
  examples: ["baro schema plan > plan.schema.json"],
  words: [{ name: "what", needed: true, help: schemaKinds.join(", "), values: schemaKinds }],
  run: async (host, { words }) => {
    printJson(host, await schemaOf(wordAmong(words[0] ?? "", schemaKinds, "schema")));
    return 0;
  },
});
