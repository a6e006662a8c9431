import { type FeatureWeight, lengthsOf, type Model, type Odds } from "../../src/intake/model.ts";
import type { GoalExample } from "./goal-examples.ts";
import { type Form, forms } from "./goal-rows.ts";
import { fitSoftmax, pack, type Weights } from "./softmax.ts";

/** The mix of modes that is fitted for: that of the labelled goals. The natural one is 98.6, 1.2 and 0.2 %. */
export const mix = [0.59, 0.325, 0.085] as const;

/** What was tried and kept; each was chosen by how the same left-out repositories came out, so these are a little kind. */
export interface Settings {
  /** At most so many tokens, the most widely used ones. */
  vocabulary: number;
  tokenPenalty: number;
  featurePenalty: number;
  rounds: number;
  /** How much each form of a title counts. */
  forms: Readonly<Record<Form, number>>;
  /** What a row labelled from counted lines alone counts against one labelled from its diff. */
  weak: number;
  /** What a row of goals.dev counts against one labelled from its diff: its label was held against the names in it as well. */
  checked: number;
  /** 0: a repository counts by its rows; 1: all repositories count the same. */
  evenness: number;
  /** Added to the log-odds of sequential and of parallel: the penalties pull the rarer modes down further than is right. */
  rarer: Odds;
}

export const settings: Settings = {
  vocabulary: 4000,
  tokenPenalty: 8,
  featurePenalty: 80,
  rounds: 60,
  forms: { title: 1, stripped: 1, line2: 0, body: 0.5 },
  weak: 1,
  checked: 2,
  evenness: 0.35,
  rarer: [0.14, 0.4],
};

/** Names of products wear out, and those of agents and forges have their rooms. */
const productNames = /claude|anthropic|codex|opencode|openai|gemini|github|gitlab|gitea|bitbucket/;
/** A token must have been used in so many repositories, so often: a word of one repository's own tells nothing of others. */
const leastRepositories = 3;
const leastUses = 6;

/** A property's line, and its bends above and below. */
const partsOfFeature = 3;

/** Fits a model on examples. */
export function fitModel(examples: readonly GoalExample[], names: readonly string[]): Model {
  const tokens = vocabularyOf(examples);
  const scales = names.map((_, at) => scaleOf(examples.map(({ forms: { title } }) => title.values[at]!)));
  const weights = weigh(examples);
  const list = examples.flatMap((example) => {
    const own = forms.filter((form) => example.forms[form] !== undefined && settings.forms[form] > 0);
    const all = own.reduce((sum, form) => sum + settings.forms[form], 0);
    return own.map((form) => {
      const { at, values } = rowOf(example.forms[form]!, tokens, scales);
      return { at, values, label: example.label, weight: (weights.get(example)! * settings.forms[form]) / all };
    });
  });
  const biasAt = tokens.size + names.length * partsOfFeature;
  const penalties = new Float64Array(biasAt + 1);
  penalties.fill(settings.tokenPenalty, 0, tokens.size).fill(settings.featurePenalty, tokens.size, biasAt);
  return toModel(fitSoftmax(pack(list), penalties, settings.rounds), tokens, names, scales);
}

function vocabularyOf(examples: readonly GoalExample[]): Map<string, number> {
  const uses = new Map<string, { count: number; repos: Set<string> }>();
  for (const { repo, forms: own } of examples) {
    for (const token of new Set([...own.title.tokens, ...(own.stripped?.tokens ?? [])])) {
      const use = uses.get(token) ?? { count: 0, repos: new Set() };
      use.count += 1;
      use.repos.add(repo);
      uses.set(token, use);
    }
  }
  const spread = ({ count, repos }: { count: number; repos: Set<string> }) => repos.size * Math.log(count + 1);
  const chosen = [...uses]
    .filter(([token]) => !productNames.test(token))
    .filter(([, { count, repos }]) => count >= leastUses && repos.size >= leastRepositories)
    .toSorted((a, b) => spread(b[1]) - spread(a[1]))
    .slice(0, settings.vocabulary)
    .map(([token]) => token)
    .toSorted();
  return new Map(chosen.map((token, index) => [token, index]));
}

type Scale = Pick<FeatureWeight, "usual" | "spread">;

function scaleOf(values: readonly number[]): Scale {
  const usual = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - usual) ** 2, 0) / values.length;
  return { usual, spread: Math.sqrt(variance) + 1e-6 };
}

/** Gives each mode its share of the mix, and keeps a repository with many rows from speaking for all. */
export function weigh(examples: readonly GoalExample[]): Map<GoalExample, number> {
  const group = ({ repo, label }: GoalExample) => `${repo} ${label}`;
  const sizes = new Map([...Map.groupBy(examples, group)].map(([key, own]) => [key, own.length]));
  const worth = { strict: 1, weak: settings.weak, dev: settings.checked };
  const raw = (example: GoalExample) => worth[example.source] * sizes.get(group(example))! ** -settings.evenness;
  const sums = [0, 0, 0];
  for (const example of examples) sums[example.label]! += raw(example);
  return new Map(
    examples.map((example) => [example, (raw(example) / sums[example.label]!) * mix[example.label] * examples.length]),
  );
}

function rowOf(
  form: { tokens: readonly string[]; values: readonly number[] },
  tokens: ReadonlyMap<string, number>,
  scales: readonly Scale[],
): { at: number[]; values: number[] } {
  const at = form.tokens.flatMap((token) => tokens.get(token) ?? []);
  const values = at.map(() => 1);
  for (const [index, scale] of scales.entries()) {
    for (const [part, length] of lengthsOf(form.values[index]!, scale).entries()) {
      if (length === 0) continue;
      at.push(tokens.size + index * partsOfFeature + part);
      values.push(length);
    }
  }
  at.push(tokens.size + scales.length * partsOfFeature);
  values.push(1);
  return { at, values };
}

function toModel(
  fitted: Weights,
  tokens: ReadonlyMap<string, number>,
  names: readonly string[],
  scales: readonly Scale[],
): Model {
  const oddsAt = (index: number): Odds => [fitted[index * 2]!, fitted[index * 2 + 1]!];
  const featureAt = (at: number): FeatureWeight => {
    const [odds, above, below] = [0, 1, 2].map((part) => oddsAt(tokens.size + at * partsOfFeature + part));
    return { odds: odds!, above: above!, below: below!, ...scales[at]! };
  };
  return {
    bias: oddsAt(tokens.size + names.length * partsOfFeature),
    features: new Map(names.map((name, at) => [name, featureAt(at)])),
    tokens: new Map([...tokens].map(([token, at]) => [token, oddsAt(at)])),
    decisiveAt: { focused: 1, sequential: 1 },
  };
}

/** The same model, less sure of itself by a factor, and with what the rarer modes lack: its confidence is then right as often as it says. */
export function cooled(model: Model, temperature: number): Model {
  const cool = ([sequential, parallel]: Odds): Odds => [sequential / temperature, parallel / temperature];
  return {
    ...model,
    bias: add(cool(model.bias), settings.rarer),
    features: new Map(
      [...model.features].map(([name, weight]) => [
        name,
        { ...weight, odds: cool(weight.odds), above: cool(weight.above), below: cool(weight.below) },
      ]),
    ),
    tokens: new Map([...model.tokens].map(([token, odds]) => [token, cool(odds)])),
  };
}

function add(one: Odds, other: Odds): Odds {
  return [one[0] + other[0], one[1] + other[1]];
}
