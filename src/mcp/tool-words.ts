import type { ToolAnnotations } from "@modelcontextprotocol/server";
import type { inputs } from "./shapes.ts";

interface ToolWords {
  title: string;
  /** For a model that chooses among many tools: what it does, what it costs, what to do next. */
  description: string;
  annotations: ToolAnnotations;
}

const looks = { readOnlyHint: true, openWorldHint: false } as const;

/** What a client is told of each tool. */
export const toolWords: Readonly<Record<keyof typeof inputs, ToolWords>> = {
  decide: {
    title: "Decide the shape of a task",
    description:
      "Says whether a coding goal is one story (focused), ordered stories (sequential) or independent ones (parallel), how sure that is and why. Fast; changes nothing. Use it before anything is spent.",
    annotations: { ...looks, openWorldHint: true },
  },
  plan: {
    title: "Plan a task",
    description:
      "Decides the shape, has a planner write the stories, and enforces the rules on them. Costs tokens; writes no code. The result can be given to run as plan.",
    annotations: { ...looks, openWorldHint: true },
  },
  run: {
    title: "Run a task",
    description:
      "Has agents do a coding goal in worktrees of their own and leaves a checked local branch; the person's checkout is not touched. Returns the run's name while it works; questions (mode, plan) go to the person or come as needs_input. Cancelling this call stops the run.",
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  },
  status: {
    title: "Look at a run",
    description:
      "Tells where a run is: running, needs_input with its question, stopped or finished, with its stories and cost. Without a name the newest. waitSeconds waits for its end or a question.",
    annotations: { ...looks, idempotentHint: true },
  },
  answer: {
    title: "Answer a run's question",
    description: "Gives a run the person's answer to the question that status told. Ask the person first.",
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  },
  diff: {
    title: "Show what a run changed",
    description: "The diff of what a run has landed, or of one of its stories so far. Without a name the newest run.",
    annotations: { ...looks, idempotentHint: true },
  },
  stop: {
    title: "Stop a run or a story",
    description: "Stops a run, which can be resumed, or one story of it, whose work so far is kept.",
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  },
  resume: {
    title: "Resume a run",
    description: "Goes on with a run that was stopped, or runs again what failed in one that has ended.",
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  },
};
