// Measures the sources: `bun scripts/house.ts [DIR]` prints files, sizes, long functions, circles and the rooms' arrows.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const source = process.argv[2] ?? join(import.meta.dirname, "..", "src");

interface SourceFile {
  name: string;
  lines: string[];
  imports: string[];
}

/** Every TypeScript file below the folder, with the files of the folder that it imports (types counted). */
export function readSources(folder: string): SourceFile[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
  const known = new Set(names);
  return names.sort().map((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const found = [...text.matchAll(/(?:^|\n)(?:import|export)\s[^;]*?from\s+"(\.[^"]+)"|import\("(\.[^"]+)"\)/g)];
    const imports = found.map((match) => relative(folder, join(folder, dirname(name), match[1] ?? match[2] ?? "")));
    return {
      name,
      lines: text.trimEnd().split("\n"),
      imports: [...new Set(imports)].filter((each) => known.has(each)),
    };
  });
}

/** The groups of nodes that reach one another: Tarjan's strongly connected components of more than one node. */
export function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string) => {
    index.set(node, index.size);
    low.set(node, index.get(node) ?? 0);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      else if (!stack.includes(next)) continue;
      low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(node) !== index.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1) found.push(group.sort());
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}

/** Functions of more than `most` lines, found by the formatter's indentation: `file:line lines`. */
function longFunctions(files: readonly SourceFile[], most: number): string[] {
  return files.flatMap(({ name, lines }) =>
    lines.flatMap((line, at) => {
      if (!/^\s*(export )?(async )?function\b.*|.*=> \{$|^\s*(async )?[\w#]+\(.*\{$/.test(line)) return [];
      if (/^\s*(if|for|while|switch|else|\} else|catch)\b/.test(line)) return [];
      const indent = /^\s*/.exec(line)?.[0] ?? "";
      const end = lines.findIndex((other, index) => index > at && other.startsWith(`${indent}}`));
      return end - at + 1 > most ? [`${name}:${at + 1} ${end - at + 1}`] : [];
    }),
  );
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const roomOf = (name: string) => name.split("/")[0] ?? name;

function arrowsOf(files: readonly SourceFile[]): Map<string, string[]> {
  const arrows = new Map<string, Set<string>>();
  for (const { name, imports } of files) {
    const room = roomOf(name);
    const to = arrows.get(room) ?? new Set();
    for (const other of imports) if (roomOf(other) !== room) to.add(roomOf(other));
    arrows.set(room, to);
  }
  return new Map([...arrows].map(([room, to]) => [room, [...to].sort()]));
}

function report(files: readonly SourceFile[]): string {
  const sizes = files.map(({ lines }) => lines.length).sort((a, b) => a - b);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const importers = new Map<string, number>();
  for (const { imports } of files) for (const each of imports) importers.set(each, (importers.get(each) ?? 0) + 1);
  const single = files.filter(({ name }) => importers.get(name) === 1).length;
  const comments = files.flatMap(({ lines }) => lines).filter((line) => /^\s*(\/\/|\/?\*)/.test(line)).length;
  const inCircles = circles(new Map(files.map(({ name, imports }) => [name, imports])));
  const arrows = arrowsOf(files);
  const rows = [
    `files ${files.length}, lines ${total}, per file p50 ${percentile(sizes, 0.5)}, p90 ${percentile(sizes, 0.9)}, max ${sizes.at(-1)}`,
    `files under 25 lines ${sizes.filter((size) => size < 25).length}, files with one importer ${Math.round((100 * single) / files.length)} %`,
    `comment share ${Math.round((100 * comments) / total)} %`,
    `functions over 40 lines: ${longFunctions(files, 40).join(", ") || "none"}`,
    `circles of files, types counted: ${inCircles.length}`,
    ...inCircles.map((group) => `  ${group.join(" ")}`),
    `circles of rooms: ${circles(arrows).length}`,
    "rooms:",
  ];
  for (const [room, to] of arrows) {
    const inside = files.filter(({ name }) => roomOf(name) === room);
    const lines = inside.reduce((sum, file) => sum + file.lines.length, 0);
    rows.push(
      `  ${room.padEnd(11)} ${String(inside.length).padStart(3)} files ${String(lines).padStart(5)} lines -> ${to.join(" ")}`,
    );
  }
  return rows.join("\n");
}

if (import.meta.main) console.log(report(readSources(source)));
