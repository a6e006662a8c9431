import type { Decision } from "../core/decision.ts";
import type { Mode } from "../core/mode.ts";
import { modeOf, type RunState } from "../state/run-state.ts";
import { escapeCell, escapeMarkdown, quoteLines } from "../text/escape-markdown.ts";
import { changesText } from "../text/units.ts";
import { certainty, modeRows } from "./decision-text.ts";
import { figureRows } from "./figure-rows.ts";
import { headline, openQuestion, storyWord } from "./outcome-words.ts";

/** A run as Markdown for a comment or a job summary. Texts from outside can't link, mention, or close anything. */
export function renderMarkdown(view: RunState): string {
  const lines = [
    `### ${headline(view)}`,
    "",
    quoteLines(escapeMarkdown(firstLines(view.givenGoal))),
    ...decisionLines(view),
    ...storyRows(view),
  ];
  lines.push("", "| figure | |", "|---|---|");
  for (const [label, text] of figureRows(view)) lines.push(`| ${label} | ${escapeCell(text)} |`);
  return `${lines.join("\n")}\n`;
}

function decisionLines(view: RunState): string[] {
  const mode = modeOf(view);
  const scripted = view.started?.scripted === true ? ["", "Played by the built-in scripted model."] : [];
  const others = view.switches.flatMap(({ from, to, why }) => [
    "",
    `Planner: ${to} took over from ${from} (${escapeCell(why)})`,
  ]);
  if (mode === null || view.decision === null) return [...others, ...scripted];
  const question = openQuestion(view);
  const asked = question === null ? [] : ["", `**Question:** ${escapeCell(question)}`];
  return ["", ...modeLines(view, mode, view.decision), ...asked, ...others, ...scripted];
}

/** The reason is that of the mode that was suggested: another one that ran is not given it. */
function modeLines(view: RunState, mode: Mode, decision: Decision): string[] {
  if (mode === decision.mode) return [`**${mode}** (${certainty(decision)}): ${escapeCell(decision.reason)}`];
  return modeRows(view, mode).map(([label, text]) =>
    label === "mode" ? `**${text}**\n` : `Suggested: ${escapeCell(text)}`,
  );
}

function storyRows(view: RunState): string[] {
  if (view.stories.size === 0) return [];
  const rows = [...view.stories.values()].map((one) => {
    const { story, outcome, reason, said, changes, switches } = one;
    const ended = storyWord(one, view);
    const spoken = outcome === "empty" && said !== null ? `; the agent said: ${said}` : "";
    const result = outcome === "merged" || reason === null ? ended : `${ended}: ${reason}${spoken}`;
    const others = switches.map(({ from, to, why }) => `; ${to} took over from ${from} (${why})`).join("");
    const cells = [`${story.id} ${story.title}`, result + others, changes === null ? "" : changesText(changes)];
    return `| ${cells.map(escapeCell).join(" | ")} |`;
  });
  return ["", "| story | result | changed |", "|---|---|---|", ...rows];
}

function firstLines(goal: string): string {
  return goal.split(/\r?\n/).slice(0, 20).join("\n");
}
