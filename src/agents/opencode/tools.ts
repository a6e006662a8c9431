import type { AgentEvent, ToolKind } from "../../core/agent-event.ts";
import { recordOf, textOf } from "../../core/narrow.ts";
import { boundInput, boundOutput } from "../bound.ts";
import { relativePaths } from "../relative-paths.ts";
import { toolKind } from "../tool-kinds.ts";
import type { OpencodeTool } from "./wire.ts";

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

/** A call and its end: both are told at once, when the tool has ended. */
export function toolEvents({ tool, callID, state }: OpencodeTool, cwd: string): AgentEvent[] {
  const { filePath, path } = recordOf(state.input);
  const exitCode = state.metadata?.exit ?? null;
  // A tool that does not exist is told as one that is named so and succeeded.
  const failed = state.status !== "completed" || tool === "invalid" || (exitCode !== null && exitCode !== 0);
  return [
    {
      type: "agent.tool.called",
      call: callID,
      tool: toolKind(kinds, tool),
      nativeTool: tool,
      input: boundInput(state.input ?? null),
      paths: relativePaths(cwd, [filePath, path].map(textOf)),
    },
    {
      type: "agent.tool.finished",
      call: callID,
      ok: !failed,
      exitCode,
      ...boundOutput(state.output ?? state.error ?? ""),
    },
  ];
}
