import type { z } from "zod";
import { BaroError } from "../core/error.ts";
import { deliverChoices } from "../core/options.ts";
import { startArguments, startRun, startTiedRun } from "../run/start-run.ts";
import { readJournalEdges } from "../store/journal-edges.ts";
import { runFolder } from "../store/run-folder.ts";
import { type Desk, isLocal, requireDeliverable, requireRepository, requireRoom, requireRun } from "./desk.ts";
import type { inputs } from "./shapes.ts";

/** Begins a run of a goal or a plan; it ends with the connection unless the caller keeps it. Gives its name. */
export async function beginRun(desk: Desk, asked: z.output<typeof inputs.run>): Promise<string> {
  const { goal, plan, keep, yes, waitSeconds: _, ...wanted } = asked;
  if ((goal === undefined) === (plan === undefined)) {
    throw new BaroError("usage", "Cannot start: give a goal, or a plan in its place");
  }
  const repository = await requireRepository(desk, asked.repository);
  const deliver = requireDeliverable(desk, asked.deliver);
  const [, ...rest] = startArguments({ ...wanted, goal: goal ?? "", repository, deliver });
  const words = [plan === undefined ? "run" : "conduct", ...rest, ...(yes ? ["--yes"] : [])];
  return await begin(desk, { repository, words, text: goal ?? JSON.stringify(plan), keep });
}

/** Goes on with a run; what it was to deliver stays local where nothing else is allowed. */
export async function resumeRun(desk: Desk, asked: z.output<typeof inputs.resume>): Promise<string> {
  const { run, repository } = await requireRun(desk, asked.run);
  const words = ["resume", run, "--cwd", repository];
  if (!desk.mayDeliver && !isLocalRun(desk, run)) words.push("--deliver", "branch");
  return await begin(desk, { repository, words, text: "", keep: asked.keep });
}

function isLocalRun({ options }: Desk, run: string): boolean {
  const first = readJournalEdges(runFolder(options.stateDir, run).journal)?.first;
  const recorded = first?.type === "run.started" ? first.flags["deliver"] : null;
  const choice = deliverChoices.find((each) => each === recorded);
  return choice !== undefined && isLocal(choice);
}

interface Beginning {
  repository: string;
  words: readonly string[];
  /** What the program reads from stdin. */
  text: string;
  keep: boolean;
}

async function begin(desk: Desk, { repository, words, text, keep }: Beginning): Promise<string> {
  requireRoom(desk);
  const at = { stateDir: desk.options.stateDir, cwd: repository };
  if (keep) return await startRun(desk.host, at, words, text);
  const run = await startTiedRun(desk.host, at, words, text);
  desk.tied.add(run);
  return run;
}
