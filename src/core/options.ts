import type { AgentChoice } from "./agent-name.ts";
import type { DeliverySettings } from "./delivery.ts";
import type { Mode } from "./mode.ts";
import type { Weight } from "./story.ts";

export const deliverChoices = ["auto", "pr", "branch", "patch", "none"] as const;
export type DeliverChoice = (typeof deliverChoices)[number];

export const intakeChoices = ["auto", "rules", "model"] as const;
export type IntakeChoice = (typeof intakeChoices)[number];

/** An OpenAI-compatible endpoint for the native agent. The key is a secret: never printed, never stored. */
export interface Endpoint {
  baseUrl: string;
  apiKey: string | null;
}

/** Everything that was asked for, after flags, environment and configuration were put in order. */
export interface RunOptions {
  /** Absolute path of the folder that the run was started in. */
  cwd: string;
  mode: "auto" | Mode;
  /** `null`: the first agent found ready. */
  agent: AgentChoice | null;
  /** `null`: as `agent`. */
  planner: AgentChoice | null;
  tiers: Partial<Record<Weight, AgentChoice>>;
  intake: IntakeChoice;
  parallel: number;
  /** `null`: the mode's own cap. */
  maxStories: number | null;
  /** Accept the suggested mode and the plan without asking. */
  yes: boolean;
  noInput: boolean;
  json: boolean;
  deliver: DeliverChoice;
  base: string;
  includeDirty: boolean;
  /** Check commands; `null`: found in the project; empty: none. */
  verify: string[] | null;
  /** Commands that set a fresh worktree up; unset: what the repository declares for other tools. Empty: none. */
  setup?: string[];
  maxTokens: number | null;
  maxUsd: number | null;
  timeoutMs: number | null;
  waitForReset: boolean;
  sandbox: boolean;
  strict: boolean;
  explain: boolean;
  followUp: FollowUp | null;
  dryRun: boolean;
  keep: boolean;
  quiet: boolean;
  verbose: boolean;
  color: boolean;
  /** Where state lives: `$BARO_HOME`, else the platform's state folder. */
  stateDir: string;
  /** Where worktrees live: outside every repository. */
  cacheDir: string;
  endpoint: Endpoint | null;
  /** What only the user's own configuration may set; see `core/config.ts`. */
  agentSettings: AgentSettings;
  /** What the configuration says about deliveries; the rest is `defaultDeliverySettings`. */
  delivery?: Partial<DeliverySettings>;
  /** The person's own command, run when a run ends or a question has to wait. */
  notify?: string;
  /** Worktrees that a finished run left are removed when they are older than this; unset: never. */
  keepWorktreesMs?: number;
  /** Commits name the run and the story that they came from. Unset: they do. */
  trailers?: boolean;
  /** The options that this very command line set: on a resumed run they win over what was recorded. */
  given?: readonly (keyof RunOptions)[];
}

/** The work that a follow-up goes on with; both null: the newest run's branch of this repository. */
export interface FollowUp {
  pr: number | null;
  branch: string | null;
  /** The pull request's own open remarks, or its failing checks, are the goal. */
  goalFrom?: "comments" | "checks";
}

/** How agents are started beyond the choice of agent and model. */
export interface AgentSettings {
  silenceMs: number;
  toolMs: number;
  maxTurns: number;
  /** Appended to every story's instructions. */
  extraInstructions: string | null;
  effort: string | null;
}
