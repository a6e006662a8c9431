import { type JsonRecord, recordOf } from "./narrow.ts";

/** JSON with comments and trailing commas, as compilers read it; `null` when even that is broken. */
export function parseTolerantJson(text: string): JsonRecord | null {
  const bare = text
    .replace(/^\uFEFF/, "")
    .replace(/("(?:\\.|[^"\\\n])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_match, string: string | undefined) => string ?? "")
    .replace(/("(?:\\.|[^"\\\n])*")|,(?=\s*[}\]])/g, (_match, string: string | undefined) => string ?? "");
  try {
    return recordOf(JSON.parse(bare));
  } catch {
    return null;
  }
}
