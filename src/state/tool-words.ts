/** What a tool call does, in a few words: `edit src/date.ts`, `run npm test`. */
export function toolWords(tool: string, paths: readonly string[], input: unknown): string {
  const [first, ...more] = paths;
  if (first !== undefined) return `${tool} ${first}${more.length === 0 ? "" : ` and ${more.length} more`}`;
  return `${tool} ${subjectOf(input)}`.trim();
}

/** Agents name the same thing differently; whichever is there says what the call is about. */
function subjectOf(input: unknown): string {
  if (typeof input === "string") return input;
  if (typeof input !== "object" || input === null) return "";
  for (const name of ["command", "cmd", "pattern", "query", "url", "description"]) {
    const value = (input as Record<string, unknown>)[name];
    if (typeof value === "string") return value;
    if (Array.isArray(value) && value.every((part) => typeof part === "string")) return value.join(" ");
  }
  return "";
}
