/**
 * The line (from 1) where a key of a TOML document is set; null when it is written in a way that this simple reading
 * does not see, such as inside an inline table.
 */
export function lineOfKey(text: string, path: readonly string[]): number | null {
  let table: string[] = [];
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    const header = /^\s*\[+([^\]]+)\]+/.exec(line)?.[1];
    if (header !== undefined) {
      table = keyParts(header);
      if (same(table, path)) return index + 1;
      continue;
    }
    const key = /^\s*([^=#]+?)\s*=/.exec(line)?.[1];
    if (key !== undefined && same([...table, ...keyParts(key)], path)) return index + 1;
  }
  return path.length > 1 ? lineOfKey(text, path.slice(0, -1)) : null;
}

function keyParts(key: string): string[] {
  return key.split(".").map((part) => part.trim().replace(/^["']|["']$/g, ""));
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}
