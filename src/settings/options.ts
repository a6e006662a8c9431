import { resolve } from "node:path";
import type { DeliverySettings } from "../core/delivery.ts";
import { BaroError } from "../core/error.ts";
import { defaultParallelism } from "../core/mode.ts";
import type { AgentSettings, DeliverChoice, Endpoint, FollowUp, WorkerOffer } from "../core/options.ts";
import { renderQueueAddress } from "../core/queue-address.ts";
import type { Host } from "../host/host.ts";
import { knowsSequences } from "./knows-sequences.ts";
import type { Places } from "./paths.ts";
import { parseQueueAddress } from "./queue-address.ts";
import {
  isOwnOption,
  optionName,
  rowOf,
  type SettingName,
  type Settings,
  sectionOf,
  settingNames,
  type TableOptions,
} from "./table.ts";
import { parseWorkerSpec } from "./worker-spec.ts";

/** Everything that was asked for, after flags, environment and configuration were put in order. */
export type RunOptions = TableOptions & {
  /** Absolute path of the folder that the run was started in. */
  cwd: string;
  noInput: boolean;
  color: boolean;
  followUp: FollowUp | null;
  /** Where state lives: `$BARO_HOME`, else the platform's state folder. */
  stateDir: string;
  /** Where worktrees live: outside every repository. */
  cacheDir: string;
  endpoint: Endpoint | null;
  agentSettings: AgentSettings;
  /** The broker of a pool that stories go to, without its password. */
  queue: string | null;
  /** Its password, for that address alone. */
  queueSecret: { queue: string; password: string } | null;
  /** This machine as a worker of others. */
  offer: WorkerOffer;
  /** What the configuration says about deliveries; the rest is `defaultDeliverySettings`. */
  delivery: Partial<DeliverySettings>;
  /** The file that `--config` names, absolute. */
  configFile: string | null;
  /** The options that this very command line set: on a resumed run they win over what was recorded. */
  given: readonly (keyof RunOptions)[];
};

interface Circumstances {
  /** What the command line alone set. */
  flags: Settings;
  cwd: string;
  places: Places;
}

/** Fills what nobody set with the defaults, and settles what follows from other settings. */
export function optionsOf(host: Host, settings: Settings, circumstances: Circumstances): RunOptions {
  const { flags, cwd, places } = circumstances;
  return {
    ...ownOptions(settings),
    cwd,
    // A program that answers reads events.
    json: settings.json === true || settings.ask === "stdio",
    noInput: settings.input === false || (asksHere(settings) && (settings.json === true || nobodyThere(host))),
    deliver: deliverOf(settings.deliver ?? "auto", settings.preview ?? false, flags),
    followUp: followUpOf(flags),
    color: colorOf(host, settings.color),
    stateDir: places.stateDir,
    cacheDir: places.cacheDir,
    endpoint: endpointOf(host.env, settings),
    parallel: settings.parallel ?? slotsOf(settings.worker, settings.queue !== undefined),
    ...queueOf(settings),
    offer: { ...keysOf("worker", {}, true), ...keysOf("worker", settings) } as unknown as WorkerOffer,
    agentSettings: { ...keysOf("agents", {}, true), ...keysOf("agents", settings) } as unknown as AgentSettings,
    delivery: deliveryOf(settings),
    configFile: settings.config == null ? null : resolve(host.cwd, settings.config),
    given: givenBy(flags),
  };
}

/** Nobody knows how large a pool is; a plan has seldom more stories than this at once. */
const poolSlots = 12;

/** Where several machines work, as many agents work at once as they take together. */
function slotsOf(workers: readonly string[] = [], pool: boolean): number {
  const slots = workers.map((one) => parseWorkerSpec(one).slots ?? defaultParallelism);
  if (pool) slots.push(poolSlots);
  return slots.length === 0 ? defaultParallelism : slots.reduce((sum, one) => sum + one, 0);
}

/** An address may be written down and shown; its password stays in this process. */
function queueOf({ queue: text }: Settings): Pick<RunOptions, "queue" | "queueSecret"> {
  if (text === undefined) return { queue: null, queueSecret: null };
  const { address, password } = parseQueueAddress(text);
  const queue = renderQueueAddress(address);
  return { queue, queueSecret: password === null ? null : { queue, password } };
}

function ownOptions(settings: Settings): TableOptions {
  const names = settingNames.filter(isOwnOption);
  return Object.fromEntries(
    names.map((name) => [optionName(name), settings[name] ?? rowOf(name).unset]),
  ) as unknown as TableOptions;
}

