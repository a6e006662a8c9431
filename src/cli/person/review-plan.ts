import type { Decision } from "../../core/decision.ts";
import { type Mode, modes } from "../../core/mode.ts";
import type { PlanReview, ReviewSoFar } from "../../core/person.ts";
import { dropStory, type EnforcedPlan, type Plan, replaceStory } from "../../core/plan.ts";
import type { Story } from "../../core/story.ts";
import type { Host } from "../../host/host.ts";
import { renderPlan } from "../../report/plan-text.ts";
import { planDocument, readPlanDocument } from "../../run/plan-document.ts";
import type { RunOptions } from "../../settings/options.ts";
import { wrapText } from "../../text/cells.ts";
import { plainLine } from "../../text/plain.ts";
import { editStory } from "./edit-story.ts";
import { inEditor } from "./in-editor.ts";
import { namedPlaces } from "./named-places.ts";
import { select } from "./prompts.ts";
import { type Asking, paintOf } from "./terminal.ts";

type Reviewing = RunOptions & Asking;

type Choice = "accept" | "details" | "edit" | "editor" | "drop" | "mode" | "undo" | "leave";

const untouched: ReviewSoFar = { changes: 0, isEdited: false, decision: null };

/** Shows the enforced plan story by story and asks what to do with it. A changed plan goes back to be enforced. */
export async function reviewPlan(
  host: Host,
  options: Reviewing,
  enforced: EnforcedPlan,
  soFar: ReviewSoFar = untouched,
): Promise<PlanReview> {
  let explain = options.explain;
  for (;;) {
    const choice = await choose(options, enforced, soFar, explain);
    if (choice === "details") {
      explain = !explain;
      continue;
    }
    const review = await follow(host, options, enforced, { choice, soFar });
    if (review !== null) return review;
  }
}

async function choose(
  options: Reviewing,
  enforced: EnforcedPlan,
  soFar: ReviewSoFar,
  explain: boolean,
): Promise<Choice> {
  const several = enforced.plan.stories.length > 1;
  const paint = paintOf(options);
  const choice = await select<Choice>(options, {
    message: (width) => [
      ...wrapText(paint("bold", "Run this plan?"), width),
      ...namedPlaces(options).flatMap((line) => wrapText(line, width)),
      ...renderPlan(enforced, { paint, width }, explain),
      "",
    ],
    initialValue: "accept",
    options: [
      { value: "accept", label: "Accept", hint: "start the agents" },
      { value: "details", label: explain ? "Show less" : "Show everything", hint: "whole briefs, acceptance, pairs" },
      { value: "edit", label: "Edit a story" },
      { value: "editor", label: "Edit the plan in your editor", key: "e" },
      ...(several ? [{ value: "drop" as const, label: "Drop a story" }] : []),
      { value: "mode", label: "Change the mode", hint: `now ${enforced.plan.mode}` },
      ...(soFar.changes > 0 ? [{ value: "undo" as const, label: "Undo the last change", key: "u" }] : []),
      { value: "leave", label: "Leave", hint: "the plan is kept, nothing is run" },
    ],
  });
  return choice === null ? "leave" : choice;
}

/** Does what was chosen; null asks again. Leaving a question below is a step back, not out. */
async function follow(
  host: Host,
  options: Reviewing,
  enforced: EnforcedPlan,
  { choice, soFar }: { choice: Exclude<Choice, "details">; soFar: ReviewSoFar },
): Promise<PlanReview | null> {
  switch (choice) {
    case "accept":
    case "leave":
    case "undo":
      return { action: choice };
    case "drop": {
      const story = await pickStory(options, enforced, "Drop which story?");
      return story === null ? null : { action: "edit", plan: dropStory(enforced.plan, story.id) };
    }
    case "edit": {
      const story = await pickStory(options, enforced, "Edit which story?");
      const changed = story === null ? null : await editStory(options, story);
      return changed === null ? null : { action: "edit", plan: replaceStory(enforced.plan, changed) };
    }
    case "editor": {
      const plan = await editPlan(host, options, enforced.plan, soFar.decision);
      return plan === null ? null : { action: "edit", plan };
    }
    case "mode":
      return await changeMode(options, enforced.plan.mode, soFar);
  }
}

/** The document that `baro conduct` takes, in the person's editor, until it is a plan or they discard it. */
async function editPlan(host: Host, options: Reviewing, plan: Plan, decision: Decision | null): Promise<Plan | null> {
  const before = planDocument(plan, decision);
  for (let text = before; ; ) {
    const edited = await inEditor(host, text, "plan.json");
    if (edited.ok && edited.text === before) return null;
    const read = edited.ok ? readPlanDocument(edited.text) : { wrong: edited.why };
    if ("plan" in read) return read.plan;
    if (edited.ok) text = edited.text;
    const again = await select<"again" | "discard">(options, {
      message: `The plan can't be used: ${plainLine(read.wrong)}`,
      options: [
        { value: "again", label: "Go on editing" },
        { value: "discard", label: "Discard what was edited" },
      ],
    });
    if (again !== "again") return null;
  }
}

/** Another mode is planned anew, or gets the stories as they are; who has edited them is told what the first would cost. */
async function changeMode(options: Reviewing, current: Mode, soFar: ReviewSoFar): Promise<PlanReview | null> {
  const mode = await pickMode(options, current);
  if (mode === null || !soFar.isEdited || soFar.decision === null)
    return mode === null ? null : { action: "mode", mode };
  const answer = await select<"keep" | "anew">(options, {
    message: "You have changed this plan. Keep your changes?",
    options: [
      { value: "keep", label: `Keep these stories, in ${mode} mode` },
      { value: "anew", label: "Plan anew", hint: "your changes are lost; u brings them back" },
    ],
  });
  return answer === null ? null : { action: "mode", mode, keeps: answer === "keep" };
}

async function pickStory(options: Reviewing, enforced: EnforcedPlan, message: string): Promise<Story | null> {
  const { stories } = enforced.plan;
  if (stories.length === 1) return stories[0] ?? null;
  const id = await select(options, {
    message,
    options: stories.map((story) => ({ value: story.id, label: `${story.id} ${plainLine(story.title)}` })),
  });
  return id === null ? null : (stories.find((story) => story.id === id) ?? null);
}

async function pickMode(options: Reviewing, current: Mode): Promise<Mode | null> {
  const mode = await select<Mode>(options, {
    message: "Which mode?",
    initialValue: current,
    options: modes.map((value) => ({ value, label: value, ...(value === current ? { hint: "as it is" } : {}) })),
  });
  return mode === null || mode === current ? null : mode;
}
