import { programNames } from "../../core/agent-name.ts";
import { command } from "../command.ts";

export const map = command({
  name: "map",
  description: "Translate an agent's raw output into baro's events, one JSON line each.",
  examples: ["claude -p hello --output-format stream-json --verbose | baro map claude"],
  args: {
    agent: { type: "positional", description: programNames.join(", ") },
    file: { type: "positional", required: false, description: "Recorded output (stdin)" },
  },
  run: async (host, args) => {
    const { mapAgent } = await import("../../run/map.ts");
    return await mapAgent(host, args.agent ?? "", args.file === undefined || args.file === "-" ? null : args.file);
  },
});
