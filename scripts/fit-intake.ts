// Fits intake's weights. Two steps, each checked on repositories that it did not see:
//   1. a table of words, on the titles and diffs of all changes in the mirrors' histories;
//   2. the weights of the features (the table's sum is one), on the labelled goals and a sample of those changes.
// Usage: bun scripts/fit-intake.ts --mirrors DIR --goals FILE [--cache FILE] [--write]
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Mode, modes } from "../src/core/mode.ts";
import { systemHost } from "../src/host/system.ts";
import { boundMode } from "../src/intake/bound.ts";
import { gatherFacts } from "../src/intake/facts.ts";
import { readFeatures } from "../src/intake/features.ts";
import { readGoal } from "../src/intake/goal-text.ts";
import type { IntakeFacts } from "../src/intake/intake-facts.ts";
import { readNamedRules } from "../src/intake/named-rules.ts";
import { chooseMode } from "../src/intake/rules.ts";
import { type WordTable, wordKeys } from "../src/intake/word-score.ts";
import { summarise } from "./bench/judgement/goals.ts";
import { type Example, fitLogistic, type Probabilities, predict, type Weights } from "./fit/logistic.ts";
import { type MinedChange, mineChanges } from "./fit/mine.ts";

/** Names of products wear out, and those of agents have their rooms. */
const productNames = /claude|anthropic|codex|opencode|openai|gemini/;
const tablePenalty = 1;
const tableSize = 400;
const featurePenalty = 10;
/** A repository's share in the fit: like the labelled goals, about eight small, five wide and two of texts. */
const shares = [8, 5, 2];
const enough = [1, 10, 8];
const sampleOf = [90, 90, 40];
/** What a sampled change counts against a labelled goal. */
const minedWeight = 1.5;

interface Row {
  repo: string;
  goal: string;
  label: number;
  facts: IntakeFacts;
  labelled: boolean;
}

