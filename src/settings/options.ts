import { BaroError } from "../core/error.ts";
import { defaultParallelism } from "../core/mode.ts";
import type { DeliverChoice, Endpoint, FollowUp, RunOptions } from "../core/options.ts";
import type { Host } from "../host/host.ts";
import { defaultAgentSettings, type Settings, type SettingsLayer } from "./config.ts";
import type { Places } from "./paths.ts";
import { keyOf, type SettingName, settingNames } from "./readers.ts";

interface Circumstances {
  flags: Readonly<Record<string, unknown>>;
  cwd: string;
  places: Places;
}

/** What holds when nobody set anything else. */
const defaults = {
  mode: "auto",
  agent: null,
  planner: null,
  intake: "auto",
  parallel: defaultParallelism,
  maxStories: null,
  yes: false,
  json: false,
  base: "HEAD",
  includeDirty: false,
  verify: null,
  maxTokens: null,
  maxUsd: null,
  timeoutMs: null,
  waitForReset: false,
  sandbox: false,
  strict: false,
  explain: false,
  dryRun: false,
  keep: false,
  keepWorktreesMs: 14 * 86_400_000,
  trailers: true,
  quiet: false,
  verbose: false,
} as const satisfies Partial<RunOptions>;

/** Fills what nobody set with the defaults, and settles what follows from other settings. */
export function optionsOf(host: Host, settings: SettingsLayer, circumstances: Circumstances): RunOptions {
  const { flags, cwd, places } = circumstances;
  const { tier, input, deliver, preview, color, endpoint, agents, delivery, ...plain } = settings;
  return {
    ...defaults,
    ...plain,
    cwd,
    tiers: tier ?? {},
    noInput: input === false || settings.json === true || nobodyThere(host),
    deliver: deliverOf(deliver ?? "auto", preview ?? false, flags),
    followUp: followUpOf(flags),
    color: colorOf(host, color),
    stateDir: places.stateDir,
    cacheDir: places.cacheDir,
    endpoint: endpointOf(host.env, endpoint),
    agentSettings: { ...defaultAgentSettings, ...agents },
    ...(delivery === undefined ? {} : { delivery }),
    given: givenBy(flags),
  };
}

/** The options that flags of this command line set, under their names in `RunOptions`. */
function givenBy(flags: Circumstances["flags"]): (keyof RunOptions)[] {
  const names = settingNames.filter((name) => flags[name] !== undefined).map(optionOf);
  return [...new Set(names)];
}

function optionOf(name: SettingName): keyof RunOptions {
  if (name === "tier") return "tiers";
  if (name === "input") return "noInput";
  return name === "preview" ? "deliver" : (keyOf(name) as keyof RunOptions);
}

/** Questions are asked on stderr and answered on stdin, so both must be a terminal. */
function nobodyThere(host: Host): boolean {
  const ci = host.env["CI"];
  const inCi = ci !== undefined && ci !== "" && ci !== "false" && ci !== "0";
  return inCi || !host.terminal.stdinIsTty || !host.terminal.stderrIsTty;
}

function colorOf(host: Host, color: boolean | undefined): boolean {
  if (color !== undefined) return color;
  const noColor = host.env["NO_COLOR"];
  return (noColor === undefined || noColor === "") && host.env["TERM"] !== "dumb";
}

/** A preview leaves a branch; one that was asked for elsewhere gives way to a flag of this command line. */
function deliverOf(deliver: DeliverChoice, preview: boolean, flags: Circumstances["flags"]): DeliverChoice {
  const asked = flags["deliver"];
  if (!preview) return deliver;
  if (flags["preview"] !== true) return asked === undefined ? "branch" : deliver;
  if (asked === undefined || asked === "branch") return "branch";
  throw new BaroError("usage", `Cannot use --preview with --deliver ${asked}: a preview leaves a local branch`, {
    hint: "Use one of the two",
  });
}

function followUpOf(flags: Circumstances["flags"]): FollowUp | null {
  const pr = exclusive(flags, "pr", "branch");
  const from = exclusive(flags, "pr-comments", "pr-checks");
  const goalFrom = from === null ? {} : ({ goalFrom: from === "pr-comments" ? "comments" : "checks" } as const);
  if (pr === "pr") return { pr: pullRequest(String(flags["pr"])), branch: null, ...goalFrom };
  if (pr === "branch") return { pr: null, branch: String(flags["branch"]), ...goalFrom };
  return flags["continue"] === true || from !== null ? { pr: null, branch: null, ...goalFrom } : null;
}

/** Which of two flags was given, if any. */
function exclusive<A extends string, B extends string>(flags: Circumstances["flags"], a: A, b: B): A | B | null {
  const given = (name: string) => flags[name] !== undefined && flags[name] !== false;
  if (given(a) && given(b)) {
    throw new BaroError("usage", `Cannot use --${a} and --${b} together`, { hint: "Use one of the two" });
  }
  if (given(a)) return a;
  return given(b) ? b : null;
}

function pullRequest(text: string): number {
  const number = /^#?([1-9]\d{0,9})$/.exec(text)?.[1];
  if (number !== undefined) return Number(number);
  throw new BaroError("usage", `Cannot use --pr "${text}": it is no pull request's number`);
}

/** The variables of the environment go before the file, and an address never meets the key of another source. */
function endpointOf(env: Host["env"], configured: Settings["endpoint"] | undefined): Endpoint | null {
  const baseUrl = env["OPENAI_BASE_URL"] || null;
  const apiKey = env["OPENAI_API_KEY"] || null;
  if (baseUrl !== null) return { baseUrl: checkedUrl(baseUrl), apiKey };
  if (configured?.baseUrl !== undefined) {
    const { baseUrl: address, apiKeyEnv } = configured;
    return { baseUrl: address, apiKey: apiKeyEnv === undefined ? null : (env[apiKeyEnv] ?? null) };
  }
  return apiKey === null ? null : { baseUrl: "https://api.openai.com/v1", apiKey };
}

function checkedUrl(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return text;
  throw new BaroError("config", `Cannot use OPENAI_BASE_URL="${text}": it is no http or https address`, {
    hint: "Write it like http://127.0.0.1:11434/v1",
  });
}
