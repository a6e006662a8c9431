import { normalisePattern } from "./pattern.ts";

/** The plain paths among the patterns that match nothing at the base: files that a story means to create. */
export function createdPaths(touched: ReadonlyMap<string, readonly string[]>, files: ReadonlySet<string>): string[] {
  const created = [...touched].filter(([, matched]) => matched.length === 0).map(([text]) => normalisePattern(text));
  return created.filter((text) => !/[*?{}]|\/$/.test(text) && !files.has(text));
}
