import type { AgentEvent } from "../core/agent-event.ts";
import { renderAgentChoice } from "../core/agent-name.ts";
import { addUsage, dollars, growth, noUsage, soundUsage, tokenCount, totalTokens, type Usage } from "../core/usage.ts";
import type { Agent } from "./agent.ts";
import { type FoundPrice, leastOfUsage, priceOf, priceOfUsage } from "./prices.ts";
import { newSpeech } from "./speech.ts";

type UsageEvent = Extract<AgentEvent, { type: "agent.usage" }>;

/**
 * An agent whose figures can be added up, whatever it tells: the one place where what agents say of their use comes in.
 * No figure is below nothing, and a total never falls. Tokens that nobody counts are estimated from what is said, and with
 * `priced` dollars that nobody tells, or far too few of, are estimated from the tokens, so that a ceiling holds in any case.
 */
export function meteredAgent(agent: Agent, { priced }: { priced: boolean }): Agent {
  const { choice } = agent;
  const told = new Set<string>();
  const once = (message: string): AgentEvent[] => {
    if (told.has(message)) return [];
    told.add(message);
    return [{ type: "agent.notice", message }];
  };
  const price = (model: string | null) => priceOf(model ?? choice.model, renderAgentChoice(choice));
  return {
    ...agent,
    start: async function* (host, task, signal) {
      const meter = newMeter(task.prompt, priced ? price : null, once);
      for await (const event of agent.start(host, task, signal)) yield* meter(event);
    },
  };
}

/** So much is said before it is counted for somebody who has told no figures: most tell them at the end. */
const patienceTokens = 4000;

/** Of what it says so much more than it tells of that no way of counting explains it. */
const farMore = 4;

const fewNotice = "It reports fewer tokens than it says: they are estimated from the length of its text";
const countNotice = "It reports no token counts: they are estimated from the length of its text";

type PriceOf = (model: string | null) => FoundPrice;

/**
 * Counts one attempt: gives back its events with sound figures. What is told after an estimate is taken off against it.
 * `price`: of a model; null where nobody wants to know.
 */
export function newMeter(prompt: string, price: PriceOf | null, once: (message: string) => AgentEvent[]) {
  const speech = newSpeech(prompt);
  const bill = newBill(price, once);
  /** What the agent told, and what was passed on. */
  let heard = noUsage;
  let told = noUsage;
  let guessed = false;

  const passOn = (event: UsageEvent, sum: Usage): AgentEvent[] => {
    const rest = growth(sum, told);
    told = addUsage(told, rest);
    const { notices, ...cost } = bill.add(event.usd, rest, event.model ?? null);
    const caughtUp = guessed && event.estimated !== true && totalTokens(growth(told, heard)) === 0;
    const passed: UsageEvent = { ...event, ...rest, ...cost, ...(caughtUp ? { estimated: false } : {}) };
    const empty = totalTokens(rest) === 0 && (cost.usd ?? 0) === 0 && (event.requests ?? 0) === 0;
    return empty && !caughtUp && cost.usdEstimated === undefined ? notices : [...notices, passed];
  };

  const uncounted = () => growth(speech.usage(), told);

  /** For what was said and not counted. */
  const estimate = (usage: Usage): AgentEvent[] => {
    const event: UsageEvent = { type: "agent.usage", ...noUsage, usd: null, requests: null, estimated: true };
    guessed = true;
    return passOn(event, addUsage(told, usage));
  };

  /** While it tells no figures, or some that can't be what it says: what it reads is then its own to tell. */
  const missing = (): AgentEvent[] => {
    const { input, output, ...rest } = uncounted();
    if (totalTokens(heard) === 0) return input + output < patienceTokens ? [] : estimate({ input, output, ...rest });
    const isFar = output >= patienceTokens && speech.usage().output - farMore * heard.output >= patienceTokens;
    return isFar ? [...once(fewNotice), ...estimate({ ...noUsage, output })] : [];
  };

  return (event: AgentEvent): AgentEvent[] => {
    if (event.type === "agent.usage") {
      heard = addUsage(heard, soundUsage(event));
      const requests = event.requests === null ? null : tokenCount(event.requests);
      return passOn({ ...event, usd: dollars(event.usd), requests }, heard);
    }
    const silent = totalTokens(heard) === 0;
    if (event.type === "agent.finished") {
      return silent && (event.ok || speech.hasSaid())
        ? [...once(countNotice), ...estimate(uncounted()), event]
        : [event];
    }
    speech.hear(event);
    return speech.hasSaid() ? [event, ...missing()] : [event];
  };
}

interface Billed {
  usd: number | null;
  usdEstimated?: boolean;
  notices: AgentEvent[];
}

/** Dollars of one attempt: those that are told, else with a price at hand those that are likely. */
function newBill(price: PriceOf | null, once: (message: string) => AgentEvent[]) {
  let heard = 0;
  let told = 0;
  let guessed = false;
  let model: string | null = null;
  /** All tokens so far by the table, and what is the least that they can have cost. */
  let likely = 0;
  let least = 0;

  /** What is added where the dollars that were told can't be the price of the tokens so far; null where they can. */
  const lacking = (usd: number | null, usage: Usage, found: FoundPrice): number | null => {
    const guess = priceOfUsage(usage, found);
    likely += guess;
    least += leastOfUsage(usage, found);
    if (usd === null) return guess > 0 ? guess : null;
    // Nothing is what programs say that don't know, and next to nothing what those say that tell no truth.
    return (heard === 0 || heard < least) && likely > told ? likely - told : null;
  };

  return {
    add(usd: number | null, usage: Usage, named: string | null): Billed {
      heard += usd ?? 0;
      model = named ?? model;
      const found = price?.(model) ?? null;
      const lacks = found === null ? null : lacking(usd, usage, found);
      if (found !== null && lacks !== null) {
        told += lacks;
        guessed = true;
        return { usd: lacks, usdEstimated: true, notices: once(priceNotice(found, model, heard > 0)) };
      }
      if (usd === null) return { usd, notices: [] };
      const rest = Math.max(0, heard - told);
      told += rest;
      const caughtUp = guessed && told <= heard;
      return { usd: rest, ...(caughtUp ? { usdEstimated: false } : {}), notices: [] };
    },
  };
}

function priceNotice({ name, input, output, own }: FoundPrice, model: string | null, isTold: boolean): string {
  const head = isTold ? "It reports a price far below what its tokens cost" : "It reports no price";
  const rates = `$${input} for a million tokens in and $${output} out`;
  if (own) return `${head}: dollars are an estimate, ${rates} (${name})`;
  const which = model === null ? "which model it asks" : `what ${model} costs`;
  return `${head}, and ${which} is unknown: dollars are an estimate, ${rates} (${name}, the most expensive that may apply)`;
}

/** The dollars of an answer that was asked for directly: told, or likely. */
export function pricedAnswer(
  { usage, usd }: { usage: Usage; usd: number | null },
  model: string | null,
  agent: string,
): Pick<UsageEvent, "usd" | "usdEstimated"> {
  const found = priceOf(model, agent);
  const isKnown = usd !== null && usd > 0 && usd >= leastOfUsage(usage, found);
  if (isKnown || totalTokens(usage) === 0) return { usd };
  return { usd: priceOfUsage(usage, found), usdEstimated: true };
}
