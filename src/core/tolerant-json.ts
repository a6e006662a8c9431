import { type JsonRecord, recordOf } from "./narrow.ts";

/** JSON with comments and trailing commas, as compilers read it; `null` when even that is broken. */
export function parseTolerantJson(text: string): JsonRecord | null {
  try {
    return recordOf(JSON.parse(strictJson(text)));
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
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
