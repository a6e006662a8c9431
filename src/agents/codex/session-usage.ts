import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { parseJson } from "../../core/parse-json.ts";
import { addUsage, tokenCount, type Usage } from "../../core/usage.ts";
import type { SessionUsage } from "../program-spec.ts";
import { readPart } from "../read-part.ts";

const countLine = z.object({
  payload: z.object({
    info: z.object({
      total_token_usage: z.object({
        input_tokens: z.unknown().optional(),
        cached_input_tokens: z.unknown().optional(),
        output_tokens: z.unknown().optional(),
        reasoning_output_tokens: z.unknown().optional(),
      }),
    }),
  }),
});

/**
 * What a thread and its sub-agents have used since it began, from the records that the program keeps of them. The wire
 * tells the thread's own alone, only at the end of a turn that succeeded, and as a sum over all turns, also those of
 * earlier runs.
 */
export function threadUsage(home: string, thread: string): SessionUsage | null {
  const folder = join(home, "sessions");
  if (!existsSync(folder)) return null;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".jsonl"));
  const file = files.find((name) => name.endsWith(`${thread}.jsonl`));
  if (file === undefined) return null;
  const own = recordedUsage(join(folder, file));
  if (own === null) return null;
  // Their names begin with the time, so that what is older than the thread is none of its sub-agents.
  const later = files.filter((name) => name !== file && basename(name).slice(0, timeLength) >= timeOf(file));
  const theirs = descendants(folder, later, thread).map((name) => recordedUsage(join(folder, name)));
  return { own, whole: theirs.reduce<Usage>((sum, usage) => (usage === null ? sum : addUsage(sum, usage)), own) };
}

const timeLength = "rollout-2026-01-01T00-00-00".length;

function timeOf(file: string): string {
  return basename(file).slice(0, timeLength);
}

/** The records of the sub-agents of a thread, and of theirs. */
function descendants(folder: string, files: readonly string[], thread: string): string[] {
  const parents = files.map((name) => ({ name, id: basename(name).slice(timeLength + 1, -".jsonl".length) }));
  const known = parents.map((file) => ({ ...file, parent: parentOf(join(folder, file.name)) }));
  const family = new Set([thread]);
  const found: string[] = [];
  for (let grown = true; grown; ) {
    const children = known.filter(({ id, parent }) => parent !== null && family.has(parent) && !family.has(id));
    for (const { id, name } of children) {
      family.add(id);
      found.push(name);
    }
    grown = children.length > 0;
  }
  return found;
}

/** As much of a record as names its parent: the rest of the first line is a prompt. */
const headBytes = 4096;
/** As much as holds its newest sums, which are told after each request. */
const tailBytes = 8 * 1024 * 1024;

function parentOf(file: string): string | null {
  return /"parent_thread_id":"([^"]+)"/.exec(readPart(file, headBytes).split("\n")[0] ?? "")?.[1] ?? null;
}

function recordedUsage(file: string): Usage | null {
  const lines = readPart(file, -tailBytes).split("\n");
  return (
    lines
      .filter((line) => line.includes('"token_count"'))
      .flatMap((line) => totalOf(line) ?? [])
      .at(-1) ?? null
  );
}

function totalOf(line: string): Usage | null {
  let record: unknown;
  try {
    record = parseJson(line);
  } catch {
    // The last line may still be being written.
    return null;
  }
  const parsed = countLine.safeParse(record);
  if (!parsed.success) return null;
  const total = parsed.data.payload.info.total_token_usage;
  return {
    input: tokenCount(total.input_tokens),
    cachedInput: tokenCount(total.cached_input_tokens),
    output: tokenCount(total.output_tokens),
    reasoning: tokenCount(total.reasoning_output_tokens),
  };
}
