import { isBlamed, skippedText, verdictOfCheck } from "../core/check.ts";
import type { RunEvent, RunOutcome } from "../core/event.ts";
import { modeOf, type RunState } from "../state/run-state.ts";
import { shorten } from "../text/shorten.ts";
import { certainty, percent, signed, sumOfOdds } from "./decision-text.ts";
import { checkText, figureRows } from "./figure-rows.ts";
import { failureTail, storySections } from "./html-stories.ts";
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
  const others = view.switches.map(({ from, to, why }) => `The planner ${from} was replaced by ${to}: ${why}`);
  const texts = [...answers, ...others, ...view.notices, ...view.unchecked.map(skippedText), ...predicted];
  if (texts.length === 0) return null;
  return html`<h2>Notices</h2><ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
}

/** The page's style: one column that reads on a phone, colours that work on white and on black. */
const pageStyle = `
:root { color-scheme: light dark; --line: #d0d7de; --soft: #f6f8fa; --dim: #59636e; --good: #1a7f37; --bad: #cf222e;
  --warn: #9a6700; --go: #0969da; --text: #1f2328; --page: #fff; }
@media (prefers-color-scheme: dark) { :root { --line: #3d444d; --soft: #151b23; --dim: #9198a1; --good: #3fb950;
  --bad: #f85149; --warn: #d29922; --go: #4493f8; --text: #f0f6fc; --page: #0d1117; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 4rem; color: var(--text); background: var(--page);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .3rem 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; }
p { margin: .4rem 0; overflow-wrap: anywhere; }
code, pre { font: .875em/1.45 ui-monospace, monospace; }
pre { background: var(--soft); padding: .6rem .8rem; border-radius: 6px; overflow: auto; margin: .4rem 0; max-height: 24rem;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.dim { color: var(--dim); }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); } .go { color: var(--go); }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 1em; padding: 0 .6em; font-size: .85rem; font-weight: 600; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: .6rem; margin: 1rem 0; }
.figures div { background: var(--soft); border-radius: 6px; padding: .5rem .8rem; }
.figures dt { color: var(--dim); font-size: .8rem; } .figures dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th { text-align: left; color: var(--dim); font-weight: 600; }
th, td { padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
td.number, th.number { text-align: right; white-space: nowrap; }
.time { display: grid; grid-template-columns: minmax(7rem, 14rem) 1fr; gap: .35rem .8rem; align-items: center; font-size: .9rem; }
.time .name { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.time .lane { position: relative; height: 1.3rem; background: var(--soft); border-radius: 4px; }
.time .bar { position: absolute; top: .15rem; bottom: .15rem; min-width: 3px; border-radius: 3px; background: var(--go); }
.time .bar.good { background: var(--good); } .time .bar.bad { background: var(--bad); } .time .bar.warn { background: var(--warn); }
.time .bar.stage { background: var(--dim); opacity: .45; }
.axis { display: flex; justify-content: space-between; color: var(--dim); font-size: .8rem; }
details { border: 1px solid var(--line); border-radius: 6px; padding: .5rem .8rem; margin: .5rem 0; }
summary { cursor: pointer; font-weight: 600; overflow-wrap: anywhere; }
ul { margin: .3rem 0; padding-left: 1.3rem; } li { overflow-wrap: anywhere; }
@media print { details { break-inside: avoid; } }
`;
