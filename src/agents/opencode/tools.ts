import type { AgentEvent, ToolKind } from "../../core/agent-event.ts";
import { type JsonRecord, recordOf, textOf } from "../../core/narrow.ts";
import { boundInput, boundOutput } from "../bound.ts";
import { relativePaths, toolKind } from "../tool-facts.ts";

const kinds: Readonly<Record<string, ToolKind>> = {
  bash: "run",
  read: "read",
  edit: "edit",
  multiedit: "edit",
  patch: "edit",
  apply_patch: "edit",
  write: "write",
  grep: "search",
  glob: "search",
  list: "search",
  codesearch: "search",
  webfetch: "fetch",
  websearch: "fetch",
  todowrite: "plan",
  todoread: "plan",
};

/** A call and its end: both are told at once, when the tool has ended. `null` when the part names no call. */
export function toolEvents({ tool, callID, state }: JsonRecord, cwd: string): AgentEvent[] | null {
  if (typeof tool !== "string" || typeof callID !== "string") return null;
  const { status, input, output, error, metadata } = recordOf(state);
  const { filePath, path } = recordOf(input);
  const { exit } = recordOf(metadata);
  const exitCode = typeof exit === "number" ? exit : null;
  // A tool that does not exist is told as one that is named so and succeeded.
  const failed = status !== "completed" || tool === "invalid" || (exitCode !== null && exitCode !== 0);
  return [
    {
      type: "agent.tool.called",
      call: callID,
      tool: toolKind(kinds, tool),
      nativeTool: tool,
      input: boundInput(input ?? null),
      paths: relativePaths(cwd, [filePath, path]),
    },
    {
      type: "agent.tool.finished",
      call: callID,
      ok: !failed,
      exitCode,
      ...boundOutput(textOf(output) || textOf(error)),
    },
  ];
}
