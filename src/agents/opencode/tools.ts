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
  lsp: "search",
  skill: "read",
  webfetch: "fetch",
  websearch: "web-search",
  task: "agent",
  view_image: "image",
  todowrite: "plan",
  todoread: "plan",
};

/**
 * A call and its end: both are told at once, when the tool has ended. Where one is told before that, it is a call alone.
 * `null` when the part names no call.
 */
export function toolEvents({ tool, callID, state }: JsonRecord, cwd: string, parent?: string): AgentEvent[] | null {
  if (typeof tool !== "string" || typeof callID !== "string") return null;
  const { status, input, output, error, metadata, attachments } = recordOf(state);
  // Its input is still being written.
  if (status === "pending") return [];
  const called: AgentEvent = {
    type: "agent.tool.called",
    call: callID,
    tool: toolKind(kinds, tool),
    nativeTool: tool,
    input: boundInput(input ?? null),
    paths: relativePaths(cwd, pathsOf(recordOf(input), recordOf(metadata))),
    ...(parent === undefined ? {} : { parent }),
  };
  if (status === "running") return [called];
  const { exit } = recordOf(metadata);
  const exitCode = typeof exit === "number" ? exit : null;
  const text = answerOf(textOf(output)) || textOf(error);
  // A tool that does not exist is told as one that is named so and succeeded.
  const failed =
    status !== "completed" || tool === "invalid" || (exitCode !== null && exitCode !== 0) || brokenOff.test(text);
  const told = [text, ...listOf(attachments).map(attached)].join("\n");
  return [called, { type: "agent.tool.finished", call: callID, ok: !failed, exitCode, ...boundOutput(told) }];
}

/** A command that took too long or was stopped is called completed, and has no exit code. */
const brokenOff = /<(bash|shell)_metadata>\s[^<]*\b(terminated|aborted|timed out)\b[^<]*<\/\1_metadata>\s*$/;

/** What a call names: a patch names its files in its text, and what it did in the metadata. */
function pathsOf({ filePath, path, patchText }: JsonRecord, { files }: JsonRecord): string[] {
  const inPatch = textOf(patchText).matchAll(/^\*\*\* (?:(?:Add|Update|Delete) File|Move to): (.+?)\s*$/gm);
  const changed = listOf(files).map((one) => textOf(one) || textOf(recordOf(one)["filePath"]));
  const patched = [...inPatch].map(([, name = ""]) => name);
  return [textOf(filePath), textOf(path), ...(patched.length > 0 ? patched : changed)].filter((name) => name !== "");
}

/** What a sub-agent answered, without the frame that its answer comes in. */
function answerOf(output: string): string {
  const framed = /^(?:<task\b[^>]*>|task_id: [^\n]*)\s*<task_result>\n?(.*?)\n?<\/task_result>\s*(?:<\/task>\s*)?$/s;
  return framed.exec(output)?.[1] ?? output.replace(/\s*<task_metadata>\s[^<]*<\/task_metadata>\s*$/, "");
}

function attached(raw: unknown): string {
  const { mime, filename } = recordOf(raw);
  const name = textOf(filename) || textOf(mime) || "unknown type";
  return textOf(mime).startsWith("image/") ? `[an image: ${name}]` : `[a file: ${name}]`;
}
