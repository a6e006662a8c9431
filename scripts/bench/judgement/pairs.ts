import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Story } from "../../../src/core/story.ts";
import type { Host } from "../../../src/host/host.ts";
import { readEvidence, type SurfaceEvidence } from "../../../src/surface/evidence.ts";
import { judgePair } from "../../../src/surface/judge-pair.ts";

/** One line of a pairs file; see the data's own description for the fields that are truth and those that are hints. */
export interface PairRow {
  id: string;
  repo: string;
  kind: "pr" | "open" | "near" | "step" | "split";
  base: string;
  title_a: string;
  title_b: string;
  files_a: string[];
  files_b: string[];
  conflict: boolean;
  independent: boolean;
}

export function readPairRows(file: string): PairRow[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as PairRow);
}

/** The two stories that a row stands for: their titles and what they wrote, never the changes themselves. */
export function storiesOf(row: PairRow): [Story, Story] {
  return [story("S1", row.title_a, row.files_a), story("S2", row.title_b, row.files_b)];
}

function story(id: string, title: string, files: readonly string[]): Story {
  // A declared path is a plain path: what looks like a brace group in a real name is no pattern of ours.
  const writes = [...files];
  return { id, title, brief: title, writes, reads: [], dependsOn: [], acceptance: [], verify: [], weight: "standard" };
}

export async function evidenceOf(
  host: Host,
  row: PairRow,
  mirrors: string,
  cacheDir: string | null,
): Promise<SurfaceEvidence> {
  const root = join(mirrors, row.repo.replace("/", "+"), "repo");
  return readEvidence(host, { root, base: row.base, stories: storiesOf(row), cacheDir });
}

interface Tally {
  rows: number;
  independent: number;
  accepts: number;
  said: number;
  falseText: number;
  falseAny: number;
}

/** Judges every row with the product's own code and counts what came of it, by kind and over all but `split`. */
export async function judgePairs(host: Host, file: string, mirrors: string, cacheDir: string | null): Promise<object> {
  const tallies = new Map<string, Tally>();
  const started = host.elapsed();
  const rows = readPairRows(file);
  for (const row of rows) {
    const evidence = await evidenceOf(host, row, mirrors, cacheDir);
    const [a, b] = storiesOf(row);
    const said = judgePair(a, b, evidence, { strict: false }).verdict === "independent";
    for (const name of row.kind === "split" ? ["split"] : [row.kind, "all but split"]) count(tallies, name, row, said);
  }
  const kinds = Object.fromEntries([...tallies].map(([name, tally]) => [name, figures(tally)]));
  return { rows: rows.length, kinds, msPerPair: round((host.elapsed() - started) / Math.max(1, rows.length)) };
}

function count(tallies: Map<string, Tally>, name: string, row: PairRow, said: boolean): void {
  const tally = tallies.get(name) ?? { rows: 0, independent: 0, accepts: 0, said: 0, falseText: 0, falseAny: 0 };
  tallies.set(name, tally);
  tally.rows++;
  if (row.independent) tally.independent++;
  if (!said) return;
  tally.said++;
  if (row.independent) tally.accepts++;
  else tally.falseAny++;
  if (row.conflict) tally.falseText++;
}

function figures(tally: Tally): object {
  const { rows, independent, accepts, said, falseText, falseAny } = tally;
  const dependent = rows - independent;
  return {
    rows,
    independent,
    accepts: round(accepts / Math.max(1, independent)),
    falseText: round(falseText / Math.max(1, said)),
    falseAny: round(falseAny / Math.max(1, said)),
    dependencyRecall: round((dependent - falseAny) / Math.max(1, dependent)),
    counts: { accepts, said, falseText, falseAny, dependent },
  };
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
