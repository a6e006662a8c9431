// Fits the weights of src/surface/pairs/pair-weights.ts, with one repository left out at a time to show what they are worth.
// Usage: bun scripts/fit-pairs.ts --mirrors DIR --pairs F [--more F] --cache DIR
// `--more`: rows of changes cut in halves of further repositories, made by scripts/fit/make-pairs.ts. Features are kept in the cache.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { systemHost } from "../src/host/system.ts";
import { type FeatureName, type PairFeatures, pairFeatures } from "../src/surface/pairs/pair-features.ts";
import { storySurface } from "../src/surface/pairs/story-surface.ts";
import { evidenceOf, type PairRow, readPairRows, storiesOf } from "./bench/judgement/pairs.ts";
import { type Example, fitLogistic, score } from "./fit/pair-regression.ts";

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { mirrors: text, pairs: text, more: text, cache: text } });
const cache = values.cache ?? ".";
const host = systemHost();

interface Measured {
  row: PairRow;
  features: PairFeatures;
  weight: number;
}

/** Features of the rows without a common file: those with one are decided by a rule. */
async function measure(file: string, name: string, weight: number): Promise<Measured[]> {
  const kept = join(cache, `features-${name}.jsonl`);
  if (existsSync(kept)) {
    const lines = readFileSync(kept, "utf8")
      .split("\n")
      .filter((line) => line !== "");
    return lines.map((line) => ({ ...(JSON.parse(line) as Omit<Measured, "weight">), weight }));
  }
  const measured: Measured[] = [];
  const rows = readPairRows(file).filter((row) => !row.files_a.some((path) => row.files_b.includes(path)));
  const next = rows.values();
  const work = async () => {
    for (const row of next) {
      const evidence = await evidenceOf(host, row, values.mirrors ?? ".", cache);
      const [a, b] = storiesOf(row).map((story) => storySurface(story, evidence));
      measured.push({ row, features: pairFeatures(a!, b!, evidence), weight });
    }
  };
  await Promise.all([work(), work()]);
  measured.sort((a, b) => (a.row.id < b.row.id ? -1 : 1));
  writeFileSync(kept, measured.map((one) => `${JSON.stringify({ row: one.row, features: one.features })}\n`).join(""));
  return measured;
}

const models: Record<string, { names: FeatureName[]; penalty: number; accepts: number }> = {
  twoTitles: {
    names: [
      "titleLikeness",
      "rareTopics",
      "titleInPaths",
      "sameLanguage",
      "testLink",
      "sameFolder",
      "created",
      "makes",
    ],
    penalty: 1.5,
    accepts: 0.93,
  },
  oneTitle: {
    names: [
      "createdSameLanguage",
      "sharedNames",
      "usedNames",
      "makes",
      "makesUsedNames",
      "titleInNames",
      "smallerLines",
      "testsOnly",
      "sameSubject",
    ],
    penalty: 10,
    accepts: 0.55,
  },
};

function exampleOf({ row, features, weight }: Measured, names: readonly FeatureName[]): Example {
  return { x: names.map((name) => features[name]), dependent: !row.independent, weight };
}

/** The score below which this share of the independent rows lies. */
function thresholdFor(scores: readonly { value: number; independent: boolean }[], accepts: number): number {
  const independent = scores.filter((one) => one.independent).map((one) => one.value);
  return independent.sort((a, b) => a - b)[Math.ceil(independent.length * accepts) - 1] ?? 0;
}

function report(name: string, rows: readonly Measured[], extra: readonly Measured[]): void {
  const { names, penalty, accepts } = models[name]!;
  const repositories = [...new Set(rows.map(({ row }) => row.repo))];
  const held = repositories.flatMap((repository) => {
    const seen = [...rows, ...extra].filter(({ row }) => row.repo !== repository);
    const fit = fitLogistic(
      seen.map((one) => exampleOf(one, names)),
      penalty,
    );
    const left = rows.filter(({ row }) => row.repo === repository);
    return left.map((one) => ({ one, value: score(fit, exampleOf(one, names).x), independent: one.row.independent }));
  });
  console.log(
    `${name}: ${rows.length} rows, ${extra.length} made ones, ${repositories.length} repositories left out in turn`,
  );
  for (const share of [...new Set([0.5, 0.53, 0.57, 0.6, 0.88, 0.9, 0.92, 0.94, accepts])].sort()) {
    const threshold = thresholdFor(held, share);
    const said = held.filter(({ value }) => value <= threshold);
    const wrong = said.filter(({ independent }) => !independent);
    const dependent = held.filter(({ independent }) => !independent).length;
    const steps = said.filter(({ one }) => one.row.kind === "step");
    const stepWrong = steps.filter(({ independent }) => !independent).length;
    const conflicts = wrong.filter(({ one }) => one.row.conflict).length;
    console.log(
      `  accepting ${share}: ${wrong.length} of ${said.length} wrong (${conflicts} conflicts), ` +
        `steps ${stepWrong} of ${steps.length}, ${(100 * (1 - wrong.length / dependent)).toFixed(1)} % of dependent rows found`,
    );
  }
  const fit = fitLogistic(
    [...rows, ...extra].map((one) => exampleOf(one, names)),
    penalty,
  );
  const table = Object.fromEntries(names.map((feature, at) => [feature, Number(fit.weights[at]!.toFixed(3))]));
  // The threshold is the left-out rows' own: rows that were fitted on score lower, and new repositories would be refused.
  const threshold = thresholdFor(held, accepts);
  console.log(
    `  ${JSON.stringify({ weights: table, bias: Number(fit.bias.toFixed(3)), threshold: Number(threshold.toFixed(3)) })}`,
  );
}

const measured = await measure(values.pairs ?? "", "pairs", 1);
const more = values.more === undefined ? [] : await measure(values.more, "more", 1);
const oneTitle = ({ row }: Measured) => row.title_a === row.title_b;
report(
  "twoTitles",
  measured.filter((one) => !oneTitle(one)).map((one) => ({ ...one, weight: 1 })),
  [],
);
report("oneTitle", [...measured, ...more].filter(oneTitle), []);
