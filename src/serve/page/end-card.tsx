import { endRows, placeRows, toCopy, workRows } from "../../report/figure-rows.ts";
import { headline } from "../../report/outcome-words.ts";
import type { RunState } from "../../state/run-state.ts";
import { ResultChecks } from "./checks.tsx";
import { Diff } from "./diff.tsx";
import { EndActions } from "./end-actions.tsx";
import type { Seen } from "./seen.ts";

/** How a run ended: figures, what the checks proved, what was left, and what can be done next. */
export function EndCard({ seen, mayAct, goTo }: { seen: Seen; mayAct: boolean; goTo(run: string | null): void }) {
  const { state, run } = seen;
  return (
    <section class={`card end ${state.finished?.outcome ?? ""}`} aria-labelledby="end-title">
      <h2 id="end-title">{headline(state)}</h2>
      <dl class="figures">
        {[...placeRows(state), ...workRows(state)].map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <Left state={state} />
      <ResultChecks state={state} />
      {state.landed.length === 0 ? null : <Diff run={run} story={null} />}
      {mayAct ? <EndActions seen={seen} goTo={goTo} /> : null}
    </section>
  );
}

/** What was left, and what a person can type. */
function Left({ state }: { state: RunState }) {
  const rows = endRows(state, state.started?.repo.root ?? null);
  if (rows.length === 0) return null;
  return (
    <dl class="rows">
      {rows.map(([label, text]) => (
        <div>
          <dt>{label}</dt>
          <dd>{wordsOf(label, text)}</dd>
        </div>
      ))}
    </dl>
  );
}

function wordsOf(label: string, text: string) {
  if (label === "request" && /^https?:\/\/\S+$/.test(text)) {
    return (
      <a href={text} rel="noreferrer noopener" target="_blank">
        {text}
      </a>
    );
  }
  return toCopy.includes(label) ? <code>{text}</code> : text;
}
