import type { AgentEvent, ToolKind } from "../../core/agent-event.ts";
import { type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
import { boundInput, boundOutput } from "../bound.ts";
import { relativePaths, toolKind } from "../tool-facts.ts";

const kinds: Readonly<Record<string, ToolKind>> = {
  bash: "run",
  read: "read",
  edit: "edit",
  write: "write",
  grep: "search",
  find: "search",
  ls: "search",
  // Tools of extensions that many people have, and of the program's own in later releases.
  powershell: "run",
  codemode: "run",
  todo: "plan",
  subagent: "agent",
  task: "agent",
  web_search: "web-search",
  websearch: "web-search",
  web_fetch: "fetch",
  webfetch: "fetch",
  fetch_content: "fetch",
};

/** The event of a call; `null` when the line names none. */
export function toolCalled({ toolCallId, toolName, args }: JsonRecord, cwd: string): AgentEvent[] | null {
  if (typeof toolCallId !== "string") return null;
  const name = textOf(toolName);
  const paths = relativePaths(cwd, [recordOf(args)["path"]]);
  const input = boundInput(args ?? null);
  return [{ type: "agent.tool.called", call: toolCallId, tool: toolKind(kinds, name), nativeTool: name, input, paths }];
}

/** The event of a call's end; `null` when the line names none. */
export function toolFinished({ toolCallId, toolName, isError, result }: JsonRecord): AgentEvent[] | null {
  if (typeof toolCallId !== "string") return null;
  const { content, structuredContent } = recordOf(result);
  const text = blocksOf({ content: content ?? result })
    .map(blockText)
    .join("\n");
  const failed = isError === true;
  const runs = toolKind(kinds, textOf(toolName)) === "run" && toolName !== "codemode";
  const exitCode = runs ? exitCodeOf(text, failed, structuredContent) : null;
  return [{ type: "agent.tool.finished", call: toolCallId, ok: !failed, exitCode, ...boundOutput(text) }];
}

/** What a block of content says; an image is named. */
export function blockText({ type, text, mimeType }: JsonRecord): string {
  return type === "image" ? `[an image: ${textOf(mimeType) || "unknown type"}]` : textOf(text);
}

/** The blocks of a message or a result, whichever way they are told: a text alone is one. */
export function blocksOf({ content }: JsonRecord): JsonRecord[] {
  const blocks = typeof content === "string" ? [content] : listOf(content);
  return blocks.map((block) => (typeof block === "string" ? { type: "text", text: block } : recordOf(block)));
}

/** 1.x tells the code apart; 0.73 adds it to the output. */
function exitCodeOf(text: string, isError: boolean, structured: unknown): number | null {
  const told = recordOf(structured)["exit_code"];
  if (typeof told === "number") return told;
  if (!isError) return 0;
  const code = /Command exited with code (\d+)$/.exec(text.trimEnd())?.[1];
  return code === undefined ? null : Number(code);
}
