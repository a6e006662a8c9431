import { type JsonRecord, recordOf } from "../../core/narrow.ts";
import type { Usage } from "../../core/usage.ts";

/** What one answer cost, in our terms: input includes cached input, output includes reasoning. */
export interface AnswerUsage extends Usage {
  /** US dollars; routers send it. */
  usd: number | null;
}

/** A figure above this is not a count of one answer's tokens. */
const absurd = 1_000_000_000;

/** The usage that a chunk or a completion tells, wherever vendors put it; `null`: it tells none that counts anything. */
export function usageIn(record: JsonRecord): AnswerUsage | null {
  const choice = recordOf(Array.isArray(record["choices"]) ? record["choices"][0] : null);
  const places = [record["usage"], choice["usage"], recordOf(record["x_groq"])["usage"]];
  for (const place of places) {
    const usage = readUsage(recordOf(place));
    if (usage.input + usage.output > 0) return usage;
  }
  return fromTimings(recordOf(record["timings"]));
}

/** A running total in every chunk only grows; a figure that falls is a fault of the endpoint. */
export function laterUsage(before: AnswerUsage | null, now: AnswerUsage | null): AnswerUsage | null {
  if (before === null || now === null) return now ?? before;
  return {
    input: Math.max(before.input, now.input),
    cachedInput: Math.max(before.cachedInput, now.cachedInput),
    output: Math.max(before.output, now.output),
    reasoning: Math.max(before.reasoning, now.reasoning),
    usd: before.usd === null || now.usd === null ? (now.usd ?? before.usd) : Math.max(before.usd, now.usd),
  };
}

/** A guess for an endpoint that counts nothing: four bytes are about one token of code or English. */
export function estimatedUsage(inputBytes: number, outputBytes: number): AnswerUsage {
  const [input, output] = [Math.ceil(inputBytes / 4), Math.ceil(outputBytes / 4)];
  return { input, cachedInput: 0, output, reasoning: 0, usd: null };
}

/** An estimate is wrong by half, or by three quarters; not by this. */
const leastShare = 0.05;

/** Whether a count may be true of an answer that is likely to have taken so much. */
export function isCredible(told: Usage, likely: Usage): boolean {
  return told.input + told.output >= (likely.input + likely.output) * leastShare;
}

function readUsage(wire: JsonRecord): AnswerUsage {
  const details = recordOf(wire["prompt_tokens_details"] ?? wire["input_tokens_details"]);
  const outDetails = recordOf(wire["completion_tokens_details"] ?? wire["output_tokens_details"]);
  const input = firstCount(wire["prompt_tokens"], wire["input_tokens"]);
  const told = firstCount(wire["completion_tokens"], wire["output_tokens"]);
  const reasoning = firstCount(outDetails["reasoning_tokens"], wire["reasoning_tokens"]);
  const total = firstCount(wire["total_tokens"]);
  // A few count reasoning beside the output; the total tells.
  const apart = reasoning > 0 && total === input + told + reasoning;
  const output = apart || reasoning > told ? told + reasoning : told;
  const cached = firstCount(details["cached_tokens"], wire["prompt_cache_hit_tokens"], wire["cached_tokens"]);
  return { input, cachedInput: Math.min(cached, input), output, reasoning, usd: moneyIn(wire["cost"]) };
}

/** llama.cpp tells its timings where it tells no usage. */
function fromTimings(timings: JsonRecord): AnswerUsage | null {
  const [fresh, cached, output] = ["prompt_n", "cache_n", "predicted_n"].map((name) => firstCount(timings[name]));
  const input = (fresh ?? 0) + (cached ?? 0);
  if (input + (output ?? 0) === 0) return null;
  return { input, cachedInput: cached ?? 0, output: output ?? 0, reasoning: 0, usd: null };
}

function firstCount(...values: readonly unknown[]): number {
  for (const value of values) {
    const count = numberIn(value);
    if (count !== null && count > 0 && count < absurd) return Math.round(count);
  }
  return 0;
}

function moneyIn(value: unknown): number | null {
  const usd = numberIn(value);
  return usd !== null && usd >= 0 && usd < absurd ? usd : null;
}

function numberIn(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}
