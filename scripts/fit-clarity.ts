// Fits the weights by which intake tells a goal that names nothing (src/intake/vagueness-model.ts), and judges them on the
// goals of a set that was left out, and on titles of real changes that no fit has seen.
// Usage: bun scripts/fit-clarity.ts [--titles FILE] [--show SET] [--write]
// Goals lie in scripts/fit/clarity/SET.json, vague and clear by language; `--titles` is goals.train.jsonl.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { piecesOf, readWeights, vagueFrom, vagueness, weightCount, writeWeights } from "../src/intake/vagueness.ts";
import { allGoals } from "../test/intake/clarity-goals.ts";
import { fitSparse } from "./fit/sparse-logistic.ts";

const { values: args } = parseArgs({
  options: { titles: { type: "string" }, show: { type: "string" }, write: { type: "boolean", default: false } },
});
const penalty = 1e-5;

interface Goal {
  set: string;
  language: string;
  text: string;
  vague: boolean;
  weight: number;
}

const folder = join(import.meta.dirname, "fit", "clarity");
const goals = [
  ...readdirSync(folder).flatMap((file) => readGoals(join(folder, file))),
  ...readGoals(join(import.meta.dirname, "..", "test", "intake", "everyday-goals.json")),
  ...allGoals().map(({ language, goal, clear }) => ({
    set: "table",
    language,
    text: goal,
    vague: !clear,
    weight: 1,
  })),
];
const sets = [...new Set(goals.map(({ set }) => set))];
const titles = args.titles === undefined ? [] : readTitles(args.titles);
const [seen, unseen] = [titles.filter((_, index) => index % 2 === 0), titles.filter((_, index) => index % 2 !== 0)];

function readGoals(file: string): Goal[] {
  const byLabel = JSON.parse(readFileSync(file, "utf8")) as Record<"vague" | "clear", Record<string, string[]>>;
  return (["vague", "clear"] as const).flatMap((label) =>
    Object.entries(byLabel[label]).flatMap(([language, texts]) =>
      texts.map((text) => ({
        set: basename(file, ".json"),
        language,
        text,
        vague: label === "vague",
        weight: 1,
      })),
    ),
  );
}

/** Titles of real changes are clear ones; those of two words may be anything. */
function readTitles(file: string): Goal[] {
  const rows = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { title: string; source: string });
  return rows
    .filter(({ source }) => source === "strict")
    .map(({ title }) => title.replace(/^\w+(?:\([^)]*\))?!?: /, ""))
    .filter((text) => text.split(/\s+/).length > 2)
    .map((text) => ({ set: "titles", language: "English", text, vague: false, weight: 0.5 }));
}

/** A piece that so few goals have says nothing of others. */
const fewest = 2;

function fitWeights(list: readonly Goal[]): string {
  const examples = list.map(({ text, vague, weight }) => ({ pieces: piecesOf(text), positive: vague, weight }));
  const counts = new Uint32Array(weightCount);
  for (const { pieces } of examples) for (const place of pieces.keys()) counts[place]!++;
  const met = (place: number) => counts[place]! >= fewest;
  const kept = examples.map((example) => ({
    ...example,
    pieces: new Map([...example.pieces].filter(([place]) => met(place))),
  }));
  return writeWeights(fitSparse(kept, weightCount, penalty), met);
}

function share(list: readonly Goal[], weights: Int8Array, from: number): string {
  const asked = list.filter(({ text }) => vagueness(text, weights) >= from).length;
  return ((100 * asked) / Math.max(1, list.length)).toFixed(1).padStart(5);
}

const lines: string[] = [];
const say = (line: string) => {
  lines.push(line);
  console.log(line);
};
say("Percent asked of vague goals and of clear ones, by the weights alone, each set left out in turn");
for (const set of sets) {
  const weights = readWeights(fitWeights([...goals.filter((goal) => goal.set !== set), ...seen]));
  const own = goals.filter((goal) => goal.set === set);
  const row = (name: string, list: readonly Goal[]) => {
    const of = (vague: boolean) => list.filter((goal) => goal.vague === vague);
    const rates = [0.3, vagueFrom, 0.7].map(
      (from) => `from ${from}: ${share(of(true), weights, from)} ${share(of(false), weights, from)}`,
    );
    say(`${name.padEnd(14)} ${String(list.length).padStart(5)} goals  ${rates.join("  ")}`);
  };
  row(set, own);
  for (const language of new Set(own.map((goal) => goal.language))) {
    row(
      `  ${language}`,
      own.filter((goal) => goal.language === language),
    );
  }
  if (args.show === set) {
    for (const { text, vague, language } of own) {
      const odds = vagueness(text, weights);
      if (odds >= vagueFrom !== vague)
        console.log(`${vague ? "missed" : "asked "} ${odds.toFixed(2)} ${language}: ${text}`);
    }
  }
}
const text = fitWeights([...goals, ...seen]);
const final = readWeights(text);
if (unseen.length > 0) {
  const asked = unseen.filter(({ text }) => vagueness(text, final) >= vagueFrom);
  say(`titles of real changes that were not fitted on: ${share(unseen, final, vagueFrom)} of ${unseen.length}`);
  if (args.show === "titles") for (const { text } of asked) console.log(`asked ${text}`);
}
if (args.write) {
  const wrapped = text.match(/.{1,1000}/g) ?? [];
  const head =
    "/** Weights of `vagueness.ts`, one byte each in base64. Written by scripts/fit-clarity.ts; figures in fit-clarity.txt. */";
  writeFileSync(
    "src/intake/vagueness-model.ts",
    `${head}\nexport const vaguenessModel = \`\n${wrapped.join("\n")}\n\`;\n`,
  );
  writeFileSync("scripts/fit-clarity.txt", `${lines.join("\n")}\n`);
}
