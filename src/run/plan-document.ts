import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Decision } from "../core/decision.ts";
import { BaroError } from "../core/error.ts";
import { parseJson } from "../core/parse-json.ts";
import type { Plan } from "../core/plan.ts";
import { checkPlan } from "../plan/check-plan.ts";
import { parsePlanText, planOf } from "../plan/parse-plan.ts";
import { describeProblem } from "../plan/plan-problems.ts";
import { plansFolder } from "../store/left-overs.ts";
import { runName } from "../store/run-folder.ts";
import { jsonPlaces } from "../text/json-places.ts";
import { shellWord } from "../text/quoting.ts";
import type { RunContext } from "./run-context.ts";

/** A plan as the document that `baro conduct` takes. */
export function planDocument(plan: Plan, decision: Decision | null): string {
  return `${JSON.stringify({ ...plan, ...(decision === null ? {} : { decision }) }, null, 2)}\n`;
}

/** What a person made of a plan's document: the plan, or what is wrong with it and in which line. */
export function readPlanDocument(text: string): { plan: Plan } | { wrong: string } {
  const { lines, wrongLine } = jsonPlaces(text.replace(/^\uFEFF/, ""));
  if (wrongLine !== null) return { wrong: `line ${wrongLine}: this is not JSON` };
  const checked = checkPlan(planOf(parseJson(text.replace(/^\uFEFF/, ""))));
  if (!checked.ok) {
    const [problem] = checked.problems;
    return { wrong: `line ${lineOf(problem.at, lines)}: ${describeProblem(problem)}` };
  }
  try {
    return { plan: parsePlanText(text, "the editor").plan };
  } catch (error) {
    if (error instanceof BaroError) return { wrong: error.message };
    throw error;
  }
}

/** Its own line, or that of what it is missing in. */
function lineOf(at: string, lines: ReadonlyMap<string, number>): number {
  for (let path = at; path !== ""; path = path.replace(/(?:\.|^)[^.[\]]*$|\[\d+\]$/, "")) {
    const line = lines.get(path);
    if (line !== undefined) return line;
  }
  return 1;
}

/** Keeps a plan that the person left, and gives the command that goes on from it. */
export function keepPlan({ host, options, goal }: RunContext, plan: Plan, decision: Decision | null): string {
  const folder = plansFolder(options.stateDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = host.now().toString(36).padStart(9, "0");
  const file = join(folder, `${stamp}-${runName(host.shown(goal), host.newId())}.json`);
  writeFileSync(file, planDocument(plan, decision), { mode: 0o600 });
  return `baro conduct ${shellWord(file)}`;
}
