import { defaultAgentSettings, type Settings, type SettingsLayer } from "../../core/config.ts";
import { BaroError } from "../../core/error.ts";
import { defaultParallelism } from "../../core/mode.ts";
import type { DeliverChoice, Endpoint, FollowUp, RunOptions } from "../../core/options.ts";
import type { Host } from "../../host/host.ts";
import type { Places } from "./paths.ts";

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
  quiet: false,
  verbose: false,
} as const satisfies Partial<RunOptions>;

/** Fills what nobody set with the defaults, and settles what follows from other settings. */
export function optionsOf(host: Host, settings: SettingsLayer, circumstances: Circumstances): RunOptions {
  const { flags, cwd, places } = circumstances;
  const { tier, input, deliver, preview, color, endpoint, agents, ...plain } = settings;
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
  };
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
  const { pr, branch } = flags;
  if (pr !== undefined && branch !== undefined) {
    throw new BaroError("usage", "Cannot use --pr and --branch together: one follow-up has one branch", {
      hint: "Use one of the two",
    });
  }
  if (typeof pr === "string") {
    const number = /^#?([1-9]\d{0,9})$/.exec(pr)?.[1];
    if (number === undefined) throw new BaroError("usage", `Cannot use --pr "${pr}": it is no pull request's number`);
    return { pr: Number(number), branch: null };
  }
  if (typeof branch === "string") return { pr: null, branch };
  return flags["continue"] === true ? { pr: null, branch: null } : null;
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
