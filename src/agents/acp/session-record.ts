import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
import { parseJson } from "../../core/parse-json.ts";
import { addUsage, growth, noUsage, tokenCount, type Usage } from "../../core/usage.ts";
import { recordedUsage } from "../opencode/session-usage.ts";
import type { Environment } from "../program-spec.ts";
import { readPart } from "../read-part.ts";

/** A record that is longer is not read: what is told counts alone. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Agents that tell less than they keep: one neither what was cached nor what it thought, one its last request alone, and
 * both nothing of a prompt that failed.
 */
const keepers: readonly [agent: RegExp, read: (session: string, env: Environment) => Usage | null][] = [
  [/^gemini/i, geminiUsage],
  [/^opencode/i, (session, env) => recordedUsage(session, env)?.whole ?? null],
];

interface Session {
  id: string;
  /** What the agent calls itself. */
  agent: string;
}

/** Counts what a session uses by the record that its agent keeps of it. */
export function newRecordCount(env: Environment) {
  let counted = noUsage;
  const read = ({ id, agent }: Session) => {
    const keeper = /^[\w-]{8,}$/.test(id) ? keepers.find(([name]) => name.test(agent)) : undefined;
    return keeper?.[1](id, env) ?? null;
  };
  return {
    /** A session that is gone on with has used something already. */
    goOn(session: Session): void {
      counted = read(session) ?? noUsage;
    },
    /** What was used since the last time; `null`: there is no record of it. */
    more(session: Session): Usage | null {
      const whole = read(session);
      if (whole === null) return null;
      const used = growth(whole, counted);
      counted = addUsage(counted, used);
      return used;
    },
  };
}

function geminiUsage(session: string, env: Environment): Usage | null {
  try {
    const files = filesOf(session, join(env["GEMINI_CLI_HOME"] || (env["HOME"] ?? ""), ".gemini", "tmp"));
    const messages = files.flatMap((file) => [...messagesOf(readPart(file, mostBytes), session).values()]);
    return messages.length === 0 ? null : messages.reduce(addUsage, noUsage);
  } catch {
    // Somebody else's folder, which may be gone or closed at any moment.
    return null;
  }
}

/** The record of a session and those of its sub-agents. */
function filesOf(id: string, folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((project) => {
    const chats = join(folder, project, "chats");
    if (!existsSync(chats)) return [];
    const own = readdirSync(chats).filter((name) => name.endsWith(`-${id.slice(0, 8)}.jsonl`));
    const below = existsSync(join(chats, id)) ? readdirSync(join(chats, id)) : [];
    return [...own, ...below.filter((name) => name.endsWith(".jsonl")).map((name) => join(id, name))].map((name) =>
      join(chats, name),
    );
  });
}

/** The use of each request by the id of its message, which may be written more than once. */
function messagesOf(text: string, session: string): Map<string, Usage> {
  const found = new Map<string, Usage>();
  const take = (message: JsonRecord) => {
    const tokens = recordOf(message["tokens"]);
    const [thoughts, output] = [tokenCount(tokens["thoughts"]), tokenCount(tokens["output"])];
    const [input, cachedInput] = [tokenCount(tokens["input"]), tokenCount(tokens["cached"])];
    const usage = { input, cachedInput: Math.min(cachedInput, input), output: output + thoughts, reasoning: thoughts };
    if (input + usage.output > 0) found.set(textOf(message["id"]), usage);
  };
  for (const line of text.split("\n")) {
    const record = recordOf(parsed(line));
    const { sessionId } = record;
    // The first letters of two sessions may be the same; a sub-agent's record has a name of its own.
    if (typeof sessionId === "string" && record["kind"] !== "subagent" && sessionId !== session) return new Map();
    for (const message of listOf(recordOf(record["$set"])["messages"]).map(recordOf)) take(message);
    take(record);
  }
  return found;
}

function parsed(line: string): unknown {
  try {
    return line.includes('"tokens"') || line.includes('"sessionId"') ? parseJson(line) : null;
  } catch {
    // The last line may still be being written.
    return null;
  }
}
