import type { AgentEvent, ToolKind } from "../../core/agent-event.ts";
import { recordOf } from "../../core/narrow.ts";
import { boundInput, boundOutput } from "../bound.ts";
import { relativePaths, toolKind } from "../tool-facts.ts";
import type { PiBlock, PiToolEnd } from "./wire.ts";

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

interface PiToolStart {
  toolCallId: string;
  toolName: string;
  args?: unknown;
}

export function toolCalled({ toolCallId, toolName, args }: PiToolStart, cwd: string): AgentEvent {
  return {
    type: "agent.tool.called",
    call: toolCallId,
    tool: toolKind(kinds, toolName),
    nativeTool: toolName,
    input: boundInput(args ?? null),
    paths: relativePaths(cwd, [recordOf(args)["path"]]),
  };
}

export function toolFinished({ toolCallId, toolName, isError, result }: PiToolEnd): AgentEvent {
  const text = (result?.content ?? []).map(blockText).join("\n");
  const exitCode = toolName === "bash" ? exitCodeOf(text, isError, result?.structuredContent) : null;
  return { type: "agent.tool.finished", call: toolCallId, ok: !isError, exitCode, ...boundOutput(text) };
}

/** What a block of content says; an image is named. */
export function blockText({ type, text, mimeType }: PiBlock): string {
  return type === "image" ? `[an image: ${mimeType ?? "unknown type"}]` : (text ?? "");
}

/** 1.x tells the code apart; 0.73 adds it to the output. */
function exitCodeOf(text: string, isError: boolean, structured: unknown): number | null {
  const told = recordOf(structured)["exit_code"];
  if (typeof told === "number") return told;
  if (!isError) return 0;
  const code = /Command exited with code (\d+)$/.exec(text.trimEnd())?.[1];
  return code === undefined ? null : Number(code);
}
