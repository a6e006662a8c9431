import type { AgentChoice } from "../core/agent-name.ts";
import type { DeliverySettings } from "../core/delivery.ts";
import type { Mode } from "../core/mode.ts";
import type { AgentSettings, DeliverChoice, IntakeChoice } from "../core/options.ts";
import type { Weight } from "../core/story.ts";

/** Everything that a flag, a `BARO_*` variable or a configuration file can set, each under one name. */
export interface Settings {
  mode: "auto" | Mode;
  agent: AgentChoice;
  planner: AgentChoice;
  tier: Partial<Record<Weight, AgentChoice>>;
  intake: IntakeChoice;
  parallel: number;
  maxStories: number;
  yes: boolean;
  input: boolean;
  json: boolean;
  deliver: DeliverChoice;
  preview: boolean;
  base: string;
  includeDirty: boolean;
  verify: string[];
  setup: string[];
  maxTokens: number;
  maxUsd: number;
  timeoutMs: number;
  waitForReset: boolean;
  sandbox: boolean;
  strict: boolean;
  explain: boolean;
  dryRun: boolean;
  keep: boolean;
  quiet: boolean;
  verbose: boolean;
  color: boolean;
  notify: string;
  keepWorktreesMs: number;
  trailers: boolean;
  endpoint: EndpointSettings;
  agents: Partial<AgentSettings>;
  delivery: Partial<DeliverySettings>;
}

export interface EndpointSettings {
  baseUrl?: string;
  /** The variable that holds the key: a key itself is never written in a file. */
  apiKeyEnv?: string;
}

/** What one source sets; the sources are put on top of each other. */
export type SettingsLayer = Partial<Settings>;

/** The agents' settings unless something else is said. */
export const defaultAgentSettings: AgentSettings = {
  silenceMs: 10 * 60_000,
  toolMs: 30 * 60_000,
  maxTurns: 200,
  extraInstructions: null,
  effort: null,
};

/** What a repository may say about its deliveries: how a request looks, not where it goes or what may be in it. */
const harmless: readonly string[] = ["target", "labels", "reviewers", "draft", "titleTemplate", "bodyTemplate"];

/**
 * The settings of a repository's file that count only when the person trusts its content: what runs a program, sends
 * data somewhere, speaks to the agents, or takes a protection away.
 */
export function settingsNeedingTrust(layer: SettingsLayer): (keyof Settings)[] {
  const needing: Partial<Record<keyof Settings, boolean>> = {
    agent: layer.agent !== undefined && isCommand(layer.agent),
    planner: layer.planner !== undefined && isCommand(layer.planner),
    tier: Object.values(layer.tier ?? {}).some(isCommand),
    verify: layer.verify !== undefined,
    setup: (layer.setup ?? []).length > 0,
    sandbox: layer.sandbox === false,
    notify: layer.notify !== undefined,
    endpoint: layer.endpoint !== undefined,
    agents: layer.agents !== undefined,
    delivery: Object.keys(layer.delivery ?? {}).some((name) => !harmless.includes(name)),
  };
  return (Object.keys(needing) as (keyof Settings)[]).filter((name) => needing[name] === true);
}

function isCommand(choice: AgentChoice): boolean {
  return choice.command !== null;
}

/** The layer without the named settings. */
export function withoutSettings(layer: SettingsLayer, names: readonly (keyof Settings)[]): SettingsLayer {
  return Object.fromEntries(Object.entries(layer).filter(([name]) => !(names as string[]).includes(name)));
}

/** Puts layers on top of each other: the first that sets a name wins. `tier`, `agents` and `delivery` per entry. */
export function mergeSettings(layers: readonly SettingsLayer[]): SettingsLayer {
  const merged: SettingsLayer = {};
  for (const layer of layers) {
    const tier = { ...layer.tier, ...merged.tier };
    const agents = { ...layer.agents, ...merged.agents };
    const delivery = { ...layer.delivery, ...merged.delivery };
    // An endpoint is taken whole: one file's address never gets another file's key.
    const endpoint = merged.endpoint ?? layer.endpoint;
    Object.assign(merged, { ...layer, ...merged, tier, agents, delivery }, endpoint === undefined ? {} : { endpoint });
  }
  return merged;
}
