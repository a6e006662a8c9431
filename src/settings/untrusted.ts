import { isDeepStrictEqual } from "node:util";
import { type AgentChoice, agentNames } from "../core/agent-name.ts";
import { rowOf, type SettingName, type Settings } from "./table.ts";

/** What an untrusted file may do: `above` goes before the person's own file, `below` after it, and `refused` is left out. */
export interface Admitted {
  above: Settings;
  below: Settings;
  refused: SettingName[];
}

/**
 * Sorts what a repository's file sets that the person has not trusted. It may only make a run tighter than the person's own
 * `settings` make it; the table tells which setting may do what. `named`: the person has named an agent, by whatever source
 * and for whatever work. Then no other provider is sent anything.
 */
export function admitUntrusted(file: Settings, settings: Settings, named: boolean): Admitted {
  const admitted: { above: Record<string, unknown>; below: Record<string, unknown>; refused: SettingName[] } = {
    above: {},
    below: {},
    refused: [],
  };
  for (const [key, value] of Object.entries(file)) {
    const name = key as SettingName;
    const held = settings[name] ?? rowOf(name).unset;
    if (isDeepStrictEqual(value, held)) continue;
    const place = rowOf(name).untrusted === "known" && named ? "refused" : placeOf(name, value, held);
    if (place === "refused") admitted.refused.push(name);
    else admitted[place][name] = value;
  }
  return admitted;
}

function placeOf(name: SettingName, value: unknown, held: unknown): "above" | "below" | "refused" {
  const rule = rowOf(name).untrusted;
  if (rule === "never") return "refused";
  if (rule === "known") return isKnown(value as AgentChoice) ? "below" : "refused";
  if (rule === "empty") return Array.isArray(value) && value.length === 0 ? "below" : "refused";
  return isTighter(rule, value, held) ? "above" : "refused";
}

/** The settings that name who works, or who is asked. */
const whoWorks = ["agent", "planner", "tier", "fallback"] as const satisfies readonly SettingName[];

/** Whether one of these layers says who works, or who is asked. */
export function namesAgent(layers: readonly Settings[]): boolean {
  return layers.some((layer) => whoWorks.some((name) => agentsIn(layer[name]).length > 0));
}

type TightenRule = { lower: number | null } | { only: boolean } | { order: readonly string[] };

function isTighter(rule: TightenRule, value: unknown, held: unknown): boolean {
  if ("only" in rule) return value === rule.only;
  if ("order" in rule) return isEarlier(rule.order, String(value), String(held));
  const ceiling = held ?? rule.lower;
  return ceiling === null || Number(value) < Number(ceiling);
}

/** Of what is not in the order nothing is known but that the first is tighter. */
function isEarlier(order: readonly string[], value: string, held: string): boolean {
  const at = order.indexOf(value);
  return at === 0 || (at > 0 && at < order.indexOf(held));
}

/** The agents of a choice, a list of choices or a table of them. */
function agentsIn(value: unknown): AgentChoice[] {
  if (value === null || typeof value !== "object") return [];
  return "command" in value ? [value as AgentChoice] : (Object.values(value) as AgentChoice[]);
}

/** A model is what an agent costs: that is for the person to name. */
function isKnown({ name, model }: AgentChoice): boolean {
  return model === null && (agentNames as readonly string[]).includes(name);
}
