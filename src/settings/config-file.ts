import { parse, TomlError } from "smol-toml";
import type { z } from "zod";
import { agentProblem, parseAgentChoice } from "../core/agent-name.ts";
import type { DeliverySettings } from "../core/delivery.ts";
import { BaroError } from "../core/error.ts";
import type { AgentSettings } from "../core/options.ts";
import { nearestName } from "../text/nearest.ts";
import type { SettingsLayer } from "./config.ts";
import { parseDuration } from "./duration.ts";
import { type ConfigFile, configSchema, type DeliveryTable, knownKeys } from "./schema.ts";
import { lineOfKey } from "./toml-lines.ts";

/** Reads a configuration file's text. Throws `config` naming the file, the line, the key and what is allowed. */
export function parseConfig(text: string, file: string): SettingsLayer {
  const checked = configSchema.safeParse(parseToml(text, file));
  if (!checked.success) throw invalid(checked.error.issues[0], text, file);
  return layerOf(checked.data, (path, problem, hint) => wrong(text, file, path, problem, hint));
}

function parseToml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const problem = error.message.split("\n")[0]?.replace(/^Invalid TOML document: /, "");
    throw new BaroError("config", `Cannot read ${file}:${error.line}: ${problem}`, { cause: error });
  }
}

function invalid(issue: z.core.$ZodIssue | undefined, text: string, file: string): BaroError {
  if (issue === undefined) throw new Error("A failed check has no issue");
  if (issue.code === "unrecognized_keys" || issue.code === "invalid_key") {
    const unknown = issue.code === "unrecognized_keys" ? (issue.keys[0] ?? "") : String(issue.path.at(-1));
    const table = issue.code === "unrecognized_keys" ? issue.path : issue.path.slice(0, -1);
    const known = knownKeys(table);
    const nearest = nearestName(unknown, known);
    const hint = nearest === null ? `Known keys: ${known.join(", ")}` : `Did you mean "${nearest}"?`;
    return wrong(text, file, [...table, unknown], "the key is unknown", hint);
  }
  if (issue.code === "invalid_value") {
    return wrong(text, file, issue.path, `its value is none of ${issue.values.join(", ")}`);
  }
  return wrong(text, file, issue.path, problemOf(issue));
}

/** What is wrong with a value, in our words where the checker's are about itself. */
function problemOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected === "int" ? "it is no whole number" : `it is ${typeWords[issue.expected] ?? issue.message}`;
    case "invalid_union":
      return issue.path.at(-1) === "draft"
        ? "its value is none of true, false, auto"
        : "its value is no list of commands, nor false";
    case "too_small":
      return issue.origin === "string" ? "it is empty" : "it must be above 0";
    case "invalid_format":
      return issue.format === "url" ? "it is no address that begins with http:// or https://" : issue.message;
    default:
      return issue.message.replace(/^Invalid input: /, "");
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: "no text in quotes",
  number: "no number",
  boolean: "neither true nor false",
  array: "no list",
  object: "no table",
};

function wrong(text: string, file: string, path: readonly PropertyKey[], problem: string, hint?: string): BaroError {
  const names = path.filter((part) => typeof part === "string");
  const line = lineOfKey(text, names);
  const place = line === null ? file : `${file}:${line}`;
  return new BaroError("config", `Cannot use "${names.join(".")}" in ${place}: ${problem}`, { hint });
}

type Wrong = (path: readonly string[], problem: string, hint?: string) => BaroError;

function layerOf(file: ConfigFile, fail: Wrong): SettingsLayer {
  const choice = (path: string[], text: string) => {
    const problem = agentProblem(text);
    if (problem !== null) throw fail(path, `"${text}" ${problem.problem}`, problem.hint);
    return parseAgentChoice(text);
  };
  const time = (path: string[], text: string) => {
    const ms = parseDuration(text);
    if (ms === null) throw fail(path, `"${text}" is no duration such as 90s, 15m or 2h`);
    return ms;
  };
  const tier = Object.entries(file.tier ?? {}).map(([weight, text]) => [weight, choice(["tier", weight], text)]);
  return withoutUndefined({
    mode: file.mode,
    agent: file.agent && choice(["agent"], file.agent),
    planner: file.planner && choice(["planner"], file.planner),
    tier: file.tier && Object.fromEntries(tier),
    intake: file.intake,
    parallel: file.parallel,
    maxStories: file["max-stories"],
    deliver: file.deliver,
    base: file.base,
    includeDirty: file["include-dirty"],
    verify: file.verify === false ? [] : file.verify,
    setup: file.setup === false ? [] : file.setup,
    maxTokens: file["max-tokens"],
    maxUsd: file["max-usd"],
    timeoutMs: file.timeout && time(["timeout"], file.timeout),
    waitForReset: file["wait-for-reset"],
    sandbox: file.sandbox,
    strict: file.strict,
    keep: file.keep,
    quiet: file.quiet,
    verbose: file.verbose,
    color: file.color,
    notify: file.notify,
    trailers: file.trailers,
    keepWorktreesMs: file["keep-worktrees"] && time(["keep-worktrees"], file["keep-worktrees"]),
    endpoint:
      file.endpoint &&
      withoutUndefined({ baseUrl: file.endpoint["base-url"], apiKeyEnv: file.endpoint["api-key-env"] }),
    agents: file.agents && agentsOf(file.agents, time),
    delivery: file.delivery && deliveryOf(file.delivery, fail),
  });
}

function agentsOf(
  agents: NonNullable<ConfigFile["agents"]>,
  time: (path: string[], text: string) => number,
): Partial<AgentSettings> {
  return withoutUndefined({
    silenceMs: agents.silence && time(["agents", "silence"], agents.silence),
    toolMs: agents.tool && time(["agents", "tool"], agents.tool),
    maxTurns: agents["max-turns"],
    extraInstructions: agents.instructions,
    effort: agents.effort,
  });
}

function deliveryOf(table: DeliveryTable, fail: Wrong): Partial<DeliverySettings> {
  const { title, body, forge, "api-url": apiUrl, "max-file-bytes": maxFileBytes, ...same } = table;
  if (apiUrl !== undefined && forge === undefined) {
    throw fail(["delivery", "api-url"], "it says nothing without the kind of forge", "Set forge in the same table");
  }
  return withoutUndefined({
    ...same,
    titleTemplate: title,
    bodyTemplate: body,
    forge: forge && { kind: forge, apiUrl: apiUrl ?? null },
    maxFileBytes,
  });
}

/** An absent key and an undefined one differ when layers are put on top of each other. */
function withoutUndefined<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined | ""> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never;
}
