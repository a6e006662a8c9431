import type { AgentEvent } from "../../core/agent-event.ts";
import { type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
import { boundText } from "../bound.ts";

const longest = 500;

/** Lines of the program about itself that a person has no use for. */
const untold = new Set([
  "status",
  "hook_started",
  "hook_progress",
  "task_progress",
  "files_persisted",
  "post_turn_summary",
  "session_state_changed",
  "turn_duration",
  "memory_recall",
  "elicitation_complete",
  "plugin_install",
]);

/** What the program said of itself so far. */
export interface Told {
  /** Tasks that go on beside the agent. */
  background: Set<string>;
  /** Tools that were refused. */
  refused: Set<string>;
}

/** What a `system` line tells of the program itself; `null` when it is unknown. */
export function noticeEvents(line: JsonRecord, told: Told): AgentEvent[] | null {
  const subtype = textOf(line["subtype"]);
  if (untold.has(subtype)) return [];
  const message = noticeOf(subtype, line, told);
  if (message === null) return null;
  return message === "" ? [] : [{ type: "agent.notice", message: boundText(message, longest) }];
}

function noticeOf(subtype: string, line: JsonRecord, { background, refused }: Told): string | null {
  const { message, content, tool_name, task_id, description, summary, status, tasks } = line;
  switch (subtype) {
    case "permission_denied":
      refused.add(textOf(tool_name));
      return refusal(textOf(tool_name), textOf(message));
    case "compact_boundary":
      return "The conversation was compacted";
    case "notification":
    case "warning":
      return textOf(line["text"]) || textOf(content) || textOf(message);
    case "informational":
    case "model_refusal_no_fallback":
      return textOf(content) || "The model refused to answer";
    case "model_fallback":
    case "model_refusal_fallback":
      return textOf(content) || textOf(message) || "Another model answers instead of the one that was asked";
    case "task_started":
      background.add(textOf(task_id));
      return `A task goes on in the background: ${textOf(description) || "no description"}`;
    case "task_updated":
      if (endWords.test(textOf(recordOf(line["patch"])["status"]) || textOf(status)))
        background.delete(textOf(task_id));
      return "";
    case "task_notification":
      background.delete(textOf(task_id));
      return `A task in the background ended (${textOf(status) || "no status"}): ${textOf(summary) || textOf(description)}`;
    case "background_tasks_changed":
      background.clear();
      for (const task of listOf(tasks)) background.add(textOf(recordOf(task)["task_id"]) || JSON.stringify(task));
      return "";
    case "hook_response":
      return hookNotice(line);
    default:
      return null;
  }
}

/** Most versions name the tool in their words. */
function refusal(tool: string, words: string): string {
  if (tool !== "" && words.includes(tool)) return words;
  return `${tool || "A tool"} was refused${words === "" ? "" : `: ${words}`}`;
}

const endWords = /complet|fail|kill|stop|cancel|end/i;

/** A hook that did its work is nobody's business. */
function hookNotice({ hook_name, exit_code, stderr, output, outcome }: JsonRecord): string {
  const failed = (typeof exit_code === "number" && exit_code !== 0) || outcome === "error";
  if (!failed) return "";
  const words = (textOf(stderr) || textOf(output)).trim();
  return `The hook ${textOf(hook_name) || "of a tool"} failed${words === "" ? "" : `: ${words}`}`;
}

/** What was refused in a prompt, where the result is the first to say so. */
export function denials(list: unknown, { refused }: Told): AgentEvent[] {
  const names = new Set(listOf(list).map((one) => textOf(recordOf(one)["tool_name"]) || "A tool"));
  const untoldNames = [...names].filter((name) => !refused.has(name));
  return untoldNames.map((name) => ({ type: "agent.notice", message: `${name} was refused by its permissions` }));
}
