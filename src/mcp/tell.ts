import { existsSync } from "node:fs";
import type { CallToolResult } from "@modelcontextprotocol/server";
import { totalTokens } from "../core/usage.ts";
import { plain } from "../report/layout.ts";
import { endText, storyCounts, storyWord } from "../report/outcome-words.ts";
import { renderSummary } from "../report/summary.ts";
import { modeOf, type RunState } from "../state/run-state.ts";
import { describeRun } from "../store/find-run.ts";
import { runFolder } from "../store/run-folder.ts";
import type { Desk } from "./desk.ts";
import { questionText } from "./questions.ts";
import type { RunReport, runStates } from "./shapes.ts";

/** What is known of a run, as structured content with its text. `notice` goes before the text. */
export function tellRun(desk: Desk, run: string, state: RunState, notice = ""): CallToolResult {
  const where = stateOf(desk, run, state);
  const text = [...(notice === "" ? [] : [notice]), textOf(run, where, state)].join("\n\n");
  return { content: [{ type: "text", text }], structuredContent: { ...reportOf(run, where, state), text } };
}

type Where = (typeof runStates)[number];

function stateOf({ options }: Desk, run: string, state: RunState): Where {
  const folder = runFolder(options.stateDir, run);
  if (!existsSync(folder.journal)) return "gone";
  const found = describeRun(folder).state;
  if (found === "live") return state.question === null ? "running" : "needs_input";
  return found === "resumable" ? "stopped" : "finished";
}

function reportOf(run: string, where: Where, state: RunState): Omit<RunReport, "text"> {
  const { delivered, started, question, stories, usage, usd, finished } = state;
  return {
    run,
    state: where,
    outcome: finished?.outcome ?? null,
    goal: state.givenGoal,
    repository: started?.repo.root ?? "",
    mode: modeOf(state),
    branch: delivered?.branch ?? started?.workBranch ?? null,
    url: delivered?.url ?? null,
    question: where === "needs_input" ? question : null,
    stories: [...stories.values()].map((each) => ({
      id: each.story.id,
      title: each.story.title,
      status: storyWord(each, state),
      reason: each.reason,
      activity: each.working ? each.activity : null,
    })),
    tokens: totalTokens(usage),
    // To the last digit what the end of the run says.
    usd: finished?.usd ?? usd,
  };
}

function textOf(run: string, where: Where, state: RunState): string {
  switch (where) {
    case "gone":
      return `Run ${run} ended before it began: nothing was done, and nothing of it is left.`;
    case "needs_input":
      return state.question === null ? "" : `Run ${run} waits.\n\n${questionText(state.question, state)}`;
    case "running":
      return `Run ${run} is at work: ${progressText(state)}. Call status with waitSeconds to wait for its end.`;
    case "stopped":
      return `Run ${run} was stopped before its end (${endText(state)}); resume goes on with it.\n\n${summaryText(state)}`;
    case "finished":
      return summaryText(state);
  }
}

function progressText(state: RunState): string {
  if (state.stories.size === 0) return state.decision === null ? "it decides" : "it plans";
  return storyCounts(state);
}

function summaryText(state: RunState): string {
  return renderSummary(state, { paint: plain, width: 100, elsewhere: state.started?.repo.root ?? null }).join("\n");
}
