import { isBlamed, skippedText, verdictOfCheck } from "../core/check.ts";
import type { RunEvent, RunOutcome } from "../core/event.ts";
import { modeOf, type RunState } from "../state/run-state.ts";
import { shorten } from "../text/shorten.ts";
import { certainty, percent, signed, sumOfOdds } from "./decision-text.ts";
import { checkText, figureRows } from "./figure-rows.ts";
import { failureTail, storySections } from "./html-stories.ts";
import { pageStyle } from "./html-style.ts";
import { timeline } from "./html-timeline.ts";
import { html, type Markup } from "./markup.ts";
import { headline } from "./outcome-words.ts";

const tone: Readonly<Record<RunOutcome, string>> = {
  delivered: "good",
  partial: "warn",
  failed: "bad",
  empty: "warn",
  needs_input: "warn",
  ceiling: "warn",
  interrupted: "warn",
};

/** A page about a run that stands alone: no script, nothing from the network, every text escaped. */
export function renderHtml(view: RunState, events: readonly RunEvent[]): string {
  const goal = view.givenGoal === "" ? (view.run ?? "A run") : view.givenGoal;
  const sections = [
    header(view, goal),
    figures(view),
    decision(view),
    timeline(view, events),
    storySections(view),
    changes(view),
    pairs(view),
    checks(view),
    notices(view),
  ].filter((section) => section !== null);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${`baro: ${shorten(goal, 80)}`}</title>
<style>${{ markup: pageStyle }}</style>
</head>
<body>
${sections.flatMap((section) => [section, "\n"])}</body>
</html>
`.markup;
}

function header(view: RunState, goal: string): Markup {
  const outcome = view.finished?.outcome ?? null;
  const badge = html`<span class="badge ${outcome === null ? "go" : tone[outcome]}">${headline(view)}</span>`;
  const scripted = view.started?.scripted === true ? html` <span class="badge warn">scripted model</span>` : null;
  const { started, startedAt } = view;
  const facts = [
    view.run ?? "",
    ...(startedAt === null ? [] : [new Date(startedAt).toISOString().replace("T", " ").slice(0, 16)]),
    ...(started === null ? [] : [started.agent, `on ${started.base.slice(0, 10)}`, started.repo.root]),
    ...(view.resumes > 0 ? [`resumed ${view.resumes} times`] : []),
  ];
  return html`<header><p>${badge}${scripted}</p><h1>${goal}</h1><p class="dim">${facts.join(" · ")}</p></header>`;
}

function figures(view: RunState): Markup {
  const rows = figureRows(view).filter(([label]) => label !== "check");
  return html`<dl class="figures">${rows.map(([label, text]) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>`;
}

function decision(view: RunState): Markup | null {
  if (view.decision === null) return null;
  const { reason, signals, probabilities, question } = view.decision;
  const mode = modeOf(view) ?? view.decision.mode;
  const suggested = mode === view.decision.mode ? "" : `, chosen instead of ${view.decision.mode}`;
  const shares = Object.entries(probabilities ?? {}).map(([name, share]) => `${name} ${percent(share)}`);
  const sums = sumOfOdds(signals);
  const all = sums === null ? signals : [...signals, { name: "sum", detail: "by the rules", odds: sums }];
  const rows = all.map(
    ({ name, detail, odds }) =>
      html`<tr><td>${name}</td><td>${detail}</td><td class="number">${odds === undefined ? "" : signed(odds.sequential)}</td><td class="number">${odds === undefined ? "" : signed(odds.parallel)}</td></tr>`,
  );
  const table =
    rows.length === 0
      ? null
      : html`<div class="scroll"><table><tr><th>signal</th><th>evidence</th><th class="number">sequential</th><th class="number">parallel</th></tr>${rows}</table></div>`;
  return html`<h2>Decision</h2><p><strong>${mode}</strong>${suggested} <span class="dim">(${certainty(view.decision)})</span></p>
<p>${reason}</p>${question === null ? null : html`<p class="warn">${question}</p>`}
<p class="dim">${shares.join(" · ")}</p>${table}`;
}

function changes(view: RunState): Markup | null {
  const changed = view.enforced?.changes ?? [];
  if (changed.length === 0) return null;
  const rows = changed.map(
    ({ rule, stories, why }) =>
      html`<tr><td><code>${rule}</code></td><td>${stories.join(", ")}</td><td>${why}</td></tr>`,
  );
  return html`<h2>What the rules changed</h2><div class="scroll"><table><tr><th>rule</th><th>stories</th><th>why</th></tr>${rows}</table></div>`;
}

function pairs(view: RunState): Markup | null {
  const judged = view.enforced?.pairs ?? [];
  if (judged.length === 0) return null;
  const rows = judged.map(
    ({ a, b, verdict, rule, doubt, why }) =>
      html`<tr><td>${`${a} ${b}`}</td><td>${verdict}${doubt === true ? ", with doubt" : ""}</td><td>${rule ?? ""}</td><td>${why}</td></tr>`,
  );
  return html`<h2>Pairs</h2><div class="scroll"><table><tr><th>stories</th><th>verdict</th><th>rule</th><th>evidence</th></tr>${rows}</table></div>`;
}

function checks(view: RunState): Markup | null {
  if (view.verified.length === 0) return null;
  return html`<h2>Checks of the result</h2>${view.verified.map(
    (check) =>
      html`<p class="${isBlamed(check) ? "bad" : verdictOfCheck(check) === "passed" ? "good" : "dim"}">${checkText(check)}</p>${failureTail(check)}`,
  )}`;
}

function notices(view: RunState): Markup | null {
  const predicted = view.predicted.map(
    ({ stories, paths }) => `${stories.join(" and ")} both change ${paths.join(", ")}`,
  );
  const answers = view.answers.map(({ question, answer }) => `${question} ${answer}`);
  const texts = [...answers, ...view.notices, ...view.unchecked.map(skippedText), ...predicted];
  if (texts.length === 0) return null;
  return html`<h2>Notices</h2><ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
}
