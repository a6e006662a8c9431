import { certainty } from "./decision-text.ts";
import { figureRows } from "./figure-rows.ts";
import { endText } from "./outcome-words.ts";
import { plainLine } from "./terminal-text.ts";
import { changesText } from "./units.ts";
import type { RunView } from "./view.ts";

/** A run as Markdown for a comment or a job summary. Texts from outside can't link, mention, or close anything. */
export function renderMarkdown(view: RunView): string {
  const lines = [`### ${endText(view)}`, "", ...quote(view.goal), ...decisionLines(view), ...storyRows(view)];
  lines.push("", "| figure | |", "|---|---|");
  for (const [label, text] of figureRows(view)) lines.push(`| ${label} | ${escapeMarkdown(text)} |`);
  return `${lines.join("\n")}\n`;
}

function decisionLines(view: RunView): string[] {
  const { mode } = view;
  const scripted = view.started?.scripted === true ? ["", "Played by the built-in scripted model."] : [];
  if (mode === null || view.decision === null) return scripted;
  return ["", `**${mode}** (${certainty(view.decision)}): ${escapeMarkdown(view.decision.reason)}`, ...scripted];
}

function storyRows(view: RunView): string[] {
  if (view.stories.size === 0) return [];
  const rows = [...view.stories.values()].map(({ story, outcome, status, reason, merged }) => {
    const ended = outcome ?? status;
    const result = outcome === "merged" || reason === null ? ended : `${ended}: ${reason}`;
    const cells = [`${story.id} ${story.title}`, result, merged === null ? "" : changesText(merged)];
    return `| ${cells.map(escapeMarkdown).join(" | ")} |`;
  });
  return ["", "| story | result | changed |", "|---|---|---|", ...rows];
}

/** A goal of many lines stays one quotation. */
function quote(text: string): string[] {
  const lines = text.split(/\r?\n/).slice(0, 20);
  return lines.map((line) => `> ${escapeMarkdown(line)}`);
}

/** A line that means itself in Markdown; a mention or an issue's number does not reach anybody. */
export function escapeMarkdown(text: string): string {
  return plainLine(text)
    .replace(/[\\`*_[\]#|~]|^[+-]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/@(?=\w)/g, "@\u200b")
    .replace(/\\#(?=\d)/g, "\\#\u200b");
}
