import { type Mode, modes } from "../../core/mode.ts";
import type { PlanReview } from "../../core/person.ts";
import type { EnforcedPlan } from "../../core/plan.ts";
import type { Story } from "../../core/story.ts";
import type { Host } from "../../host/host.ts";
import { renderPlan } from "../../report/plan-text.ts";
import type { RunOptions } from "../../settings/options.ts";
import { plainLine } from "../../text/plain.ts";
import { layoutFor } from "../output.ts";
import { editStory } from "./edit-story.ts";
import { dropStory, replaceStory } from "./plan-edits.ts";
import { select } from "./prompts.ts";
import type { Asking } from "./terminal.ts";

/** What a review goes by. */
type Reviewing = RunOptions & Asking;

type Choice = "accept" | "details" | "edit" | "drop" | "mode" | "leave";

/** Shows the enforced plan story by story and asks what to do with it. A changed plan goes back to be enforced. */
export async function reviewPlan(host: Host, options: Reviewing, enforced: EnforcedPlan): Promise<PlanReview> {
  show(host, options, enforced, options.explain);
  for (;;) {
    const choice = await choose(options, enforced);
    const review = await follow(host, options, enforced, choice);
    if (review !== null) return review;
  }
}

function show(host: Host, options: Reviewing, enforced: EnforcedPlan, explain: boolean): void {
  options.floor.say(`\n${renderPlan(enforced, layoutFor(host, options, "err"), explain).join("\n")}\n\n`);
}

async function choose(options: Reviewing, enforced: EnforcedPlan): Promise<Choice> {
  const several = enforced.plan.stories.length > 1;
  const choice = await select<Choice>(options, {
    message: "Run this plan?",
    initialValue: "accept",
    options: [
      { value: "accept", label: "Accept", hint: "start the agents" },
      { value: "details", label: "Show everything", hint: "whole briefs, acceptance, pairs" },
      { value: "edit", label: "Edit a story" },
      ...(several ? [{ value: "drop" as const, label: "Drop a story" }] : []),
      { value: "mode", label: "Change the mode", hint: `now ${enforced.plan.mode}` },
      { value: "leave", label: "Leave", hint: "nothing is done" },
    ],
  });
  return choice === null ? "leave" : choice;
}

/** Does what was chosen; null asks again. Leaving a question below is a step back, not out. */
async function follow(
  host: Host,
  options: Reviewing,
  enforced: EnforcedPlan,
  choice: Choice,
): Promise<PlanReview | null> {
  switch (choice) {
    case "accept":
      return { action: "accept" };
    case "leave":
      return { action: "leave" };
    case "details":
      show(host, options, enforced, true);
      return null;
    case "drop": {
      const story = await pickStory(options, enforced, "Drop which story?");
      return story === null ? null : { action: "edit", plan: dropStory(enforced.plan, story.id) };
    }
    case "edit": {
      const story = await pickStory(options, enforced, "Edit which story?");
      const changed = story === null ? null : await editStory(options, story);
      return changed === null ? null : { action: "edit", plan: replaceStory(enforced.plan, changed) };
    }
    case "mode": {
      const mode = await pickMode(options, enforced.plan.mode);
      return mode === null ? null : { action: "mode", mode };
    }
  }
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
