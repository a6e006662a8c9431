/** Makes a recording the same on every machine: no paths, ids, times or bulk of the one that it was made on. */
export function newNormaliser(places: Readonly<Record<string, string>>): (text: string) => string {
  const ids = new Map<string, string>();
  const stable = (id: string, make: (number: number) => string) => {
    const known = ids.get(id) ?? make(ids.size + 1);
    ids.set(id, known);
    return known;
  };
  // Longer paths first: one may lie in another.
  const byLength = Object.entries(places).sort(([a], [b]) => b.length - a.length);
  return (text) => {
    let result = text;
    for (const [place, name] of byLength) result = result.replaceAll(place, name);
    return result
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) =>
        stable(id, (number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`),
      )
      .replace(/\b(ses|prt|msg|req)_([0-9a-f]{9,}[0-9A-Za-z]{6,})/g, (id, kind: string) =>
        stable(id, (number) => `${kind}_${String(number).padStart(6, "0")}`),
      )
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "2026-01-01T00:00:00.000Z")
      .replace(/("(?:timestamp|start|end|created|time|expires)":)1[789]\d{11}/g, "$11767225600000")
      .replace(/("\w*(?:_ms|Ms|wall_time_seconds)":)\d[\d.e-]*/g, "$11")
      .replace(/(\\?"date\\?":\\?")\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, "$1Thu, 01 Jan 2026 00:00:00 GMT")
      .replace(/("snapshot":")[0-9a-f]{40}/g, `$1${"0".repeat(40)}`)
      .replace(/(Chunk ID: )[0-9a-f]+/g, "$1000000")
      .replace(/(Wall time: )[\d.]+/g, "$10.1000");
  };
}

const longest = 6000;

/** Cuts long texts and long lists of names in a line, and keeps its shape. Short lines stay as they were printed. */
export function trimLine(line: string): string {
  if (line.length <= longest) return line;
  try {
    return JSON.stringify(trimValue(JSON.parse(line)));
  } catch {
    return line.slice(0, longest);
  }
}

function trimValue(value: unknown): unknown {
  if (typeof value === "string") {
    return value.length <= 1500 ? value : `${value.slice(0, 500)}[${value.length - 1000} left out]${value.slice(-500)}`;
  }
  if (Array.isArray(value)) {
    const names = value.every((item) => typeof item === "string");
    return (names ? value.slice(0, 3) : value).map(trimValue);
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, trimValue(item)]));
}

const mostOfAKind = 4;

/** Keeps the first few of the lines that come by the hundred and say pieces of what a later line says whole. */
export function thinOut(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return lines.filter((line) => {
    const kind = /^\{"type":"(message_update|tool_execution_update|system","subtype":"thinking_tokens)"/.exec(
      line,
    )?.[1];
    if (kind === undefined) return true;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return (counts.get(kind) ?? 0) <= mostOfAKind;
  });
}
