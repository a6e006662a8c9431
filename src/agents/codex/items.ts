import type { AgentEvent, ToolKind } from "../../core/agent-event.ts";
import { type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
import { boundInput, boundOutput } from "../bound.ts";
import { relativePath } from "../relative-paths.ts";

/** The call that an item is; `null` when it has no name to be called by. */
export function itemCalled(item: JsonRecord, cwd: string): AgentEvent[] | null {
  const { id, type } = item;
  if (typeof id !== "string" || typeof type !== "string") return null;
  const call = (tool: ToolKind, nativeTool: string, input: unknown, paths: string[] = []): AgentEvent[] => [
    { type: "agent.tool.called", call: id, tool, nativeTool, input: boundInput(input), paths },
  ];
  switch (type) {
    case "command_execution":
      return call("run", type, { command: textOf(item["command"]) });
    case "file_change": {
      const changes = listOf(item["changes"]).map((raw) => {
        const { path, kind } = recordOf(raw);
        return { path: relativePath(cwd, textOf(path)), kind: textOf(kind) };
      });
      const added = changes.length > 0 && changes.every(({ kind }) => kind === "add");
      const paths = changes.map(({ path }) => path);
      return call(added ? "write" : "edit", type, { changes }, paths);
    }
    case "mcp_tool_call":
      return call("other", `${textOf(item["server"])}.${textOf(item["tool"])}`, item["arguments"] ?? null);
    case "web_search":
      return call("fetch", type, { query: textOf(item["query"]) });
    case "todo_list":
      return call("plan", type, { items: item["items"] ?? [] });
    default:
      return call("other", type, null);
  }
}

/** How a call ended. */
export function itemFinished(item: JsonRecord): AgentEvent {
  const { id, status, exit_code } = item;
  const exitCode = typeof exit_code === "number" ? exit_code : null;
  const failed = status === "failed" || status === "declined" || (exitCode !== null && exitCode !== 0);
  const { output, outputBytes } = boundOutput(outputOf(item));
  return { type: "agent.tool.finished", call: textOf(id), ok: !failed, exitCode, output, outputBytes };
}

function outputOf(item: JsonRecord): string {
  const { aggregated_output, error, result } = item;
  if (typeof aggregated_output === "string") return aggregated_output;
  const failure = recordOf(error)["message"];
  if (typeof failure === "string") return failure;
  return listOf(recordOf(result)["content"])
    .map((part) => textOf(recordOf(part)["text"]))
    .join("\n");
}
