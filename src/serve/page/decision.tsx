import type { Decision, Signal } from "../../core/decision.ts";
import { modes } from "../../core/mode.ts";
import { chanceText, inHundredths, modeRows, rankedSignals, signed, sumOfOdds } from "../../report/decision-text.ts";
import { modeOf, type RunState } from "../../state/run-state.ts";
import { Folded } from "./printed.tsx";

/** How the mode came about, once nobody is asked about it any more. */
export function DecisionAccount({ state }: { state: RunState }) {
  const { decision, question } = state;
  const mode = modeOf(state);
  if (decision === null || mode === null || isOpen(question)) return null;
  return (
    <section aria-labelledby="decision-title">
      <h2 id="decision-title">Decision</h2>
      <dl class="rows">
        {modeRows(state, mode).map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd dir="auto">{text}</dd>
          </div>
        ))}
        {state.answers.map(({ question: asked, answer }) => (
          <div>
            <dt>asked</dt>
            <dd dir="auto">
              {asked} <strong>{answer}</strong>
            </dd>
          </div>
        ))}
      </dl>
      {decision.question === null ? null : <p class="warn">{decision.question}</p>}
      <Evidence decision={decision} />
    </section>
  );
}

/** Whether the mode is not decided yet: its question shows what there is, or the goal has to be made clear first. */
function isOpen(question: RunState["question"]): boolean {
  return question?.kind === "mode" || question?.kind === "clarity";
}

/** Everything that led to a decision, on demand: how likely each mode is, and every signal with what it adds. */
export function Evidence({ decision }: { decision: Decision }) {
  return (
    <Folded summary="Evidence">
      {() => (
        <>
          <dl class="shares">
            {modes.map((mode) => (
              <div>
                <dt>{mode}</dt>
                <dd>
                  <meter value={decision.probabilities[mode]} aria-label={`${mode}, probability`} />
                  {chanceText(inHundredths(decision.probabilities)[mode])}
                </dd>
              </div>
            ))}
          </dl>
          <Signals signals={decision.signals} />
        </>
      )}
    </Folded>
  );
}

function Signals({ signals }: { signals: readonly Signal[] }) {
  if (signals.length === 0) return null;
  const ranked = rankedSignals(signals);
  const sums = sumOfOdds(signals);
  return (
    <section class="scroll" aria-label="Signals" tabIndex={0}>
      <table>
        <caption>Log-odds of sequential and of parallel against focused; the weighed ones add up.</caption>
        <thead>
          <tr>
            <th scope="col">signal</th>
            <th scope="col" class="number">
              sequential
            </th>
            <th scope="col" class="number">
              parallel
            </th>
          </tr>
        </thead>
        <tbody>
          {ranked.map(({ name, detail, odds, weight }) => (
            <tr>
              <th scope="row">
                {name} <span dir="auto">{detail}</span>
              </th>
              <td class="number">{odds === undefined ? (weight ? "rule" : "") : signed(odds.sequential)}</td>
              <td class="number">{odds === undefined ? "" : signed(odds.parallel)}</td>
            </tr>
          ))}
          {sums === null ? null : (
            <tr class="sum">
              <th scope="row">sum, by the rules</th>
              <td class="number">{signed(sums.sequential)}</td>
              <td class="number">{signed(sums.parallel)}</td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}
