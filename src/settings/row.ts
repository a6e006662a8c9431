import type { Kind } from "./kinds.ts";

/** Where a setting can be written: behind a flag, in its `BARO_*` variable, in a configuration file. */
export type Source = "flag" | "variable" | "file";

/** The parts of `--help`, in its order; what most people need is in the first. */
export const groups = {
  common: "Common flags",
  shape: "Shape and plan",
  agents: "Agents",
  checks: "Checks",
  limits: "Limits",
  delivery: "Delivery",
  follow: "Follow-ups",
  output: "Questions and output",
  place: "Where",
} as const;
export type Group = keyof typeof groups;

/**
 * What a repository's file may do with a setting before the person has trusted it. `never`: nothing. The rest only tightens
 * what would hold without the file: `lower` a number (what holds when nobody set one stands there), `only` one value of a
 * switch, a value that stands earlier in `order` (the tightest first; what is left out of it is looser than the first alone),
 * only the `empty` list, only a `known` agent without a model that is neither a command line nor a script, and where the
 * person has named none.
 */
export type Untrusted =
  | "never"
  | "known"
  | "empty"
  | { lower: number | null }
  | { only: boolean }
  | { order: readonly string[] };

/** A setting: all that flags, variables, files, help, completions, documentation and the journal need to know of it. */
export interface Row<T = unknown> {
  kind: Kind<T>;
  /** What holds when nobody sets it. */
  unset: T | null;
  /** The words for that in `--help`, where the value itself says too little. */
  unsetWords?: string;
  from: readonly Source[];
  help: string;
  group: Group;
  /** The commands whose flag it is. */
  takers: readonly string[];
  /** Its key in a file, where a list has the plural there. */
  key?: string;
  /** The flag's one-letter form. */
  alias?: string;
  /** What `--no-NAME` and `BARO_NO_NAME` do, with when they hold by themselves: for a switch that is on, or a list that may be none. */
  off?: string;
  /** Its name among the options of a run, where that is not the setting's own in camel case. */
  option?: string;
  /** It reaches the options through `options.ts` alone, together with other settings. */
  settled?: true;
  /** A resumed run goes on with it as it was. */
  recorded: boolean;
  untrusted: Untrusted;
  /** A value for the commented configuration, as text, where the default says nothing. */
  example?: string;
}

/** The commands that conduct stories. */
export const conducting = ["run", "continue", "conduct", "resume"] as const;

/** The commands that plan them. */
export const planning = ["run", "continue", "conduct", "plan"] as const;

/** The commands that take a goal. */
export const goals = ["run", "continue", "plan", "intake"] as const;

/** The commands that read settings at all. */
export const every = [
  ...["run", "intake", "plan", "conduct", "resume", "continue", "runs", "show", "diff", "tell", "stop", "clean"],
  ...["deliver", "report", "otel", "serve", "doctor", "init", "trust", "demo", "worker", "workers"],
] as const;
