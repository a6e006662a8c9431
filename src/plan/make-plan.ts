import type { Answer, AskModel, Question } from "../agents/ask/ask.ts";
import type { Decision } from "../core/decision.ts";
import { BaroError } from "../core/error.ts";
import { defaultCap, type Mode } from "../core/mode.ts";
import { isRecord } from "../core/narrow.ts";
import type { Plan, PlanChange } from "../core/plan.ts";
import { listBaseFiles } from "../git/base-files.ts";
import type { GitHost } from "../git/git.ts";
import { headOf } from "../text/shorten.ts";
import { checkPlan } from "./check-plan.ts";
import { focusedPlan } from "./focused-plan.ts";
import { missingUsers } from "./missing-users.ts";
import type { PlannedPlace } from "./path-at-base.ts";
import { describeProblem, invalidPlan, type Problem, type Problems } from "./plan-problems.ts";
import { type PlannerReply, type ReplyRead, repairingReply } from "./planner-reply.ts";
import { longestGoal, type PlannedMode, plannerInstructions, plannerPrompt, repairPrompt } from "./prompt.ts";
import { repositoryBrief } from "./repository-brief.ts";

export interface PlanRequest {
  goal: string;
  decision: Decision;
  mode: Mode;
  /** The most stories; `null`: the mode's own cap. */
  cap: number | null;
  root: string;
  base: string;
  /** The folder that the person stands in, below the root; empty: the root. */
  folder?: string;
  /** `null`: there is nobody to ask, which only a focused plan can do without. */
  ask: AskModel | null;
  signal: AbortSignal;
  /** How long one answer may take (5 minutes). */
  timeoutMs?: number;
}

export interface PlannedWork {
  plan: Plan;
  /** What of the answer was put right before it was a plan. */
  repairs: PlanChange[];
  notices: string[];
}

const defaultTimeoutMs = 5 * 60_000;
/** More than this and the list no longer helps the planner. */
const mostProblems = 12;

type Proposal =
  | { ok: true; plan: Plan; repairs: PlanChange[]; text: string }
  | { ok: false; problems: Problems; text: string };

/**
 * Asks the planner for a plan. An answer that is not a plan is asked for once more with what is wrong with it. Throws
 * `model-failed` when no answer comes and `plan-invalid` when the second one is not a plan either.
 */
export async function makePlan(host: GitHost, request: PlanRequest): Promise<PlannedWork> {
  const { goal, decision, mode, root, base, signal } = request;
  if (mode === "focused") {
    return { plan: focusedPlan(goal, decision), repairs: [], notices: [] };
  }
  const notices: string[] = [];
  if (goal.length > longestGoal) notices.push(`The planner sees the first ${longestGoal} characters of the goal`);
  const { folder = "" } = request;
  const [brief, files] = await Promise.all([
    repositoryBrief(host, { root, base, decision, signal }),
    listBaseFiles(host, root, base),
  ]);
  const place = { root, folder, files, goal };
  const prompt = plannerPrompt(headOf(goal, longestGoal), brief, folder);
  const first = await propose(request, mode, prompt, place);
  const problems = await problemsOf(host, request, first);
  const [wrong] = problems;
  if (wrong === undefined && first.ok) return { ...accepted(first), notices };
  const told = problems.slice(0, mostProblems).map((one) => `${describeProblem(one)}. ${one.remedy}`);
  const said = wrong === undefined ? "" : describeProblem(wrong);
  notices.push(
    first.ok
      ? `The planner's first plan was incomplete (${said}): asked again`
      : `The planner's first answer was not a plan (${said}): asked again`,
  );
  const second = await propose(request, mode, repairPrompt(prompt, first.text, told), place);
  const best = second.ok || !first.ok ? second : first;
  if (!best.ok) throw invalidPlan(best.problems, "the planner's plan, asked twice", otherWays);
  for (const left of await problemsOf(host, request, best)) notices.push(`Left as planned: ${describeProblem(left)}`);
  return { ...accepted(best), notices };
}

