import type { z } from "zod";
import type { AgentErrorKind } from "../../core/agent-event.ts";
import type { Estimates, Usage } from "../../core/usage.ts";

/** One question that wants an answer of a given shape. */
export interface Question<T> {
  /** A short name of the answer's shape: `decision`, `plan`. */
  name: string;
  system: string;
  prompt: string;
  schema: z.ZodType<T>;
  timeoutMs: number;
}

export type Answer<T> =
  /** `mended`: its JSON was not strict, and was read as it was meant. */
  | ({ ok: true; value: T; usage: Usage; usd: number | null; model: string | null; mended?: boolean } & Estimates)
  /** `why` is one line; `text` is what came instead of an answer, bounded. */
  | ({
      ok: false;
      why: "timeout" | "garbled" | "failed";
      message: string;
      text: string | null;
      usage: Usage;
      usd: number | null;
      /** What the provider said, where it is the provider that did not answer. `resetAt` is an ISO time. */
      trouble?: { kind: AgentErrorKind; message: string; resetAt: string | null };
    } & Estimates);

/**
 * Asks a model a structured question. Never throws for a failure of the model; the answer is checked against the schema
 * on our side whatever the model's own guarantees. One call is one question: repairs are the caller's.
 */
export type AskModel = <T>(question: Question<T>, signal: AbortSignal) => Promise<Answer<T>>;
