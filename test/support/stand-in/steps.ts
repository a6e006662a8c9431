/** The wires that an agent's program may speak. */
export const protocols = ["claude", "codex", "opencode", "pi", "acp"] as const;
export type Protocol = (typeof protocols)[number];

/** What a program says of its use: whatever JSON can hold, and `raw:` before what only looks like it (`raw:1e999`). */
export interface ToldFigures {
  input?: unknown;
  output?: unknown;
  usd?: unknown;
}

/** One thing that a stand-in does. `times`: 1. */
export type Step =
  | { do: "text"; bytes: number; times?: number }
  /** A tool call with its end. */
  | { do: "call"; times?: number; outputBytes?: number }
  | { do: "usage"; figures: ToldFigures }
  /** A record of the wire, as it is. */
  | { do: "record"; record: object }
  /** A record of a kind that nobody knows. */
  | { do: "unknown"; bytes: number; times?: number }
  /** One line that never ends in a record: so many bytes of it. */
  | { do: "line"; bytes: number }
  | { do: "write"; path: string; content: string; times?: number }
  /** A command of the shell, in the worktree. */
  | { do: "run"; command: string }
  /** A text as it is. */
  | { do: "say"; text: string }
  | { do: "wait"; ms: number }
  /** The wire's own end, with the figures of the whole where the wire has them there; `exit`: the process's code after it. */
  | { do: "end"; figures?: ToldFigures; exit?: number };