/** What the planner has to be told: why its answer is not a plan, or what the plan leaves out of reach. */
async function problemsOf(host: GitHost, request: PlanRequest, proposal: Proposal): Promise<readonly Problem[]> {
  if (!proposal.ok) return proposal.problems;
  return [...unknownDependencies(proposal.plan), ...(await missingUsers(host, request, proposal.plan))];
}

/** What a story waits for and no story is: to leave it out may be to lose what was meant. */
function unknownDependencies({ stories }: Plan): Problem[] {
  const ids = stories.map(({ id }) => id);
  return stories.flatMap(({ dependsOn }, at) =>
    dependsOn.flatMap((id, place) => {
      if (ids.includes(id)) return [];
      const remedy = `Name a story by its id: ${ids.join(", ")}`;
      return [
        { at: `stories[${at}].dependsOn[${place}]`, what: `${JSON.stringify(id)} is no story of the plan`, remedy },
      ];
    }),
  );
}

/** What was wrong was said to the planner, which can't do better: this is for the person. */
const otherWays =
  "Try another planner with --planner NAME:MODEL, use --mode focused, or write the plan yourself and run: baro conduct PLAN.json";

async function propose(
  request: PlanRequest,
  mode: PlannedMode,
  prompt: string,
  place: PlannedPlace,
): Promise<Proposal> {
  const { ask, cap, signal, goal } = request;
  if (ask === null) {
    throw new BaroError("model-failed", `Cannot plan a ${mode} run: there is no model to ask`, { hint: modelHint });
  }
  let last: ReplyRead | null = null;
  const question: Question<PlannerReply> = {
    name: "plan",
    system: plannerInstructions(mode, cap ?? defaultCap[mode]),
    prompt,
    schema: repairingReply(place, (read) => {
      last = read;
    }),
    timeoutMs: request.timeoutMs ?? defaultTimeoutMs,
  };
  const answer = await ask(question, signal);
  signal.throwIfAborted();
  return proposalOf(answer, last, { goal, mode, files: place.files });
}

const modelHint = "Try again, name another --planner, or use --mode focused, which needs no plan";

function accepted({ plan, repairs }: Extract<Proposal, { ok: true }>): Pick<PlannedWork, "plan" | "repairs"> {
  return { plan, repairs };
}

/** What a reply has to be a plan for. */
interface Wanted {
  goal: string;
  mode: PlannedMode;
  files: readonly string[];
}

function proposalOf(answer: Answer<PlannerReply>, last: ReplyRead | null, wanted: Wanted): Proposal {
  if (answer.ok) {
    const text = JSON.stringify(last?.written ?? answer.value);
    const read = checked(answer.value.stories, wanted);
    if (!read.ok) return { ok: false, problems: read.problems, text };
    return { ...read, text, repairs: [...mended(answer, read.plan), ...(last?.repaired.changes ?? [])] };
  }
  // Without an answer there is nothing to repair, and asking the same again would be hoping.
  if (answer.why !== "garbled") {
    throw new BaroError("model-failed", `Cannot plan: ${answer.message}`, { hint: modelHint });
  }
  const wrong = wrongWords(last, wanted);
  if (wrong !== null) return { ok: false, problems: wrong, text: answer.text ?? "" };
  const problem = { at: "", what: answer.message, remedy: "Answer with the plan's JSON document alone" };
  return { ok: false, problems: [problem], text: answer.text ?? "" };
}

function checked(stories: unknown, { goal, mode, files }: Wanted) {
  return checkPlan({ version: 1, goal, mode, stories }, files);
}

function mended({ mended = false }: Extract<Answer<PlannerReply>, { ok: true }>, { stories }: Plan): PlanChange[] {
  const why = "The planner's JSON was not strict (quotes, commas, comments, Python names) and was repaired";
  return mended ? [{ rule: "repair", stories: stories.map(({ id }) => id), why }] : [];
}

/** A document of the wrong shape: what is wrong with it in its own words; `null` when there is none, or none is found. */
function wrongWords(last: ReplyRead | null, wanted: Wanted): Problems | null {
  const document = last?.repaired.document;
  if (!isRecord(document) || !Array.isArray(document["stories"])) return null;
  const read = checked(document["stories"], wanted);
  return read.ok ? null : read.problems;
}
