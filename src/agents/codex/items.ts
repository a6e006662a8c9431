import type { AgentEvent, ToolKind } from "../../core/agent-event.ts";
import { listOf, recordOf, textOf } from "../../core/narrow.ts";
import { boundInput, boundOutput } from "../bound.ts";
import { relativePaths } from "../relative-paths.ts";
import type { CodexItem } from "./wire.ts";

type Called = Extract<AgentEvent, { type: "agent.tool.called" }>;

/** The call that an item is, or nothing when it is none. */
export function itemCalled(item: CodexItem, cwd: string): AgentEvent[] {
  const call = (tool: ToolKind, nativeTool: string, input: unknown, paths: string[] = []): Called[] => [
    { type: "agent.tool.called", call: item.id, tool, nativeTool, input: boundInput(input), paths },
  ];
  switch (item.type) {
    case "command_execution":
      return call("run", item.type, { command: item.command ?? "" });
    case "file_change": {
      const changes = (item.changes ?? []).map(({ path, kind }) => ({
        path: relativePaths(cwd, [path])[0] ?? path,
        kind,
      }));
      const added = changes.length > 0 && changes.every(({ kind }) => kind === "add");
      return call(
        added ? "write" : "edit",
        item.type,
        { changes },
        changes.map(({ path }) => path),
      );
    }
    case "mcp_tool_call":
      return call("other", [item.server, item.tool].filter(Boolean).join("."), item.arguments ?? null);
    case "web_search":
      return call("fetch", item.type, { query: item.query ?? "" });
    case "todo_list":
      return call("plan", item.type, { items: item.items ?? [] });
    default:
      return call("other", item.type, null);
  }
}

/** How a call ended. */
export function itemFinished(item: CodexItem): AgentEvent[] {
  const { output, outputBytes } = boundOutput(outputOf(item));
  const exitCode = item.exit_code ?? null;
  const failed = item.status === "failed" || item.status === "declined" || (exitCode !== null && exitCode !== 0);
  return [{ type: "agent.tool.finished", call: item.id, ok: !failed, exitCode, output, outputBytes }];
}

function outputOf(item: CodexItem): string {
  if (item.aggregated_output != null) return item.aggregated_output;
  const failure = recordOf(item.error)["message"];
  if (typeof failure === "string") return failure;
  return listOf(recordOf(item.result)["content"])
    .map((part) => textOf(recordOf(part)["text"]))
    .join("\n");
}
