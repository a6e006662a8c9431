import { BaroError } from "../../core/error.ts";
import { ownSwitch } from "../../settings/flags.ts";
import { command } from "../command.ts";
import { openSession } from "../session.ts";
import { version } from "../version.ts";

export const mcp = command({
  name: "mcp",
  description:
    "Speak the Model Context Protocol on stdin and stdout, so that an editor or another agent can decide, plan and run. Runs end with the connection unless the caller keeps them.",
  examples: [
    "claude mcp add baro -- baro mcp",
    "codex mcp add baro -- baro mcp",
    "baro mcp --repo ~/src/app --repo ~/src/lib",
  ],
  flags: [
    {
      name: "repo",
      hint: "DIR",
      list: true,
      help: "Callers may use only these repositories (the current one)",
      negative: false,
      group: "common",
    },
    ownSwitch("allow-delivery", "Let callers push and open pull requests; otherwise work stays on local branches"),
  ],
  run: async (host, { flags: { repo, "allow-delivery": mayDeliver, ...flags } }) => {
    if (host.terminal.stdinIsTty) {
      throw new BaroError("usage", "Cannot serve MCP here: stdin is a terminal, not a client", {
        hint: "Add it to your agent, for example with `claude mcp add baro -- baro mcp`",
      });
    }
    const { options } = await openSession(host, { ...flags, input: false, quiet: true });
    const { serveMcp } = await import("../../mcp/serve-mcp.ts");
    const repositories = Array.isArray(repo) ? repo.map(String) : typeof repo === "string" ? [repo] : [];
    await serveMcp(host, options, { repositories, mayDeliver: mayDeliver === true, version });
    return 0;
  },
});
