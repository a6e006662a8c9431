import type { AgentEvent, ToolKind } from "../../core/agent-event.ts";
import { type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
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
  websearch: "web-search",
  task: "agent",
  view_image: "image",
  todowrite: "plan",
  todoread: "plan",
};

/** A call and its end: both are told at once, when the tool has ended. `null` when the part names no call. */
export function toolEvents({ tool, callID, state }: JsonRecord, cwd: string, parent?: string): AgentEvent[] | null {
  if (typeof tool !== "string" || typeof callID !== "string") return null;
  const { status, input, output, error, metadata, attachments } = recordOf(state);
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
      ...(parent === undefined ? {} : { parent }),
    },
    {
      type: "agent.tool.finished",
      call: callID,
      ok: !failed,
      exitCode,
      ...boundOutput([answerOf(textOf(output)) || textOf(error), ...listOf(attachments).map(attached)].join("\n")),
    },
  ];
}

/** What a sub-agent answered, without the frame that its answer comes in. */
function answerOf(output: string): string {
  return /^<task\b[^>]*>\s*<task_result>\n?(.*?)\n?<\/task_result>\s*<\/task>\s*$/s.exec(output)?.[1] ?? output;
}

function attached(raw: unknown): string {
  const { mime, filename } = recordOf(raw);
  const name = textOf(filename) || textOf(mime) || "unknown type";
  return textOf(mime).startsWith("image/") ? `[an image: ${name}]` : `[a file: ${name}]`;
}
