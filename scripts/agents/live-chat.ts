import { appendFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ScriptedTurn, ScriptRequest } from "../../src/demo/scripted/script.ts";
import { startScriptedModel } from "../../src/demo/scripted/server.ts";
import type { Host } from "../../src/host/host.ts";
import { runCommand } from "../../src/host/run-command.ts";
import { scriptedHome, scriptedModels } from "./homes.ts";
import { git, makeLiveRepository } from "./live-repository.ts";
import { goalFor, liveScript, noteText } from "./live-script.ts";

const patienceMs = 240_000;
const names = ["alpha"] as const;
const asked = "Ask baro to document the modules";

/** The programs whose chat can call the tools of `baro mcp`. */
export const chats = ["claude", "codex"] as const;
export type Chat = (typeof chats)[number];

/**
 * A chat of a real agent that has `baro mcp` among its servers: it asks for the shape, has the task run, answers the
 * questions of the run and looks at the result. The model behind all of it is scripted. Gives what was not as it has to be.
 */
export async function playChat(
  host: Host,
  { root, binary, chat, path }: { root: string; binary: string; chat: Chat; path: string },
): Promise<string[]> {
  const place = realpathSync(mkdtempSync(join(root, "run-")));
  const [repository, home] = [join(place, "repository"), join(place, "home")];
  makeLiveRepository(repository, names);
  const heard: Heard[] = [];
  const work = liveScript(false);
  const model = await startScriptedModel((request) => {
    return request.user.includes(asked) ? chatTurn(chat, request, heard) : work(request);
  });
  try {
    const env = { ...scriptedHome(home, model.url, path), BARO_HOME: join(home, "baro"), IS_SANDBOX: "1" };
    const args = chat === "claude" ? claudeChat(home, binary) : codexChat(home, binary, env);
    const request = { program: chat, args, cwd: repository, env, timeoutMs: patienceMs, detached: true };
    const result = await runCommand(host, request);
    const problems = judge(repository, heard);
    if (result.exitCode === 0) return problems;
    return [`exit code ${result.exitCode}: ${result.stderr.toString("utf8").slice(-600)}`, ...problems];
  } finally {
    await model.close();
    rmSync(place, { recursive: true, force: true });
  }
}

function claudeChat(home: string, binary: string): string[] {
  const servers = join(home, "mcp.json");
  writeFileSync(servers, JSON.stringify({ mcpServers: { baro: { command: binary, args: ["mcp"] } } }));
  const output = ["--output-format", "stream-json", "--verbose", "--model", scriptedModels.claude];
  return ["-p", asked, ...output, "--permission-mode", "bypassPermissions", "--mcp-config", servers];
}

/** It gives its servers no variables but those that are named. */
function codexChat(home: string, binary: string, env: Record<string, string>): string[] {
  const variables = Object.entries(env).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const server = [
    "[mcp_servers.baro]",
    `command = ${JSON.stringify(binary)}`,
    'args = ["mcp"]',
    "startup_timeout_sec = 60",
    "tool_timeout_sec = 200",
    "[mcp_servers.baro.env]",
    ...variables,
  ];
  appendFileSync(join(home, "codex/config.toml"), `${server.join("\n")}\n`);
  return ["exec", "--json", "--dangerously-bypass-approvals-and-sandbox", asked];
}

/** What one of baro's tools answered the chat. */
interface Heard {
  tool: string;
  text: string;
}

const runName = /"run":\s*"([^"]+)"|Run (\S+) /;
const steps = ["decide", "run", "status", "answer", "status", "diff"] as const;

/** The next call of the chat, by what it has heard so far; a tool that is not offered yet is looked for first. */
function chatTurn(chat: Chat, request: ScriptRequest, heard: Heard[]): ScriptedTurn {
  const answers = request.toolResults.filter(({ name }) => name !== "ToolSearch" && name !== "tool_search");
  heard.splice(0, heard.length, ...answers.map(({ name, text }) => ({ tool: name?.split("__").at(-1) ?? "", text })));
  const next = steps[heard.length];
  if (next === undefined) return { text: "It is done." };
  const tool = request.tools.find((name) => name === next || name === `mcp__baro__${next}`);
  if (tool === undefined) return { calls: [searchFor(request, next)] };
  const said = heard.map(({ text }) => text).join("\n");
  const [, inData, inText] = runName.exec(said) ?? [];
  return { calls: [{ name: tool, input: inputOf(chat, next, heard.length, inData ?? inText ?? "") }] };
}

function searchFor({ tools }: ScriptRequest, tool: string) {
  if (tools.includes("ToolSearch")) return { name: "ToolSearch", input: { query: `select:mcp__baro__${tool}` } };
  return { name: "tool_search", input: { query: `baro ${tool} run` } };
}

function inputOf(agent: Chat, tool: (typeof steps)[number], step: number, run: string): unknown {
  switch (tool) {
    case "decide":
      return { goal: goalFor(names) };
    case "run":
      return { goal: goalFor(names), agent: `${agent}:${scriptedModels[agent]}` };
    case "status":
      return { run, waitSeconds: step === 2 ? 30 : 120 };
    case "answer":
      return { run, id: "q1", answer: { mode: "focused", accepted: true } };
    case "diff":
      return { run };
  }
}

function judge(repository: string, heard: readonly Heard[]): string[] {
  const told = heard.map(({ tool, text }) => `${tool}: ${text.slice(0, 600)}`);
  const wants: [string, RegExp][] = [
    ["decide", /focused/],
    ["run", /"state":"(running|needs_input)"/],
    // What to do next is said where its model sees it.
    ["status", /"state":"needs_input".*call answer with id/s],
    ["answer", /"state":"(running|finished)"/],
    ["status", /"outcome":"delivered"/],
    ["diff", /This is alpha\./],
  ];
  const problems = wants.flatMap(([tool, says], index) => {
    const one = heard[index];
    return one?.tool === tool && says.test(one.text)
      ? []
      : [`step ${index + 1}, ${tool}: ${told[index] ?? "no answer"}`];
  });
  const branch = git(repository, "branch", "--list", "baro/*", "--format=%(refname:short)").split("\n")[0] ?? "";
  if (branch === "") return [...problems, "no branch was delivered"];
  const text = git(repository, "show", `${branch}:notes/alpha.md`);
  return text === noteText("alpha").trim() ? problems : [...problems, `notes/alpha.md holds ${JSON.stringify(text)}`];
}
