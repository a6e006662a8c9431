import { lstat, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/**
 * What agents take from the folder they are started in and run, or let say what they run and whom they ask: plug-ins, hooks,
 * servers of tools, and what the engine that some of them are made with preloads. Texts that only advise are none of it.
 */
const names = [
  ...[".claude", ".mcp.json", "mcp.json", ".codex", ".agents", ".opencode", "opencode.json", "opencode.jsonc", ".pi"],
  ...[".amazonq", ".amp", ".augment", ".cline", ".continue", ".copilot", ".crush", ".crush.json", "crush.json"],
  ...[".cursor", ".factory", ".gemini", ".goose", ".iflow", ".junie", ".kilocode", ".kimi", ".kiro", ".qoder", ".qwen"],
  ...[".roo", ".trae", ".vibe", ".vscode", ".windsurf", ".github/hooks", ".github/copilot", ".github/mcp.json"],
  ...["bunfig.toml", ".bunfig.toml", ".npmrc", ".envrc"],
  ...["", ".production", ".development", ".test"].flatMap((kind) => [`.env${kind}`, `.env${kind}.local`]),
];

/**
 * Takes the repository's settings for agents out of a checkout that is thrown away after a question: who is asked before a
 * person accepted anything starts nothing of the repository's. `path`: where the agent stands; it looks there and above, up
 * to `root`.
 */
export async function removeAgentSettings(root: string, path: string): Promise<void> {
  for (let folder = path; ; folder = dirname(folder)) {
    await Promise.all(names.map((name) => removeBelow(root, join(folder, name))));
    if (folder === root || !folder.startsWith(root)) return;
  }
}

/** A commit may have a link on the way, which leads to what is not ours. */
async function removeBelow(root: string, file: string): Promise<void> {
  const parts = relative(root, dirname(file)).split("/");
  for (let depth = 1; depth <= parts.length; depth++) {
    const stat = await lstat(join(root, ...parts.slice(0, depth))).catch(() => null);
    if (stat?.isDirectory() !== true) return;
  }
  await rm(file, { recursive: true, force: true });
}
