import type { EnforcedPlan } from "../core/plan.ts";
import type { Story, StoryId } from "../core/story.ts";
import { cutText, wrapText } from "../text/cells.ts";
import { plainLine } from "../text/plain.ts";
import { plural } from "../text/units.ts";
import { type Layout, labelled, wrapped } from "./layout.ts";
import { pairRows, weighedText } from "./pair-rows.ts";

const column = 9;

/** An enforced plan, story by story: what it does, where it may write, when it runs and why then. */
export function renderPlan(enforced: EnforcedPlan, layout: Layout, explain: boolean): string[] {
  const lines = wrapText(layout.paint("bold", planHeading(enforced)), layout.width);
  if (enforced.expected !== undefined) lines.push(...wrapped(plainLine(enforced.expected), layout.width, layout));
  for (const story of enforced.plan.stories) lines.push("", ...renderStory(story, enforced, layout, explain));
  if (enforced.changes.length > 0) {
    lines.push("", layout.paint("bold", "What the rules changed"));
    for (const change of enforced.changes) {
      const text = `${change.stories.join(", ")}: ${change.why}`;
      lines.push(...labelled(change.rule, plainLine(text), 23, layout, 2));
    }
  }
  return explain ? [...lines, ...renderEvidence(enforced, layout)] : lines;
}

/** What was found about every two stories, and what could not be looked at. */
function renderEvidence({ pairs, pairsLeftOut = 0, missing = [] }: EnforcedPlan, layout: Layout): string[] {
  const lines: string[] = [];
  if (pairs.length > 0) lines.push("", layout.paint("bold", "Pairs"));
  for (const { who, text, weighed } of pairRows(pairs)) {
    const isLong = who.length > 8;
    lines.push(...labelled(isLong ? "" : who, isLong ? `${who}: ${text}` : text, 9, layout, 2));
    if (weighed !== null) lines.push(...labelled("", weighedText(weighed), 9, layout, 2));
  }
  if (pairsLeftOut > 0) lines.push(`  and ${plural(pairsLeftOut, "more pair")}, independent`);
  if (missing.length > 0) lines.push("", layout.paint("bold", "Evidence that is missing"));
  for (const what of missing) lines.push(...labelled("", plainLine(what), 2, layout));
  return lines;
}

/** `parallel: 4 stories, at most 3 at once`. */
export function planHeading(enforced: EnforcedPlan): string {
  const { plan, width, parallelism } = enforced;
  const count = plural(plan.stories.length, "story");
  const atOnce = Math.min(width, parallelism);
  return atOnce > 1 ? `${plan.mode}: ${count}, at most ${atOnce} at once` : `${plan.mode}: ${count}, one at a time`;
}

/** One story of a plan. With `explain` its whole brief, else the first words of it. */
function renderStory(story: Story, enforced: EnforcedPlan, layout: Layout, explain: boolean): string[] {
  const { paint, width } = layout;
  const weight = story.weight === "standard" ? "" : ` (${story.weight})`;
  const [title = "", ...more] = wrapText(plainLine(story.title) + weight, width - 4);
  const lines = [`${paint("cyan", story.id.padEnd(3))} ${paint("bold", title)}`, ...more.map((line) => `    ${line}`)];
  const brief = plainLine(story.brief);
  if (brief !== "" && brief !== plainLine(story.title)) {
    const shown = wrapText(brief, width - 4);
    const cut =
      explain || shown.length <= 3 ? shown : [...shown.slice(0, 2), cutText(`${shown[2]} ${shown[3]}`, width - 4)];
    lines.push(...cut.map((line) => `    ${line}`));
  }
  const alone = enforced.plan.stories.length === 1 ? "wherever the goal needs it" : "undeclared, so it runs alone";
  const writes = story.writes.length === 0 ? alone : story.writes.map(plainLine).join(", ");
  lines.push(...labelled("writes", writes, column, layout, 4));
  for (const line of orderOf(story, enforced)) lines.push(...labelled("after", line, column, layout, 4));
  if (explain && story.reads.length > 0) {
    lines.push(...labelled("reads", story.reads.map(plainLine).join(", "), column, layout, 4));
  }
  for (const line of explain ? story.acceptance : [])
    lines.push(...labelled("accept", plainLine(line), column, layout, 4));
  for (const line of story.verify) lines.push(...labelled("check", plainLine(line), column, layout, 4));
  return lines;
}

/** Each story that another one waits for, and why. */
function orderOf(story: Story, enforced: EnforcedPlan): string[] {
  return story.dependsOn.map((other) => {
    const why = whyOrdered(other, story.id, enforced);
    return why === null ? other : `${other}: ${plainLine(why)}`;
  });
}

/** Why a story goes before another one, where that is known. */
export function whyOrdered(first: StoryId, second: StoryId, enforced: EnforcedPlan): string | null {
  const pair = enforced.pairs.find(
    ({ a, b, verdict }) => verdict === "ordered" && ((a === first && b === second) || (a === second && b === first)),
  );
  if (pair !== undefined) return pair.why;
  return enforced.plan.mode === "sequential" ? null : "the plan says so";
}
