import { createHash } from "node:crypto";
import type { StoryId } from "./story.ts";

/** A span that others hang under: lower-case hex, as W3C Trace Context has it. */
export interface TraceParent {
  traceId: string;
  spanId: string;
}

/** Where a run's spans hang: the caller's trace and span, by the header of W3C Trace Context; null for text that is none. */
export function traceParent(header: string | undefined): TraceParent | null {
  const [, traceId = "", spanId = ""] =
    /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/.exec(header ?? "") ?? [];
  return /[1-9a-f]/.test(traceId) && /[1-9a-f]/.test(spanId) ? { traceId, spanId } : null;
}

/** The name of a run's own span. */
export const runSpanName = "invoke_workflow baro";
export const storySpanName = (story: StoryId): string => `story ${story}`;
export const attemptSpanName = (agent: string): string => `invoke_agent ${agent}`;
export const questionSpanName = (question: string): string => `ask ${question}`;

/** The trace of a run: its caller's, else one of its own. */
export function traceIdOf(run: string, caller: TraceParent | null): string {
  return caller?.traceId ?? hash(32, "trace", run);
}

/** A span's id, by what it is: whoever asks again for the same gets the same. `what` tells apart what has the same name. */
export function spanIdOf(run: string, name: string, parentSpanId: string | null, what = ""): string {
  return hash(16, "span", run, name, parentSpanId ?? "", what);
}

/** The header by which an agent's own spans hang under its attempt. */
export function attemptHeader(
  run: string,
  caller: TraceParent | null,
  { story, attempt, agent }: { story: StoryId; attempt: number; agent: string },
): string {
  const parent = spanIdOf(run, storySpanName(story), rootIdOf(run, caller));
  return headerOf(run, caller, spanIdOf(run, attemptSpanName(agent), parent, String(attempt)));
}

/** The id of a question's span. `before`: how often the same was answered in this run before. */
export function questionSpanId(run: string, root: string, { question, before }: AskedAgain): string {
  return spanIdOf(run, questionSpanName(question), root, String(before));
}

/** The header by which the spans of whoever answers intake's or the planner's question hang under that question. */
export function questionHeader(run: string, caller: TraceParent | null, asked: AskedAgain): string {
  return headerOf(run, caller, questionSpanId(run, rootIdOf(run, caller), asked));
}

interface AskedAgain {
  question: string;
  before: number;
}

function rootIdOf(run: string, caller: TraceParent | null): string {
  return spanIdOf(run, runSpanName, caller?.spanId ?? null);
}

function headerOf(run: string, caller: TraceParent | null, spanId: string): string {
  return `00-${traceIdOf(run, caller)}-${spanId}-01`;
}

function hash(digits: number, ...parts: string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, digits);
}
