import type { Figure } from "./installed.ts";

/** What was seen of one way to name an agent. */
export interface Row {
  way: string;
  version: string;
  /** The modes that went well. */
  modes: string[];
  /** The figures of what it was served that were told as they were. */
  counts: readonly Figure[];
  /** Whether nothing outlived a kill; `null`: not tried. */
  killed: boolean | null;
}

/** The lane as one table in Markdown. */
export function renderTable(rows: readonly Row[]): string {
  const cells = rows.map(({ way, version, modes, counts, killed }) => [
    way,
    version,
    modes.length === 0 ? "none" : modes.join(", "),
    counts.length === 0 ? "not told in full" : counts.join(", "),
    killed === null ? "not tried" : killed ? "nothing left" : "processes left",
  ]);
  const lines = [
    ["agent", "version", "modes", "usage equal to served", "killed in a tool"],
    Array(5).fill("---"),
    ...cells,
  ];
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}
