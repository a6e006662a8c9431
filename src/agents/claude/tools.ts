import type { AgentEvent, ToolKind } from "../../core/agent-event.ts";
import { type JsonRecord, recordOf, textOf } from "../../core/narrow.ts";
import { boundInput, boundOutput } from "../bound.ts";
import { relativePaths, toolKind } from "../tool-facts.ts";

const kinds: Readonly<Record<string, ToolKind>> = {
  Bash: "run",
  PowerShell: "run",
  BashOutput: "run",
  TaskOutput: "run",
  KillShell: "run",
  TaskStop: "run",
  code_execution: "run",
  bash_code_execution: "run",
  Read: "read",
  Skill: "read",
  Edit: "edit",
  MultiEdit: "edit",
  NotebookEdit: "edit",
  Write: "write",
  Grep: "search",
  Glob: "search",
  LS: "search",
  ToolSearch: "search",
  LSP: "search",
  WebFetch: "fetch",
  WebSearch: "web-search",
  web_fetch: "fetch",
  web_search: "web-search",
  Task: "agent",
  Agent: "agent",
  TodoWrite: "plan",
  TaskCreate: "plan",
  TaskUpdate: "plan",
  TaskList: "plan",
  ExitPlanMode: "plan",
};

/** The event of a `tool_use` block. */
export function toolCalled({ id, name, input }: JsonRecord, cwd: string, parent?: string): AgentEvent[] {
  if (typeof id !== "string" || typeof name !== "string") return [];
  const { file_path, notebook_path, path, filePath } = recordOf(input);
  const paths = relativePaths(cwd, [file_path, notebook_path, path, filePath]);
  const tool = toolKind(kinds, name);
  const called = {
    type: "agent.tool.called" as const,
    call: id,
    tool,
    nativeTool: name,
    input: boundInput(input),
    paths,
  };
  return [parent === undefined ? called : { ...called, parent }];
}

/** The event of a `tool_result` block; `details` is what the line says beside it. */
export function toolFinished(block: JsonRecord, details: unknown): AgentEvent[] {
  const { tool_use_id, content, is_error } = block;
  if (typeof tool_use_id !== "string") return [];
  const { output, outputBytes } = boundOutput(resultText(content));
  const { return_code, error_code } = recordOf(content);
  // What runs on the provider's side tells its failure in what it answers.
  const onServer = typeof return_code === "number" ? return_code : null;
  const failed = is_error === true || typeof error_code === "string" || (onServer !== null && onServer !== 0);
  // Output beyond its limit is kept in a file, and only the beginning is told.
  const { persistedOutputSize, stdout, interrupted } = recordOf(details);
  return [
    {
      type: "agent.tool.finished",
      call: tool_use_id,
      ok: !failed && interrupted !== true,
      exitCode:
        onServer ?? (failed ? exitCodeOf(output) : typeof stdout === "string" && interrupted !== true ? 0 : null),
      output,
      outputBytes: typeof persistedOutputSize === "number" ? persistedOutputSize : outputBytes,
    },
  ];
}

function exitCodeOf(output: string): number | null {
  const code = /^Exit code (\d+)/.exec(output)?.[1];
  return code === undefined ? null : Number(code);
}

function resultText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) {
    const { stdout, stderr, error_code } = recordOf(content);
    return [stdout, stderr, error_code].map(textOf).filter(Boolean).join("\n");
  }
  return content.map((part: unknown) => partText(recordOf(part))).join("\n");
}

function partText({ type, text, title, url, source }: JsonRecord): string {
  if (type === "image") return `[an image: ${textOf(recordOf(source)["media_type"]) || "unknown type"}]`;
  // What a search on the provider's side found.
  if (typeof url === "string") return `${textOf(title)} ${url}`.trim();
  return textOf(text);
}
