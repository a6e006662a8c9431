/** The patterns of a line, with commas between; a comma in a pattern's braces is part of it. */
export function patternsOf(line: string): string[] {
  const entries = [""];
  let depth = 0;
  for (const character of line) {
    if (character === "{") depth++;
    if (character === "}") depth = Math.max(0, depth - 1);
    if (character === "," && depth === 0) entries.push("");
    else entries[entries.length - 1] += character;
  }
  return filled(entries);
}

/** The sentences of a line, with semicolons between. */
export function sentencesOf(line: string): string[] {
  return filled(line.split(";"));
}

function filled(entries: readonly string[]): string[] {
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== "");
}
