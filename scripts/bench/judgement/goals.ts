import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Decision } from "../../../src/core/decision.ts";
import { type Mode, modes } from "../../../src/core/mode.ts";
import { tryGit } from "../../../src/git/git.ts";
import type { Host } from "../../../src/host/host.ts";
import { systemHost } from "../../../src/host/system.ts";
import { gatherFacts } from "../../../src/intake/facts.ts";
import { decideByRules } from "../../../src/intake/rules.ts";

/** What of a row the decision may see, and the label it is compared with afterwards. */
interface GoalRow {
  repo: string;
  base: string;
  title: string;
  line2: string;
  label: Mode;
}

export interface GoalMetrics {
  goals: number;
  accuracy: number;
  macroRecall: number;
  parallelPrecision: number | null;
  brier: number;
  precision: Record<Mode, number | null>;
  recall: Record<Mode, number | null>;
  /** Rows: the label; columns: what was said. */
  confusion: Record<Mode, Record<Mode, number>>;
  /** Goals that would have been asked back although their work was done one day. */
  asked: number;
  /** Rows whose base the mirrors don't hold: not judged. */
  unreadable: number;
  msPerGoal: number;
}

/** Runs the rules on labelled goals, each at its own base. `mirrors` holds `<owner>+<name>/repo` git directories. */
export async function judgeGoals(file: string, mirrors: string): Promise<GoalMetrics> {
  const host = systemHost();
  const rows = readFileSync(file, "utf8").trim().split("\n");
  const confusion = Object.fromEntries(
    modes.map((label) => [label, { focused: 0, sequential: 0, parallel: 0 }]),
  ) as GoalMetrics["confusion"];
  const sums = { judged: 0, brier: 0, asked: 0, ms: 0 };
  for (const line of rows) {
    const { label, ...row } = JSON.parse(line) as GoalRow;
    const root = join(mirrors, row.repo.replace("/", "+"), "repo");
    if ((await tryGit(host, mirrors, ["-C", root, "cat-file", "-e", `${row.base}^{tree}`])).exitCode !== 0) continue;
    const started = performance.now();
    const decision = await decideRow(host, root, row);
    sums.ms += performance.now() - started;
    sums.judged += 1;
    confusion[label][decision.mode] += 1;
    if (decision.clarity === "vague") sums.asked += 1;
    for (const mode of modes) sums.brier += (decision.probabilities[mode] - (mode === label ? 1 : 0)) ** 2;
  }
  return {
    ...summarise(confusion),
    goals: sums.judged,
    unreadable: rows.length - sums.judged,
    brier: sums.brier / sums.judged,
    asked: sums.asked,
    msPerGoal: sums.ms / sums.judged,
  };
}

async function decideRow(host: Host, root: string, row: Omit<GoalRow, "label">): Promise<Decision> {
  const goal = row.line2 === "" ? row.title : `${row.title}\n\n${row.line2}`;
  const signal = new AbortController().signal;
  const asked = { goal, root, base: row.base, followUp: false, remoteUrl: null, lookUp: null, cacheDir: null, signal };
  return decideByRules(goal, await gatherFacts(host, asked)).decision;
}

/** Accuracy, recall and precision of a confusion matrix; classes without a row don't count in the macro recall. */
export function summarise(
  confusion: GoalMetrics["confusion"],
): Pick<GoalMetrics, "accuracy" | "macroRecall" | "parallelPrecision" | "precision" | "recall" | "confusion"> {
  const labelled = (mode: Mode) => modes.reduce((sum, said) => sum + confusion[mode][said], 0);
  const said = (mode: Mode) => modes.reduce((sum, label) => sum + confusion[label][mode], 0);
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  const each = (of: (mode: Mode) => number) =>
    Object.fromEntries(modes.map((mode) => [mode, share(confusion[mode][mode], of(mode))])) as Record<
      Mode,
      number | null
    >;
  const recall = each(labelled);
  const precision = each(said);
  const known = modes.map((mode) => recall[mode]).filter((value) => value !== null);
  const all = modes.reduce((sum, mode) => sum + labelled(mode), 0);
  const right = modes.reduce((sum, mode) => sum + confusion[mode][mode], 0);
  return {
    accuracy: right / all,
    macroRecall: known.reduce((sum, value) => sum + value, 0) / known.length,
    parallelPrecision: precision.parallel,
    precision,
    recall,
    confusion,
  };
}
