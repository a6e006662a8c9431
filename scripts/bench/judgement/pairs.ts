import { readFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../../src/core/error.ts";
import type { Story } from "../../../src/core/story.ts";
import type { Host } from "../../../src/host/host.ts";
import { readPlanEvidence } from "../../../src/plan/read-plan-evidence.ts";
import type { SurfaceEvidence } from "../../../src/repository/evidence.ts";
import { judgePair } from "../../../src/surface/pairs/judge-pair.ts";

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
  conflict?: boolean;
  independent: boolean;
  /** Of hand-made rows: `look` was looked at while the rules were written, `final` only when they were done. */
  half?: "look" | "final";
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
  return {
    id,
    title,
    brief: title,
    writes: [...files],
    reads: [],
    dependsOn: [],
    acceptance: [],
    verify: [],
    weight: "standard",
  };
}

export async function evidenceOf(
  host: Host,
  row: PairRow,
  mirrors: string,
  cacheDir: string | null,
): Promise<SurfaceEvidence> {
  const root = join(mirrors, row.repo.replace("/", "+"), "repo");
  return readPlanEvidence(host, { root, base: row.base, stories: storiesOf(row), cacheDir });
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
  const failed: string[] = [];
  for (const row of rows) {
    const said = await saysIndependent(host, row, mirrors, cacheDir, failed);
    const half = row.half === undefined ? [] : [row.half];
    const names = row.kind === "split" ? ["split"] : [row.kind, "all but split", ...half];
    for (const name of names) count(tallies, name, row, said);
  }
  const kinds = Object.fromEntries([...tallies].map(([name, tally]) => [name, figures(tally)]));
  return { rows: rows.length, failed, kinds, msPerPair: round((host.elapsed() - started) / Math.max(1, rows.length)) };
}

/** A row whose repository or base can't be read is told in `failed`; no evidence is no independence. */
async function saysIndependent(
  host: Host,
  row: PairRow,
  mirrors: string,
  cacheDir: string | null,
  failed: string[],
): Promise<boolean> {
  const [a, b] = storiesOf(row);
  try {
    const evidence = await evidenceOf(host, row, mirrors, cacheDir);
    return judgePair(a, b, evidence, { strict: false }).verdict === "independent";
  } catch (error) {
    failed.push(`${row.id}: ${messageOf(error)}`);
    return false;
  }
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
  if (row.conflict === true) tally.falseText++;
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
