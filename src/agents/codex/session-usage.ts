import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Usage } from "../../core/usage.ts";

const tokenCount = z.object({
  payload: z.object({
    info: z.object({
      total_token_usage: z.object({
        input_tokens: z.number(),
        cached_input_tokens: z.number().default(0),
        output_tokens: z.number(),
        reasoning_output_tokens: z.number().default(0),
      }),
    }),
  }),
});

/**
 * What a thread has used since it began, from the record that the program keeps of it. The wire tells it only at the
 * end of a turn that succeeded, and as a sum over all turns, also those of earlier runs.
 */
export function threadUsage(home: string, thread: string): Usage | null {
  const folder = join(home, "sessions");
  if (!existsSync(folder)) return null;
  const name = readdirSync(folder, { recursive: true, encoding: "utf8" }).find((file) =>
    file.endsWith(`${thread}.jsonl`),
  );
  if (name === undefined) return null;
  const lines = readFileSync(join(folder, name), "utf8").split("\n");
  const counts = lines.filter((line) => line.includes('"token_count"')).flatMap((line) => totalOf(line) ?? []);
  return counts.at(-1) ?? null;
}

function totalOf(line: string): Usage | null {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    // The last line may still be being written.
    return null;
  }
  const parsed = tokenCount.safeParse(record);
  if (!parsed.success) return null;
  const total = parsed.data.payload.info.total_token_usage;
  return {
    input: total.input_tokens,
    cachedInput: total.cached_input_tokens,
    output: total.output_tokens,
    reasoning: total.reasoning_output_tokens,
  };
}
