import type { Signal } from "../core/decision.ts";
import { type Mode, modes } from "../core/mode.ts";
import type { Feature, FeatureGroup } from "./feature.ts";
import { type Model, oddsOfValue, shippedModel } from "./model.ts";
import type { NamedRule } from "./named-rule.ts";
import { ofTexts, stem } from "./tokens.ts";

export interface Scored {
  probabilities: Record<Mode, number>;
  signals: Signal[];
}

/** What a goal is weighed by: its title's tokens, its measured properties and the named rules that it meets. */
export interface Weighed {
  tokens: readonly string[];
  /** The title's words, by which tokens are told to people. */
  words: readonly string[];
  features: readonly Feature[];
  rules: readonly NamedRule[];
}

/** Probabilities of the modes by the fitted model and the named rules, with what everything contributed. */
export function score({ tokens, words, features, rules }: Weighed, model: Model = shippedModel()): Scored {
  const all: Contribution[] = [
    { name: "bias", detail: "what goals are like in general", odds: oddsOf(model.bias, 1) },
    ...tokens.flatMap((token) => {
      if (token.startsWith(ofTexts)) return [];
      // A person is told once what a word does, in general and of texts.
      const weight = weightOf(
        [token, `${ofTexts}${token}`].filter((each) => tokens.includes(each)),
        model,
      );
      if (weight === null) return [];
      const said = { name: "word", detail: sayToken(token, words), odds: oddsOf(weight, 1) };
      return isFunctionWord(token) ? [{ ...said, group: "wording" as const }] : [said];
    }),
    ...features.flatMap(({ name, value, detail, absent, group, summary }) => {
      const weight = model.features.get(name);
      const odds = weight === undefined ? null : oddsOf(oddsOfValue(value, weight), 1);
      if (odds === null) return [];
      return [{ name, detail, odds, ...(absent && { absent }), ...(group && { group }), ...(summary && { summary }) }];
    }),
    ...rules.map(({ name, detail, weight }) => ({ name, detail, odds: oddsOf(weight, 1) })),
  ];
  const sum = sumOf(all);
  return { probabilities: softmax({ focused: 0, ...sum }), signals: toSignals(all) };
}

interface Contribution {
  name: string;
  detail: string;
  odds: Odds;
  absent?: true;
  group?: FeatureGroup;
  summary?: Feature["summary"];
}

type Odds = NonNullable<Signal["odds"]>;

function weightOf(tokens: readonly string[], model: Model): readonly [number, number] | null {
  const weights = tokens.flatMap((token) => {
    const weight = model.tokens.get(token);
    return weight === undefined ? [] : [weight];
  });
  if (weights.length === 0) return null;
  return weights.reduce(([one, two], [more, most]) => [one + more, two + most] as const);
}

function oddsOf([sequential, parallel]: readonly [number, number], value: number): Odds {
  return { sequential: sequential * value, parallel: parallel * value };
}

function sumOf(contributions: readonly Contribution[]): Odds {
  const sum = (mode: keyof Odds) => contributions.reduce((total, { odds }) => total + odds[mode], 0);
  return { sequential: sum("sequential"), parallel: sum("parallel") };
}

/** So many are named; the smallest are added up. */
const mostNamed = 14;

/** What a person is shown: one line for each group, the heaviest of the rest, and one for all that is left. They add up. */
function toSignals(all: readonly Contribution[]): Signal[] {
  const named = all.filter(({ group }) => group === undefined);
  for (const [group, members] of Map.groupBy(all, (contribution) => contribution.group)) {
    if (group !== undefined) named.push(joined(group, members));
  }
  const weight = ({ odds }: Contribution) => Math.abs(odds.sequential) + Math.abs(odds.parallel);
  const ranked = named.filter((contribution) => weight(contribution) > 0).sort((a, b) => weight(b) - weight(a));
  const rest = ranked.slice(mostNamed);
  const shown = ranked.slice(0, mostNamed);
  if (rest.length > 0) shown.push({ name: "rest", detail: `${rest.length} smaller ones together`, odds: sumOf(rest) });
  const signals = shown.map(({ name, detail, odds, absent }) => {
    return { name, detail, ...favoured(odds), odds: rounded(odds), ...(absent && { absent }) };
  });
  return signals.sort((a, b) => b.weight - a.weight);
}

/** One contribution for a group, told by its summary or by the two of its members that say most in its direction. */
function joined(group: FeatureGroup, members: readonly Contribution[]): Contribution {
  const odds = sumOf(members);
  const summary = members.find((member) => member.summary !== undefined)?.summary;
  if (summary !== undefined) return { name: group, detail: summary[favoured(odds).towards], odds };
  const along = (member: Contribution) =>
    member.odds.sequential * odds.sequential + member.odds.parallel * odds.parallel;
  const told = members.filter(({ detail }) => detail !== "").toSorted((a, b) => along(b) - along(a));
  const there = told.filter(({ absent }) => !absent);
  const telling = there.length > 0 ? there : told;
  return {
    name: group,
    detail: [...new Set(telling.map(({ detail }) => detail))].slice(0, 2).join("; "),
    odds,
  };
}

/** Words that hold a sentence together: how often they stand in titles tells a model something, and a person nothing. */
const functionWords = new Set(
  "a an the this that it its in on of for to with and or is are be by from at as when if out up not no do so into".split(
    " ",
  ),
);

function isFunctionWord(token: string): boolean {
  return token.split("_").every((part) => functionWords.has(part));
}

/** A token as a person reads it, as a clause. */
function sayToken(token: string, words: readonly string[]): string {
  const whole = (part: string) => words.find((word) => stem(word) === part) ?? part;
  if (token === "type:none") return "the title names no type";
  if (token.startsWith("type:")) return `its type is "${token.slice("type:".length)}"`;
  if (token.startsWith("1:")) return `the title begins with "${whole(token.slice(2))}"`;
  return `the title says "${words.includes(token) ? token : token.split("_").map(whole).join(" ")}"`;
}

function rounded({ sequential, parallel }: Odds): Odds {
  return { sequential: Number(sequential.toFixed(3)), parallel: Number(parallel.toFixed(3)) };
}

/** The mode that a contribution favours, and by how much over the others' mean. */
function favoured({ sequential, parallel }: Odds): { weight: number; towards: Mode } {
  const scores: Record<Mode, number> = { focused: 0, sequential, parallel };
  const towards = modes.reduce((best, mode) => (scores[mode] > scores[best] ? mode : best), "focused" as Mode);
  const others = modes.filter((mode) => mode !== towards).reduce((sum, mode) => sum + scores[mode], 0) / 2;
  return { weight: Number((scores[towards] - others).toFixed(3)), towards };
}

function softmax(scores: Record<Mode, number>): Record<Mode, number> {
  const top = Math.max(...modes.map((mode) => scores[mode]));
  const powers = {
    focused: Math.exp(scores.focused - top),
    sequential: Math.exp(scores.sequential - top),
    parallel: Math.exp(scores.parallel - top),
  };
  const sum = powers.focused + powers.sequential + powers.parallel;
  return { focused: powers.focused / sum, sequential: powers.sequential / sum, parallel: powers.parallel / sum };
}
