import { readFileSync } from "node:fs";

/** What one test file runs of the sources: per file, how often each line that holds code ran. */
export type Coverage = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Reads a report in LCOV's form (`SF:file`, `DA:line,times`), as `bun test --coverage-reporter=lcov` writes it. */
export function readCoverage(path: string): Coverage {
  const files = new Map<string, Map<number, number>>();
  let lines = new Map<number, number>();
  for (const row of readFileSync(path, "utf8").split("\n")) {
    const [kind, value = ""] = split(row, ":");
    if (kind === "SF") {
      lines = new Map();
      files.set(value, lines);
    } else if (kind === "DA") {
      const [line, times] = value.split(",").map(Number);
      if (line !== undefined && times !== undefined) lines.set(line, times);
    }
  }
  return files;
}

/**
 * Whether a change between two lines can be noticed: whether one of them ran. Where the report knows none of them (the
 * inside of a long expression), the line before that it knows decides.
 */
export function runsLines(coverage: Coverage, file: string, first: number, last: number): boolean {
  const lines = coverage.get(file);
  if (lines === undefined) return false;
  const known = [...lines.keys()];
  const inside = known.filter((line) => line >= first && line <= last);
  const before = Math.max(...known.filter((line) => line < first));
  return (inside.length > 0 ? inside : [before]).some((line) => (lines.get(line) ?? 0) > 0);
}

function split(text: string, by: string): [string, string?] {
  const at = text.indexOf(by);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
