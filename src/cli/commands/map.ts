import { programNames } from "../../core/agent-name.ts";
import { command } from "../command.ts";

export const map = command({
  name: "map",
  description: "Translate an agent's raw output into baro's events, one JSON line each.",
  examples: ["claude -p hello --output-format stream-json --verbose | baro map claude"],
  words: [
    { name: "agent", needed: true, help: programNames.join(", "), values: programNames },
    { name: "file", needed: false, help: "Recorded output (stdin)", values: "files" },
  ],
  run: async (host, { words }) => {
    const [agent = "", file = "-"] = words;
    const { mapAgent } = await import("../../run/map.ts");
    return await mapAgent(host, agent, file === "-" ? null : file);
  },
});
