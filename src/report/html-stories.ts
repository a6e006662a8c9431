import type { CheckFacts } from "../core/check.ts";
import { isBlamed, verdictOfCheck } from "../core/check.ts";
import type { RunState } from "../state/run-state.ts";
import { type StoryState, statusOf } from "../state/story-state.ts";
import { timeText } from "../text/duration.ts";
import { plainLines } from "../text/plain.ts";
import { changesText, plural, tokensText } from "../text/units.ts";
import { checkText } from "./figure-rows.ts";
import { html, type Markup } from "./markup.ts";

const tone = { merged: "good", empty: "warn", failed: "bad", skipped: "dim" } as const;

/** Each story with what it was to do, what it did, and what it met. */
export function storySections(view: RunState): Markup | null {
  if (view.stories.size === 0) return null;
  return html`<h2>Stories</h2>${[...view.stories.values()].map((view) => section(view))}`;
}

function section(view: StoryState): Markup {
  const { story, outcome } = view;
  const state = html`<span class="badge ${outcome === null ? "go" : tone[outcome]}">${outcome ?? statusOf(view)}</span>`;
  const open = outcome === "failed" ? html` open` : null;
  return html`<details${open}><summary>${story.id} ${story.title} ${state}</summary>
<p class="dim">${factsOf(view).join(" · ")}</p>
${view.reason !== null && outcome !== "merged" ? html`<p class="${outcome === null ? "dim" : tone[outcome]}">${view.reason}</p>` : null}
${story.brief === "" ? null : html`<pre>${story.brief}</pre>`}
${list("may write", story.writes)}${list("waits for", story.dependsOn)}${list("must be true", story.acceptance)}
${list("wrote outside its surface", violationsOf(view))}${list("conflicts", conflictsOf(view))}${list("taken over", switchesOf(view))}
${view.checked.map(
  (check) =>
    html`<p class="${isBlamed(check) ? "bad" : verdictOfCheck(check) === "passed" ? "good" : "dim"}">${checkText(check)}</p>${failureTail(check)}`,
)}</details>
`;
}

/** The end of a failed check's output, without its colours. */
export function failureTail(check: CheckFacts): Markup | null {
  return check.ok || check.tail === "" ? null : html`<pre>${plainLines(check.tail).join("\n")}</pre>`;
}

function factsOf(view: StoryState): string[] {
  const last = view.history.at(-1);
  const agent = last === undefined ? [] : [last.model === null ? last.agent : `${last.agent}:${last.model}`];
  const spent = view.startedAt === null || view.finishedAt === null ? [] : [timeText(view.finishedAt - view.startedAt)];
  const merged = view.changes === null ? [] : [`${changesText(view.changes)} in ${view.landed?.slice(0, 10) ?? ""}`];
  return [
    view.story.weight,
    ...agent,
    ...(view.history.length > 1 ? [plural(view.history.length, "attempt")] : []),
    ...spent,
    plural(view.tools, "tool call"),
    tokensText(view.usage),
    ...merged,
    ...(view.kept === null || view.landed !== null ? [] : [`kept as ${view.kept.ref}`]),
  ];
}

function violationsOf(view: StoryState): string[] {
  return view.violations.map(({ paths, action, why }) => `${paths.join(", ")}: ${action}, ${why}`);
}

function conflictsOf(view: StoryState): string[] {
  return view.conflicts.map(
    ({ paths, next }) => `${paths.join(", ")}: ${next === "redo" ? "done again on top" : "failed"}`,
  );
}

function switchesOf(view: StoryState): string[] {
  return view.switches.map(({ from, to, why }) => `${to} from ${from}: ${why}`);
}

function list(name: string, entries: readonly string[]): Markup | null {
  if (entries.length === 0) return null;
  return html`<p><span class="dim">${name}</span></p><ul>${entries.map((entry) => html`<li><code>${entry}</code></li>`)}</ul>`;
}
