import { parseJson } from "./parse-json.ts";
/** Reads of data whose shape nobody promised: each gives something harmless instead of failing. */
export type JsonRecord = Record<string, unknown>;

export function recordOf(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON with comments and trailing commas, as compilers read it; `null` when even that is broken. */
export function parseTolerantJson(text: string): JsonRecord | null {
  try {
    return recordOf(parseJson(strictJson(text)));
  } catch {
    return null;
  }
}

/** The same document without its comments and trailing commas; nothing else of it changes. */
export function strictJson(text: string): string {
  return text
    .replace(/^\uFEFF/, "")
    .replace(/("(?:\\.|[^"\\\n])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_match, string: string | undefined) => string ?? "")
    .replace(/("(?:\\.|[^"\\\n])*")|,(?=\s*[}\]])/g, (_match, string: string | undefined) => string ?? "");
}

/** Whether a text is one whole JSON document. */
export function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}
