import type { Answer, AskModel } from "../agents/ask/ask.ts";
import type { Decision } from "../core/decision.ts";
import type { LookUp } from "../core/link.ts";
import type { Mode } from "../core/mode.ts";
import type { IntakeChoice } from "../core/options.ts";
import { noUsage, type Usage } from "../core/usage.ts";
import type { GitHost } from "../git/git.ts";
import { type ModelDecision, modelTimeoutMs, modeQuestion } from "./ask-model.ts";
import { boundMode } from "./bound.ts";
import { isIssueGoal } from "./clarity-links.ts";
import type { ModeCosts } from "./cost.ts";
import { gatherFacts } from "./facts.ts";
import { type GoalText, readGoalText } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { decideByRules } from "./rules.ts";

export interface DecideRequest {
  goal: string;
  root: string;
  /** The commit that the work starts from. */
  base: string;
  /** The folder that the person stands in, below the root; paths in the goal are from there first. */
  folder?: string;
  followUp: boolean;
  policy: IntakeChoice;
  /** `null`: no model is at hand. */
  ask: AskModel | null;
  /** `null`: nothing is kept. */
  cacheDir: string | null;
  /** What the modes took in this repository; left out: nothing was measured yet. */
  costs?: ModeCosts | null;
  remoteUrl: string | null;
  /** `null`: links are not looked up. */
  lookUp: LookUp | null;
  signal: AbortSignal;
  timeoutMs?: number;
}

export interface Decided {
  decision: Decision;
  /** The goal to plan for: an issue's own text when the goal was only its link. */
  goal: string;
  notices: string[];
  usage: Usage;
  usd: number | null;
}

/** Decides a goal's mode and whether it is clear: rules first, a model when allowed and needed, code last. */
export async function decide(host: GitHost, request: DecideRequest): Promise<Decided> {
  const { goal, facts } = await readSubject(host, request);
  const subject = readGoalText(subjectOf(goal, request.goal));
  const rules = decideByRules(subjectOf(goal, request.goal), facts, request.costs);
  const settled: Decided = { decision: rules.decision, goal, notices: [], usage: noUsage, usd: null };
  if (request.policy === "rules") return settled;
  if (request.ask === null) {
    const notice = "There is no model to ask, so the rules decided alone";
    return request.policy === "model" ? { ...settled, notices: [notice] } : settled;
  }
  // What is vague by rule stays so: a model's guess would spend what the question saves.
  if (rules.decision.clarity === "vague" || (request.policy === "auto" && rules.decisive)) return settled;
  const question = modeQuestion(goal, facts, rules.decision, request.timeoutMs ?? modelTimeoutMs);
  const answer = await request.ask(question, request.signal);
  const spent = { ...settled, usage: answer.usage, usd: answer.usd };
  if (!answer.ok) return { ...spent, notices: [failureNotice(answer)] };
  return { ...spent, decision: boundAnswer(answer, rules.decision, subject, facts) };
}

/** The goal and its evidence; a goal that is only the link of an open issue stands for that issue's text. */
async function readSubject(host: GitHost, request: DecideRequest): Promise<{ goal: string; facts: IntakeFacts }> {
  const facts = await gatherFacts(host, request);
  if (!isIssueGoal(readGoalText(request.goal), facts, request.remoteUrl) || facts.linked === null) {
    return { goal: request.goal, facts };
  }
  const { title, body } = facts.linked;
  const goal = `${title}\n\n${body}`.trim();
  const own = await gatherFacts(host, { ...request, goal: subjectOf(goal, request.goal), lookUp: null });
  return {
    goal,
    facts: { ...own, link: facts.link, linkIsHere: facts.linkIsHere, linked: facts.linked, missing: facts.missing },
  };
}

/** Of somebody else's text the rules read the title and the line after it: the rest holds templates and logs. */
function subjectOf(goal: string, asked: string): string {
  if (goal === asked) return goal;
  const lines = goal.split("\n").filter((line) => line.trim() !== "");
  return lines.slice(0, 2).join("\n");
}

function failureNotice(answer: Extract<Answer<unknown>, { ok: false }>): string {
  const what = {
    timeout: "did not answer in time",
    garbled: "gave an answer of the wrong shape",
    failed: "could not be asked",
  }[answer.why];
  return `The model ${what} (${answer.message}): the rules decided`;
}

/** A model's answer within the bounds that code sets: it can't fan out what has no surfaces, nor settle its own doubt. */
function boundAnswer(
  { value: answer, model }: Extract<Answer<ModelDecision>, { ok: true }>,
  rules: Decision,
  goal: GoalText,
  facts: IntakeFacts,
): Decision {
  const rest = 1 - answer.confidence;
  const others = 1 - rules.probabilities[answer.mode];
  const share = (mode: Mode) =>
    mode === answer.mode ? answer.confidence : others === 0 ? rest / 2 : (rest * rules.probabilities[mode]) / others;
  const probabilities = { focused: share("focused"), sequential: share("sequential"), parallel: share("parallel") };
  const bounded = boundMode({ mode: answer.mode, probabilities, goal, facts });
  const said = {
    name: "model",
    detail: `${model ?? "the model"} says ${answer.mode}: ${answer.reason}`,
    weight: 0,
    towards: answer.mode,
  };
  const vague = !answer.clear && answer.question !== null && answer.question.trim() !== "";
  return {
    mode: bounded.mode,
    confidence: bounded.probabilities[bounded.mode],
    reason: bounded.reason ?? answer.reason,
    source: "model",
    signals: [...(bounded.signal === null ? [] : [bounded.signal]), said, ...rules.signals],
    clarity: vague ? "vague" : "clear",
    question: vague ? answer.question : null,
    probabilities: bounded.probabilities,
  };
}
