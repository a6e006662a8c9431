import type { Command } from "./command.ts";

interface Entry {
  /** One line for the list in `baro --help`. */
  summary: string;
  /** For programs and for setting up: `baro --help` has its name alone. */
  aside?: true;
  load(): Promise<Command>;
}

/** Every command that baro has. `--help`, completions and the smoke test read this list; nothing repeats it. */
export const commands = {
  run: {
    summary: 'Turn a goal into a branch or pull request (also: baro "GOAL")',
    load: async () => (await import("./commands/run.ts")).run,
  },
  intake: {
    summary: "Suggest a mode for a goal and say why; writes nothing",
    load: async () => (await import("./commands/intake.ts")).intake,
  },
  plan: {
    summary: "Plan a goal and apply the rules; writes no code",
    load: async () => (await import("./commands/plan.ts")).plan,
  },
  conduct: {
    summary: "Run a plan made earlier or by hand",
    load: async () => (await import("./commands/conduct.ts")).conduct,
  },
  map: {
    summary: "Translate an agent's raw output into events",
    aside: true,
    load: async () => (await import("./commands/map.ts")).map,
  },
  resume: {
    summary: "Continue an interrupted run, or rerun what did not land",
    load: async () => (await import("./commands/resume.ts")).resume,
  },
  continue: {
    summary: "Follow up on work that exists: same branch, same pull request",
    load: async () => (await import("./commands/continue.ts")).followUp,
  },
  runs: { summary: "List runs, live ones first", load: async () => (await import("./commands/runs.ts")).runs },
  show: { summary: "Look at a run", load: async () => (await import("./commands/show.ts")).show },
  diff: {
    summary: "Show what a run or a story has changed",
    load: async () => (await import("./commands/diff.ts")).diff,
  },
  tell: {
    summary: "Send a message to a story's agent",
    load: async () => (await import("./commands/tell.ts")).tell,
  },
  stop: {
    summary: "Stop a run or a story from another terminal",
    load: async () => (await import("./commands/stop.ts")).stop,
  },
  deliver: {
    summary: "Open or update the pull request of a run that left a branch",
    load: async () => (await import("./commands/deliver.ts")).deliver,
  },
  clean: { summary: "Remove what runs left behind", load: async () => (await import("./commands/clean.ts")).clean },
  serve: { summary: "Serve the same in a browser", load: async () => (await import("./commands/serve.ts")).serve },
  mcp: {
    summary: "Let an editor or another agent decide, plan and run",
    aside: true,
    load: async () => (await import("./commands/mcp.ts")).mcp,
  },
  report: {
    summary: "Write a page about a run",
    load: async () => (await import("./commands/report.ts")).report,
  },
  doctor: {
    summary: "Check what is installed and signed in, and how to fix the rest",
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
  init: {
    summary: "Write a commented configuration file",
    load: async () => (await import("./commands/init.ts")).init,
  },
  trust: {
    summary: "Trust this repository's settings to run programs and choose endpoints",
    aside: true,
    load: async () => (await import("./commands/trust.ts")).trust,
  },
  demo: {
    summary: "Show a whole run on a scratch repository with a scripted model",
    load: async () => (await import("./commands/demo.ts")).demo,
  },
  otel: {
    summary: "Export a run to an OpenTelemetry collector",
    load: async () => (await import("./commands/otel.ts")).otel,
    aside: true,
  },
  schema: {
    summary: "Print the JSON Schema of events, plans or the configuration",
    aside: true,
    load: async () => (await import("./commands/schema.ts")).schema,
  },
  update: {
    summary: "Show how this baro was installed and how to update it",
    load: async () => (await import("./commands/update.ts")).update,
  },
  worker: {
    summary: "Run stories for a run on another machine",
    aside: true,
    load: async () => (await import("./commands/worker.ts")).worker,
  },
  workers: {
    summary: "List the machines that stories run on",
    aside: true,
    load: async () => (await import("./commands/workers.ts")).workers,
  },
  completions: {
    summary: "Print completions for bash, zsh or fish",
    aside: true,
    load: async () => (await import("./commands/completions.ts")).completionsOf(loadAll),
  },
} as const satisfies Record<string, Entry>;

export type CommandName = keyof typeof commands;

export const commandNames = Object.keys(commands) as CommandName[];

/** What people type for a command out of habit, alone or before flags. Before other words it begins a goal. */
export const otherNames: Readonly<Record<string, CommandName>> = {
  status: "runs",
  list: "runs",
  ls: "runs",
  ps: "runs",
  log: "show",
  logs: "show",
  upgrade: "update",
};

export function isCommandName(word: string): word is CommandName {
  return Object.hasOwn(commands, word);
}

/** Every command with its definition: what completions are made of. */
async function loadAll(): Promise<{ summary: string; command: Command }[]> {
  return await Promise.all(
    commandNames.map(async (name) => ({ summary: commands[name].summary, command: await commands[name].load() })),
  );
}
