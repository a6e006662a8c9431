import type { Usage } from "../core/usage.ts";

/** US dollars for a million tokens. */
export interface Price {
  /** The models it is of, as people call them. */
  name: string;
  input: number;
  /** Input that the provider had in its cache. */
  cached: number;
  output: number;
}

/** A price, and whether it is the model's own: else it is the dearest that may apply. */
export interface FoundPrice extends Price {
  own: boolean;
  /** It is the very model's, and not one of the many that begin with its name. */
  exact: boolean;
  /** The cheapest that may apply: the same, but for a model of no family that is known. */
  least: Price;
}

/**
 * List prices by the beginning of a model's name, the longest that fits counts. An estimate: no discounts, no surcharge for
 * long prompts or for writing the cache, no subscription. Read on 2026-11-26 from what the providers' own pages were quoted
 * to say: platform.claude.com/docs/en/about-claude/pricing, developers.openai.com/api/docs/pricing,
 * ai.google.dev/gemini-api/docs/pricing, and resellers' tables of the same. Where a family has several prices, the dearest
 * of those that are still sold is its own.
 */
const prices: readonly (readonly [prefix: string, ...price: [input: number, cached: number, output: number]])[] = [
  ["claude-fable", 10, 1, 50],
  ["claude-mythos", 10, 1, 50],
  ["claude-opus", 5, 0.5, 25],
  ["claude-opus-4-0", 15, 1.5, 75],
  ["claude-opus-4-1", 15, 1.5, 75],
  ["claude-opus-4-2", 15, 1.5, 75], // claude-opus-4-20250514
  ["claude-opus-5-5", 4, 0.2, 20],
  ["claude-sonnet", 3, 0.3, 15],
  ["claude-sonnet-5", 2, 0.2, 10],
  ["claude-haiku", 1, 0.1, 5],
  ["claude-haiku-5", 0.5, 0.05, 2.5],
  ["claude-3-opus", 15, 1.5, 75],
  ["claude-3-5-sonnet", 3, 0.3, 15],
  ["claude-3-7-sonnet", 3, 0.3, 15],
  ["claude-3-5-haiku", 0.8, 0.08, 4],
  ["gpt-6", 10, 1, 50],
  ["gpt-6-sol", 2, 0.2, 10],
  ["gpt-6-luna", 0.1, 0.01, 0.5],
  ["gpt-6.1-sol", 2, 0.1, 10],
  ["gpt-5", 1.25, 0.125, 10],
  ["gpt-5-mini", 0.25, 0.025, 2],
  ["gpt-5-nano", 0.05, 0.005, 0.4],
  ["gpt-5-pro", 15, 15, 120],
  ["gpt-5.2", 1.75, 0.175, 14],
  ["gpt-5.2-pro", 21, 21, 168],
  ["gpt-5.3", 1.75, 0.175, 14],
  ["gpt-5.4", 2.5, 0.25, 15],
  ["gpt-5.4-mini", 0.75, 0.075, 4.5],
  ["gpt-5.4-nano", 0.2, 0.02, 1.25],
  ["gpt-5.4-pro", 30, 3, 180],
  ["gpt-5.5", 5, 0.5, 30],
  ["gpt-5.5-pro", 30, 3, 180],
  ["gpt-5.6", 5, 0.5, 30],
  ["gpt-5.6-terra", 2, 0.2, 12],
  ["gpt-5.6-luna", 0.2, 0.02, 1.2],
  ["gpt-4.1", 2, 0.5, 8],
  ["gpt-4o", 2.5, 1.25, 10],
  ["gpt-4o-mini", 0.15, 0.075, 0.6],
  ["gemini-3", 4, 0.4, 18],
  ["gemini-3.5-flash", 1.5, 0.15, 9],
  ["gemini-3.6-flash", 1.5, 0.15, 7.5],
  ["gemini-3.7-flash", 1.5, 0.15, 7.5],
  ["gemini-3.8-flash", 1.5, 0.15, 7.5],
  ["gemini-2.5-pro", 2.5, 0.25, 15],
  ["gemini-2.5-flash", 0.3, 0.03, 2.5],
  ["grok", 4, 1, 12],
  ["kimi", 3, 0.3, 15],
];

/** What an agent that names no model most likely asks: the dearest of its vendor that it may choose by itself. */
const families: readonly (readonly [words: RegExp, prefix: string])[] = [
  [/claude|anthropic/, "claude-fable"],
  [/codex|openai|gpt/, "gpt-6"],
  [/gemini/, "gemini-3"],
  [/kimi/, "kimi"],
];

/**
 * What a model most likely costs. `model`: as the wire or the person names it, with or without a provider before it;
 * `null`: the agent's own default. `agent`: its name or its command. A model that nobody knows costs the dearest price.
 */
export function priceOf(model: string | null, agent: string): FoundPrice {
  const name = (model ?? "")
    .toLowerCase()
    .replace(/^.*\//, "")
    .replaceAll("_", "-")
    .replace(/^claude-(\d)\.(\d)/, "claude-$1-$2");
  const rows = prices.filter(([prefix]) => name.startsWith(prefix) || aliasOf(name) === prefix);
  const own = rows.toSorted((a, b) => b[0].length - a[0].length)[0];
  if (own !== undefined) return { ...asPrice(own), name, own: true, exact: isExact(name, own[0]), least: asPrice(own) };
  const words = model === null ? agent.toLowerCase() : name;
  const prefix = families.find(([pattern]) => pattern.test(words))?.[1];
  const row = prices.find(([first]) => first === prefix);
  return { ...asPrice(row ?? dearest), own: false, exact: false, least: asPrice(row ?? cheapest) };
}

/** What comes after a model's name and makes no other price of it: its date, its number, how it is asked. */
const sameModel = /^(?:[.-]\d[\d.-]*|@\d+|-codex|-latest|-preview|:?-?thinking|\[\w+\])*$/;

function isExact(name: string, prefix: string): boolean {
  return aliasOf(name) === prefix || sameModel.test(name.slice(prefix.length));
}

/** Short names that an agent takes for its newest model. */
function aliasOf(name: string): string | null {
  const alias = /^(opus|sonnet|haiku|fable)\b/.exec(name)?.[1];
  return alias === undefined ? null : `claude-${alias}`;
}

type Row = (typeof prices)[number];

const dearest: Row = prices.reduce((most, row) => (row[3] > most[3] ? row : most));
const cheapest: Row = prices.reduce((least, row) => (row[3] < least[3] ? row : least));

function asPrice([name, input, cached, output]: Row): Price {
  return { name, input, cached, output };
}

/** Dollars for these tokens. */
export function priceOfUsage({ input, cachedInput, output }: Usage, price: Price): number {
  const cached = Math.min(input, cachedInput);
  return ((input - cached) * price.input + cached * price.cached + output * price.output) / 1_000_000;
}

/** Of the list price of a model that is known by name: half of it where prompts are short, half of that for whoever waits. */
const exactPart = 1 / 5;

/**
 * Of the list price of its family. No discount for a cache, for waiting or for a small member of a family makes less of it: who
 * tells less does not know the price, or does not say it.
 */
const familyPart = 1 / 50;

/** The least dollars that somebody can tell of these tokens and be believed. Where no cache is told, it may have been all. */
export function leastOfUsage(usage: Usage, { least, exact }: FoundPrice): number {
  if (!exact) return familyPart * priceOfUsage(usage, least);
  const cachedInput = usage.cachedInput === 0 ? usage.input : usage.cachedInput;
  return exactPart * priceOfUsage({ ...usage, cachedInput }, least);
}