const { values: args } = parseArgs({
  options: {
    mirrors: { type: "string" },
    goals: { type: "string" },
    cache: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
if (args.mirrors === undefined || args.goals === undefined) throw new Error("Usage: --mirrors DIR --goals FILE");
const mirrors = args.mirrors;
const labelled = readLabelled(args.goals);
const mined = readMined();
const rows = await readRows();
const repos = [...new Set(rows.map(({ repo }) => repo))].toSorted();
console.log(
  `${labelled.length} labelled goals, ${mined.length} mined changes (${rows.length - labelled.length} of them with facts), ${repos.length} repositories`,
);
fitAll();

function readLabelled(file: string): (MinedChange & { labelled: true })[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => {
      const row = JSON.parse(line) as {
        repo: string;
        base: string;
        land: string;
        title: string;
        line2: string;
        label: Mode;
      };
      return { ...row, label: modes.indexOf(row.label) as 0 | 1 | 2, labelled: true };
    });
}

/** The mirrors' changes, without those that the labelled goals became. */
function readMined(): MinedChange[] {
  const taken = new Set(
    labelled.flatMap(({ repo, land, title }) => [`${repo} ${land.slice(0, 12)}`, title.toLowerCase().slice(0, 50)]),
  );
  const names = readdirSync(mirrors)
    .filter((name) => existsSync(join(mirrors, name, "repo", "HEAD")))
    .toSorted();
  return names.flatMap((name) => {
    const repo = name.replace("+", "/");
    const changes = mineChanges(repo, join(mirrors, name, "repo"));
    return changes.filter(
      ({ land, title }) => !taken.has(`${repo} ${land.slice(0, 12)}`) && !taken.has(title.toLowerCase().slice(0, 50)),
    );
  });
}

/** The labelled goals and a sample of the mined changes with the facts that intake would have had. */
async function readRows(): Promise<Row[]> {
  if (args.cache !== undefined && existsSync(args.cache)) {
    return readFileSync(args.cache, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Row);
  }
  const host = systemHost();
  const sample = [...labelled, ...takeSample(mined)];
  const found: Row[] = [];
  for (const change of sample) {
    const goal = change.line2 === "" ? change.title : `${change.title}\n\n${change.line2}`;
    const root = join(mirrors, change.repo.replace("/", "+"), "repo");
    const signal = new AbortController().signal;
    const facts = await gatherFacts(host, {
      goal,
      root,
      base: change.base,
      followUp: false,
      remoteUrl: null,
      lookUp: null,
      signal,
    });
    found.push({ repo: change.repo, goal, label: change.label, facts, labelled: "labelled" in change });
  }
  if (args.cache !== undefined) writeFileSync(args.cache, `${found.map((row) => JSON.stringify(row)).join("\n")}\n`);
  return found;
}

function takeSample(changes: readonly MinedChange[]): MinedChange[] {
  let state = 7;
  const random = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state;
  };
  const left = [...Map.groupBy(changes, ({ repo, label }) => `${repo} ${label}`).values()];
  return left.flatMap((group) =>
    group
      .map((change) => ({ change, order: random() }))
      .toSorted((a, b) => a.order - b.order)
      .slice(0, sampleOf[group[0]?.label ?? 0])
      .map(({ change }) => change),
  );
}

/** Gives every repository and class its share, however many changes it has. */
function weigh<T extends { repo: string; label: number }>(items: readonly T[]): Map<T, number> {
  const weights = new Map<T, number>();
  for (const group of Map.groupBy(items, ({ repo, label }) => `${repo} ${label}`).values()) {
    const label = group[0]!.label;
    const share = shares[label]! * Math.min(1, group.length / enough[label]!);
    for (const item of group) weights.set(item, share / group.length);
  }
  return weights;
}

/** The word table from the changes of `seen` repositories: the tokens that matter most. */
function fitTable(keysOf: ReadonlyMap<MinedChange, string[]>, seen: (repo: string) => boolean): WordTable {
  const changes = mined.filter(({ repo }) => seen(repo));
  const uses = new Map<string, { all: number; wide: number; repos: Map<string, number> }>();
  for (const change of changes) {
    for (const key of keysOf.get(change)!) {
      const use = uses.get(key) ?? { all: 0, wide: 0, repos: new Map<string, number>() };
      use.all += 1;
      if (change.label !== 0) use.wide += 1;
      use.repos.set(change.repo, (use.repos.get(change.repo) ?? 0) + 1);
      uses.set(key, use);
    }
  }
  const known = [...uses].filter(([key, use]) => isCommon(use) && !productNames.test(key)).map(([key]) => key);
  const index = new Map(known.map((key, at) => [key, at]));
  const weights = weigh(changes);
  const examples = changes.map((change): Example => {
    const at = keysOf.get(change)!.flatMap((key) => index.get(key) ?? []);
    at.push(known.length);
    return { at, values: at.map(() => 1), label: change.label, weight: weights.get(change)! };
  });
  const fitted = fitLogistic(examples, known.length + 1, tablePenalty, 80);
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const share = new Float64Array(known.length + 1);
  for (const example of examples) for (const at of example.at) share[at]! += example.weight / total;
  const ranked = known
    .map((key, at) => ({ key, sequential: fitted[at * 2]!, parallel: fitted[at * 2 + 1]!, share: share[at]! }))
    .map((entry) => ({
      ...entry,
      matters: (Math.abs(entry.sequential) + Math.abs(entry.parallel)) * Math.sqrt(entry.share),
    }))
    .toSorted((a, b) => b.matters - a.matters)
    .slice(0, tableSize);
  return new Map(ranked.map(({ key, sequential, parallel }) => [key, [round(sequential), round(parallel)]]));
}

/** A word of one repository's own tells nothing about others. */
function isCommon({
  all,
  wide,
  repos: users,
}: {
  all: number;
  wide: number;
  repos: ReadonlyMap<string, number>;
}): boolean {
  return users.size >= 4 && Math.max(...users.values()) <= 0.6 * all && (all >= 40 || wide >= 5);
}

function round(value: number): number {
  return Number(value.toFixed(2));
}

function fitAll(): void {
  const keysOf = new Map(mined.map((change) => [change, wordKeys(readGoal(change.title))]));
  const examples = new Map<Row, { names: string[]; values: number[] }>();
  for (const repo of repos) {
    // Each repository's rows get their word score from a table that never saw the repository.
    const table = fitTable(keysOf, (other) => other !== repo);
    for (const row of rows.filter((candidate) => candidate.repo === repo)) {
      const features = readFeatures(readGoal(row.goal), row.facts, table);
      examples.set(row, { names: features.map(({ name }) => name), values: features.map(({ value }) => value) });
    }
  }
  const names = [...examples.values()][0]!.names;
  const scale = scalesOf(rows.filter((row) => row.labelled).map((row) => examples.get(row)!.values));
  const weights = weigh(rows.filter((row) => !row.labelled));
  const exampleOf = (row: Row): Example => {
    const values = examples.get(row)!.values.map((value, at) => (value - scale[at]!.mean) / scale[at]!.deviation);
    return {
      at: [...values, 1].map((_, at) => at),
      values: [...values, 1],
      label: row.label,
      weight: row.labelled ? 1 : weights.get(row)! * minedWeight,
    };
  };
  const prepared = new Map(rows.map((row) => [row, exampleOf(row)]));
  const predicted = new Map<Row, Probabilities>();
  for (const repo of repos) {
    const fitted = fitLogistic(
      rows.filter((row) => row.repo !== repo).map((row) => prepared.get(row)!),
      names.length + 1,
      featurePenalty,
    );
    for (const row of rows) if (row.repo === repo) predicted.set(row, predict(prepared.get(row)!, fitted));
  }
  report(
    "labelled goals, each repository left out in turn",
    rows.filter((row) => row.labelled),
    predicted,
    () => 1,
  );
  report(
    "sampled changes, each repository left out in turn",
    rows.filter((row) => !row.labelled),
    predicted,
    (row) => weights.get(row)!,
  );
  const final = fitLogistic([...prepared.values()], names.length + 1, featurePenalty);
  report(
    "labelled goals, seen",
    rows.filter((row) => row.labelled),
    new Map(rows.map((row) => [row, predict(prepared.get(row)!, final)])),
    () => 1,
  );
  const table = fitTable(keysOf, () => true);
  if (args.write) writeTables(names, unscale(final, scale), table);
}

function scalesOf(rowsOfValues: readonly number[][]): { mean: number; deviation: number }[] {
  return (rowsOfValues[0] ?? []).map((_, at) => {
    const column = rowsOfValues.map((values) => values[at]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
    return { mean, deviation: Math.sqrt(variance) + 1e-9 };
  });
}

/** The weights for features as they are measured, the bias last. */
function unscale(fitted: Weights, scale: readonly { mean: number; deviation: number }[]): [number, number][] {
  const plain = scale.map(({ deviation }, at): [number, number] => [
    fitted[at * 2]! / deviation,
    fitted[at * 2 + 1]! / deviation,
  ]);
  const bias: [number, number] = [fitted.at(-2)!, fitted.at(-1)!];
  for (const [at, { mean }] of scale.entries()) {
    bias[0] -= plain[at]![0] * mean;
    bias[1] -= plain[at]![1] * mean;
  }
  return [...plain, bias];
}

/** Prints how well the probabilities fit: the figures of the judgement, and whether confidence means what it says. */
function report(
  title: string,
  judged: readonly Row[],
  predicted: ReadonlyMap<Row, Probabilities>,
  weightOf: (row: Row) => number,
): void {
  const confusion = Object.fromEntries(
    modes.map((mode) => [mode, { focused: 0, sequential: 0, parallel: 0 }]),
  ) as Record<Mode, Record<Mode, number>>;
  const bins = Array.from({ length: 5 }, () => ({ said: 0, right: 0, weight: 0 }));
  let brier = 0;
  let total = 0;
  for (const row of judged) {
    const { mode, probabilities } = decided(row, predicted.get(row)!);
    const label = modes[row.label]!;
    const weight = weightOf(row);
    confusion[label][mode] += weight;
    total += weight;
    for (const each of modes) brier += weight * (probabilities[each] - (each === label ? 1 : 0)) ** 2;
    const bin = bins[Math.min(4, Math.floor(probabilities[mode] * 5))]!;
    bin.said += weight * probabilities[mode];
    bin.right += mode === label ? weight : 0;
    bin.weight += weight;
  }
  const { accuracy, macroRecall, parallelPrecision, recall } = summarise(confusion);
  const figures = [
    `accuracy ${accuracy.toFixed(3)}`,
    `macro recall ${macroRecall.toFixed(3)}`,
    `parallel precision ${parallelPrecision?.toFixed(2)}`,
    `Brier ${(brier / total).toFixed(3)}`,
  ];
  console.log(`\n${title} (${judged.length})\n  ${figures.join(", ")}`);
  console.log(`  recall ${modes.map((mode) => `${mode} ${recall[mode]?.toFixed(2)}`).join(", ")}`);
  for (const label of modes)
    console.log(
      `  ${label.padEnd(10)} said ${modes.map((mode) => `${mode} ${confusion[label][mode].toFixed(0)}`).join(", ")}`,
    );
  const calibration = bins
    .filter(({ weight }) => weight > 0)
    .map(
      ({ said, right, weight }) =>
        `${(said / weight).toFixed(2)}: ${(right / weight).toFixed(2)} (${weight.toFixed(0)})`,
    );
  console.log(`  confidence said: right (how many)  ${calibration.join("  ")}`);
}

/** What intake makes of fitted probabilities: the named rules come on top, and a fan-out needs its surfaces. */
function decided(row: Row, [focused, sequential, parallel]: Probabilities) {
  const goal = readGoal(row.goal);
  const odds = { focused, sequential, parallel };
  for (const { weight } of readNamedRules(goal, row.facts)) {
    odds.sequential *= Math.exp(weight[0]);
    odds.parallel *= Math.exp(weight[1]);
  }
  const sum = odds.focused + odds.sequential + odds.parallel;
  const probabilities = {
    focused: odds.focused / sum,
    sequential: odds.sequential / sum,
    parallel: odds.parallel / sum,
  };
  return boundMode({ mode: chooseMode(probabilities), probabilities, goal, facts: row.facts });
}

function writeTables(names: readonly string[], fitted: readonly [number, number][], table: WordTable): void {
  const lines = [...names, "bias"].map(
    (name, at) =>
      `  "${name}": [${fitted[at]!.map((value) => value.toFixed(2))
        .map(Number)
        .join(", ")}],`,
  );
  writeFileSync(
    "src/intake/weights.ts",
    `/** Log-odds against \`focused\`, per unit of a feature: [sequential, parallel]. Written by scripts/fit-intake.ts. */\nexport const weights: Readonly<Record<string, readonly [number, number]>> = {\n${lines.join("\n")}\n};\n`,
  );
  const words = [...table]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, [sequential, parallel]]) => `${key} ${sequential} ${parallel}`);
  const wrapped: string[] = [""];
  for (const word of words) {
    if ((wrapped.at(-1) ?? "").length + word.length > 116) wrapped.push("");
    wrapped[wrapped.length - 1] += `${wrapped.at(-1) === "" ? "" : "  "}${word}`;
  }
  writeFileSync(
    "src/intake/word-weights.ts",
    `/** \`word sequential parallel\`, log-odds against \`focused\`. Written by scripts/fit-intake.ts. */\nexport const wordWeights = \`\n${wrapped.join("\n")}\n\`;\n`,
  );
}
