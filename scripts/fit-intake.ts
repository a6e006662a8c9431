// Fits intake's model on changes of many repositories and judges it on those that were left out: each tenth of the
// repositories in turn, and each repository in turn. Opens scripts/fit-intake.txt with the figures of the left-out ones.
// Usage: bun scripts/fit-intake.ts --mirrors DIR --train FILE [--dev FILE] --cache DIR [--write]
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { modes } from "../src/core/mode.ts";
import { type Model, readModel, writeModel } from "../src/intake/model.ts";
import { type GoalExample, readExamples } from "./fit/goal-examples.ts";
import { decisiveConfidence, type Figures, figuresOf, type Judged, judge } from "./fit/goal-figures.ts";
import { cooled, fitModel, settings } from "./fit/goal-model.ts";
import type { Form } from "./fit/goal-rows.ts";

const { values: args } = parseArgs({
  options: {
    mirrors: { type: "string" },
    train: { type: "string" },
    dev: { type: "string" },
    cache: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const { mirrors, train, cache } = args;
if (mirrors === undefined || train === undefined || cache === undefined) {
  throw new Error("Usage: --mirrors DIR --train FILE [--dev FILE] --cache DIR [--write]");
}
/** At most so many focused rows of each repository: more made no difference, and there are too many. */
const focused = 110;
const { names, examples } = readExamples(
  { mirrors, train, dev: args.dev ?? null, cache, focused },
  join(cache, "examples.jsonl"),
);
const repos = [...new Set(examples.map(({ repo }) => repo))].toSorted();
const lines: string[] = [];
const say = (line: string) => {
  lines.push(line);
  console.log(line);
};

const tenths = leaveOut((repo) => repos.indexOf(repo) % 10);
const temperature = bestTemperature(tenths);
const sure = judgeAll(coolAll(tenths, temperature), "title");
const decisiveAt = {
  focused: decisiveConfidence(sure, "focused"),
  sequential: decisiveConfidence(sure, "sequential"),
};
report("A tenth of the repositories left out in turn", finished(tenths));
report("Each repository left out in turn", finished(leaveOut((repo) => repos.indexOf(repo))));
const final = { ...cooled(fitModel(examples, names), temperature), decisiveAt };
const text = writeModel(final);
say(
  "\nThe rows of goals.dev are fitted on as well, and left out here with their repositories; some rules were made by looking at them.",
);
say("The settings were chosen among some twenty by these same left-out figures, so they are a little kind.");
say(
  `The model: ${final.tokens.size} tokens, ${final.features.size} measured properties, ${text.length} characters; temperature ${temperature.toFixed(2)};`,
);
say(
  `decisive from ${decisiveAt.focused.toFixed(2)} (focused) and ${decisiveAt.sequential.toFixed(2)} (sequential) on. ${JSON.stringify(settings)}`,
);
const seen = figuresOf(examples.map(({ label, forms }) => judge(readModel(text), names, label, forms.title)));
say(`Seen, and so no evidence: accuracy ${seen.accuracy.toFixed(3)}, Brier ${seen.brier.toFixed(3)}`);
writeFileSync("scripts/fit-intake.txt", `${lines.join("\n")}\n`);
if (args.write) {
  const note =
    "/** Intake's model, read by `model.ts`. Written by scripts/fit-intake.ts; its figures are in fit-intake.txt. */";
  writeFileSync("src/intake/fitted-model.ts", `${note}\nexport const fittedModel = \`\n${text}\`;\n`);
}

/** For each example, the model that was fitted without its group of repositories. */
function leaveOut(groupOf: (repo: string) => number): Map<GoalExample, Model> {
  const models = new Map<GoalExample, Model>();
  for (const group of new Set(repos.map(groupOf))) {
    const inside = (example: GoalExample) => groupOf(example.repo) === group;
    const model = fitModel(
      examples.filter((example) => !inside(example)),
      names,
    );
    for (const example of examples) if (inside(example)) models.set(example, model);
  }
  return models;
}

function coolAll(models: ReadonlyMap<GoalExample, Model>, by: number): Map<GoalExample, Model> {
  const cool = new Map([...new Set(models.values())].map((model) => [model, cooled(model, by)]));
  return new Map([...models].map(([example, model]) => [example, cool.get(model)!]));
}

/** As the product would have it: cooled, rounded to what is kept, with what is decisive. */
function finished(models: ReadonlyMap<GoalExample, Model>): Map<GoalExample, Model> {
  const done = new Map(
    [...new Set(models.values())].map((model) => [
      model,
      readModel(writeModel({ ...cooled(model, temperature), decisiveAt })),
    ]),
  );
  return new Map([...models].map(([example, model]) => [example, done.get(model)!]));
}

/** By the squared error (Brier) over the forms that people write. */
function bestTemperature(models: ReadonlyMap<GoalExample, Model>): number {
  const loss = (temperature: number) => {
    const cool = coolAll(models, temperature);
    const said = (form: Form) => figuresOf(judgeAll(cool, form)).brier;
    return said("title") + said("stripped");
  };
  const tried = [0.85, 0.9, 0.95, 1, 1.05, 1.1].map((temperature) => ({
    temperature,
    loss: loss(temperature),
  }));
  return tried.reduce((best, next) => (next.loss < best.loss ? next : best)).temperature;
}

/** The left-out rows of the training file in one form; a title without a prefix is its own stripped form. */
function judgeAll(
  models: ReadonlyMap<GoalExample, Model>,
  form: Form,
  of = (example: GoalExample) => example.source !== "dev",
): Judged[] {
  return examples.filter(of).flatMap((example) => {
    const own = example.forms[form] ?? (form === "stripped" ? example.forms.title : undefined);
    return own === undefined ? [] : [judge(models.get(example)!, names, example.label, own)];
  });
}

function report(title: string, models: ReadonlyMap<GoalExample, Model>): void {
  say(
    `${lines.length === 0 ? "" : "\n"}${title} (${repos.length} repositories, weighed to a mix of 59 / 32.5 / 8.5 %)`,
  );
  say(row("titles", figuresOf(judgeAll(models, "title"))));
  say(row("prefix stripped", figuresOf(judgeAll(models, "stripped"))));
  const hasBody = (example: GoalExample) => example.source !== "dev" && example.forms.body !== undefined;
  say(row("with whole bodies", figuresOf(judgeAll(models, "body", hasBody))));
  say(row("the same, titles", figuresOf(judgeAll(models, "title", hasBody))));
  say(row("strict labels", figuresOf(judgeAll(models, "title", ({ source }) => source === "strict"))));
  if (args.dev === undefined) return;
  const dev = examples.filter(({ source }) => source === "dev");
  say(
    row(
      "goals.dev",
      figuresOf(
        dev.map((example) =>
          judge(models.get(example)!, names, example.label, example.forms.line2 ?? example.forms.title),
        ),
      ),
    ),
  );
}

function row(name: string, figures: Figures): string {
  const { calibration, recall, decisive } = figures;
  const share = (value: number) => (100 * value).toFixed(1).padStart(5);
  return [
    `  ${name} (${figures.goals})`,
    `    accuracy ${share(figures.accuracy)}  macro recall ${share(figures.macroRecall)} (${modes.map((mode) => `${mode}${share(recall[mode])}`).join(", ")})  Brier ${figures.brier.toFixed(3)}  regret ${figures.regret.toFixed(4)}`,
    `    most confident 30 / 50 % right ${share(figures.top30)} /${share(figures.top50)}  decisive: covers ${share(decisive.coverage)}, right ${share(decisive.right)}  parallel, 30 % found: precision ${share(figures.parallelAt30)}`,
    `    said: right (share)  ${calibration.map(({ said, right, share: part }) => `${share(said).trim()}: ${share(right).trim()} (${share(part).trim()})`).join("  ")}`,
  ].join("\n");
}
