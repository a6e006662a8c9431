import type { ArgsDef } from "citty";
import { defaultCap, defaultParallelism, modes } from "../core/mode.ts";
import { deliverChoices, intakeChoices } from "../core/options.ts";

const caps = `focused ${defaultCap.focused}, sequential ${defaultCap.sequential}, parallel ${defaultCap.parallel}`;

/** Every flag of every command, with the words that `--help` shows. A command takes the subset that makes sense. */
export const flags = {
  mode: {
    type: "enum",
    options: ["auto", ...modes],
    description: "The shape of the run (auto: intake suggests, you confirm; headless takes the suggestion)",
  },
  agent: {
    type: "string",
    valueHint: "NAME[:MODEL]",
    description:
      "Who writes: claude, codex, opencode, pi, openai, acp:COMMAND or demo (the first found ready, in that order; demo only when named)",
  },
  planner: {
    type: "string",
    valueHint: "NAME[:MODEL]",
    description: "Who answers intake's and the planner's questions (same as --agent)",
  },
  tier: {
    type: "string",
    valueHint: "light=A,standard=B,heavy=C",
    description: "An agent per story weight (none); repeatable",
  },
  intake: {
    type: "enum",
    options: [...intakeChoices],
    description: "Whether a model may be asked for the mode (auto: only when the rules are not decisive)",
  },
  parallel: { type: "string", valueHint: "N", description: `Most agents at once (${defaultParallelism})` },
  "max-stories": { type: "string", valueHint: "N", description: `Hard cap on stories (${caps})` },
  yes: { type: "boolean", alias: "y", description: "Accept the suggested mode and the plan without asking (off)" },
  input: {
    type: "boolean",
    negativeDescription: "Never ask (on with CI=true, --json, or no terminal on stdin)",
  },
  json: {
    type: "boolean",
    description: "Events on stdout as JSON, one per line, and nothing else there (off)",
  },
  deliver: {
    type: "enum",
    options: [...deliverChoices],
    description: "What to leave (auto: a pull request when a remote and a token exist, else a local branch)",
  },
  preview: { type: "boolean", description: "Same as --deliver branch: never pushes, never asks for a token (off)" },
  base: { type: "string", valueHint: "REF", description: "What to build on (HEAD)" },
  "include-dirty": {
    type: "boolean",
    description: "Take uncommitted changes along as part of the base (off: they are left out, and the run says so)",
  },
  verify: {
    type: "string",
    valueHint: "CMD",
    description: "A check that each story and the merged result must pass (found in the project); repeatable",
  },
  "no-verify": { type: "boolean", description: "Run no checks (off)" },
  "max-tokens": { type: "string", valueHint: "N", description: "Ceiling on tokens for the whole run (none)" },
  "max-usd": { type: "string", valueHint: "X", description: "Ceiling on cost for the whole run (none)" },
  timeout: { type: "string", valueHint: "90s|15m|2h", description: "Ceiling on time for the whole run (none)" },
  "wait-for-reset": {
    type: "boolean",
    description: "Wait for a usage limit whose reset time is known instead of pausing the run (off)",
  },
  sandbox: {
    type: "boolean",
    description: "Run agents in a sandbox: worktree, its git directory and temp writable, the rest read-only (off)",
  },
  strict: { type: "boolean", description: "Any doubt about two stories' independence puts them in order (off)" },
  explain: { type: "boolean", description: "Show every feature, weight, pair and rule that led to the answer (off)" },
  continue: { type: "boolean", description: "The goal is a follow-up on earlier work, as baro continue (off)" },
  pr: { type: "string", valueHint: "N", description: "The pull request that the goal follows up on (none)" },
  branch: { type: "string", valueHint: "B", description: "The branch that the goal follows up on (none)" },
  "pr-comments": {
    type: "boolean",
    description: "The goal is what the pull request's open review comments ask for (off)",
  },
  "pr-checks": { type: "boolean", description: "The goal is to fix the pull request's failing checks (off)" },
  "dry-run": { type: "boolean", description: "Stop after the enforced plan (off)" },
  keep: { type: "boolean", description: "Keep worktrees for a look (off)" },
  "goal-file": { type: "string", valueHint: "F", description: "Read the goal from a file; - is stdin (none)" },
  config: {
    type: "string",
    valueHint: "F",
    description: "Read this file in place of the repository's baro.toml; it counts as your own (baro.toml)",
  },
  cwd: { type: "string", valueHint: "DIR", description: "Work as if started in this folder (the current one)" },
  quiet: { type: "boolean", description: "No progress, only the result and errors (off)" },
  verbose: { type: "boolean", description: "Everything the agents do, and the causes of errors (off)" },
  color: { type: "boolean", negativeDescription: "No colours (on with NO_COLOR, TERM=dumb, or no terminal)" },
} as const satisfies ArgsDef;

/** `--json` of the commands whose result is one thing and not a stream. */
export const jsonDocument = { type: "boolean", description: "Print one JSON document, on one line (off)" } as const;

export type FlagName = keyof typeof flags;

/** The flags that may be given several times. */
export const repeatableFlags: readonly string[] = ["verify", "tier"];

/** The definitions of some flags, for a command. */
export function flagsOf<const Names extends readonly FlagName[]>(...names: Names): Pick<typeof flags, Names[number]> {
  return Object.fromEntries(names.map((name) => [name, flags[name]])) as unknown as Pick<typeof flags, Names[number]>;
}

/** The flags that make a goal a follow-up. */
export const following = ["pr", "branch", "pr-comments", "pr-checks"] as const satisfies FlagName[];

/** The flags that every command takes. */
export const everywhere = ["config", "cwd", "quiet", "verbose", "color"] as const satisfies FlagName[];

/** The flags that decide how stories are planned. */
export const planning = [
  "mode",
  "agent",
  "planner",
  "intake",
  "parallel",
  "max-stories",
  "base",
  "include-dirty",
  "strict",
  "input",
] as const satisfies FlagName[];

/** The flags that decide how stories are conducted and delivered. */
export const conducting = [
  "tier",
  "yes",
  "json",
  "deliver",
  "preview",
  "verify",
  "no-verify",
  "max-tokens",
  "max-usd",
  "timeout",
  "wait-for-reset",
  "sandbox",
  "keep",
] as const satisfies FlagName[];