/** The keys of a section that are set, under their names among the options; with `unset`, those that are not, too. */
function keysOf(section: string, settings: Settings, unset = false): Record<string, unknown> {
  const names = settingNames.filter((name) => sectionOf(name) === section);
  const entries = names.map((name) => [optionName(name), settings[name] ?? (unset ? rowOf(name).unset : undefined)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function deliveryOf(settings: Settings): Partial<DeliverySettings> {
  const { forge, apiUrl, ...same } = keysOf("delivery", settings);
  return forge === undefined ? same : ({ ...same, forge: { kind: forge, apiUrl: apiUrl ?? null } } as object);
}

/** The options that flags of this command line set, under their names in `RunOptions`. */
function givenBy(flags: Settings): (keyof RunOptions)[] {
  const names = (Object.keys(flags) as SettingName[]).filter(
    (name) => isOwnOption(name) || rowOf(name).option !== undefined,
  );
  return [...new Set(names.map(optionName))] as (keyof RunOptions)[];
}

function asksHere({ ask }: Settings): boolean {
  return ask === undefined || ask === "terminal";
}

/** Questions are asked on stderr and answered on stdin, so both must be a terminal. */
export function nobodyThere(host: Host): boolean {
  const ci = host.env["CI"];
  const inCi = ci !== undefined && ci !== "" && ci !== "false" && ci !== "0";
  return inCi || !host.terminal.stdinIsTty || !host.terminal.stderrIsTty;
}

function colorOf(host: Host, color: boolean | undefined): boolean {
  if (color !== undefined) return color;
  const noColor = host.env["NO_COLOR"];
  if (noColor !== undefined && noColor !== "") return false;
  // A log has colours only where they are forced, whatever terminal it is read on.
  return host.terminal.stderrIsTty ? knowsSequences(host) : host.env["TERM"] !== "dumb";
}

/** A preview leaves a branch; one that was asked for elsewhere gives way to a flag of this command line. */
function deliverOf(deliver: DeliverChoice, preview: boolean, flags: Settings): DeliverChoice {
  const asked = flags.deliver;
  if (!preview) return deliver;
  if (flags.preview !== true) return asked === undefined ? "branch" : deliver;
  if (asked === undefined || asked === "branch") return "branch";
  throw new BaroError("usage", `Cannot use --preview with --deliver ${asked}: a preview leaves a local branch`, {
    hint: "Use one of the two",
  });
}

function followUpOf(flags: Settings): FollowUp | null {
  exclusive(flags, "pr", "branch");
  const from = exclusive(flags, "pr-comments", "pr-checks");
  const goalFrom = from === null ? {} : ({ goalFrom: from === "pr-comments" ? "comments" : "checks" } as const);
  const { pr = null, branch = null } = flags;
  const follows = pr !== null || branch !== null || from !== null || flags.continue === true;
  return follows ? { pr, branch, ...goalFrom } : null;
}

/** Which of two flags was given, if any. */
function exclusive<A extends SettingName, B extends SettingName>(flags: Settings, a: A, b: B): A | B | null {
  const given = (name: SettingName) => flags[name] !== undefined && flags[name] !== false;
  if (given(a) && given(b)) {
    throw new BaroError("usage", `Cannot use --${a} and --${b} together`, { hint: "Use one of the two" });
  }
  if (given(a)) return a;
  return given(b) ? b : null;
}

/** The variables of the environment go before the file, and an address never meets the key of another source. */
function endpointOf(env: Host["env"], settings: Settings): Endpoint | null {
  const baseUrl = env["OPENAI_BASE_URL"] || null;
  const apiKey = env["OPENAI_API_KEY"] || null;
  if (baseUrl !== null) return { baseUrl: checkedUrl(baseUrl), apiKey };
  const address = settings["endpoint.base-url"];
  if (address !== undefined) {
    const keyName = settings["endpoint.api-key-env"];
    return { baseUrl: address, apiKey: keyName === undefined ? null : (env[keyName] ?? null) };
  }
  return apiKey === null ? null : { baseUrl: "https://api.openai.com/v1", apiKey };
}

function checkedUrl(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return text;
  throw new BaroError("config", `Cannot use OPENAI_BASE_URL="${text}": it must be an http or https address`, {
    hint: "Write it like http://127.0.0.1:11434/v1",
  });
}
