export const deliverChoices = ["auto", "pr", "branch", "patch", "none"] as const;
export type DeliverChoice = (typeof deliverChoices)[number];

export const intakeChoices = ["auto", "rules", "model"] as const;
export type IntakeChoice = (typeof intakeChoices)[number];

/** An OpenAI-compatible endpoint for the native agent. The key is a secret: never printed, never stored. */
export interface Endpoint {
  baseUrl: string;
  apiKey: string | null;
}

/** The work that a follow-up goes on with; both null: the newest run's branch of this repository. */
export interface FollowUp {
  pr: number | null;
  branch: string | null;
  /** The pull request's own open remarks, or its failing checks, are the goal. */
  goalFrom?: "comments" | "checks";
}

/** What this machine offers as a worker of others. */
export interface WorkerOffer {
  /** Most agents at once. */
  slots: number;
  /** What it has that a story may need: `gpu`, `gpu=a100`. */
  labels: readonly string[];
  /** The only repositories that it works on; none: any. */
  repositories: readonly string[];
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
