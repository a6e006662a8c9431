import { useSignal } from "@preact/signals";
import type { Decision } from "../../core/decision.ts";
import { type Mode, modes } from "../../core/mode.ts";
import { certainty, percent } from "../../report/decision-text.ts";
import type { RunState } from "../../state/run-state.ts";
import { api, runPath } from "./api.ts";
import { Said, useAsking } from "./parts.tsx";

type Question = NonNullable<RunState["question"]>;

const pays: Readonly<Record<Mode, string>> = {
  focused: "one surface: a fix, a rename, a follow-up",
  sequential: "steps that build on each other",
  parallel: "work on files that do not touch each other",
};

/** The mode selector: what is suggested, how sure and why, and what every mode would cost. */
export function Selector({ run, question, decision }: { run: string; question: Question; decision: Decision | null }) {
  const asking = useAsking();
  const chosen = useSignal<Mode>(question.kind === "mode" ? question.opensOn : "focused");
  if (question.kind !== "mode") return null;
  const { only, suggested } = question;
  const answer = (value: unknown) => asking.run(() => api(runPath(run, "answer"), { id: question.id, answer: value }));
  const takesStory = only !== null && chosen.value === suggested;
  const submit = (event: Event) => {
    event.preventDefault();
    void answer(takesStory ? { mode: chosen.value, accepted: true } : chosen.value);
  };
  return (
    <section class="card ask" aria-labelledby="mode-title">
      <h2 id="mode-title">
        <strong>{suggested}</strong> is suggested
        <span class="quiet"> ({decision === null ? percent(question.confidence) : certainty(decision)})</span>
      </h2>
      <p>{question.reason}</p>
      {question.leaves === null ? null : <p class="quiet">Leaves: {question.leaves}</p>}
      <form onSubmit={submit}>
        <fieldset>
          <legend>Which mode?</legend>
          {question.modes.map(({ mode, what, cost, basis }) => (
            <label class="choice">
              <input
                type="radio"
                name="mode"
                value={mode}
                checked={chosen.value === mode}
                onChange={() => {
                  chosen.value = mode;
                }}
              />
              <span class="name">
                {mode}
                {mode === suggested ? <span class="tag">suggested</span> : null}
              </span>
              <span class="what">
                {what}; pays for {pays[mode]}
              </span>
              <span class="cost">
                {cost}
                {basis === null ? "" : ` (${basis})`}
              </span>
            </label>
          ))}
        </fieldset>
        {only === null ? null : (
          <p>
            One story: <strong>{only.title}</strong>, writing{" "}
            {only.writes.length === 0 ? "where the goal needs it" : only.writes.join(", ")}
          </p>
        )}
        <div class="row">
          <button type="submit" class="primary" disabled={asking.busy.value}>
            {takesStory ? `Run ${chosen.value}` : `Choose ${chosen.value}`}
          </button>
          {only === null ? null : (
            <button type="button" disabled={asking.busy.value} onClick={() => void answer(suggested)}>
              Look at the story first
            </button>
          )}
          <button type="button" disabled={asking.busy.value} onClick={() => void answer(null)}>
            Leave
          </button>
        </div>
      </form>
      <Said asking={asking} />
      {decision === null ? null : <Evidence decision={decision} />}
    </section>
  );
}

/** Everything that led to a decision, on demand. */
export function Evidence({ decision }: { decision: Decision }) {
  const ranked = decision.signals.toSorted((a, b) => Math.abs(b.weight ?? 0) - Math.abs(a.weight ?? 0));
  return (
    <details>
      <summary>Evidence</summary>
      <dl class="shares">
        {modes.map((mode) => (
          <div>
            <dt>{mode}</dt>
            <dd>
              <meter value={decision.probabilities[mode]} aria-label={`${mode}, probability`} />
              {percent(decision.probabilities[mode])}
            </dd>
          </div>
        ))}
      </dl>
      <ul class="signals">
        {ranked.map(({ name, detail, towards }) => (
          <li>
            <strong>{name}</strong>: {detail}
            {towards === undefined ? null : <span class="quiet"> (towards {towards})</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A question that is answered in words, or by one of a few answers. */
export function OtherQuestion({ run, question }: { run: string; question: Question }) {
  const asking = useAsking();
  const words = useSignal("");
  const answer = (value: unknown) => asking.run(() => api(runPath(run, "answer"), { id: question.id, answer: value }));
  const submit = (event: Event) => {
    event.preventDefault();
    void answer(words.value);
  };
  return (
    <section class="card ask" aria-labelledby="question-title">
      <h2 id="question-title" class="lines">
        {question.question}
      </h2>
      {question.kind === "checks" ? (
        <div class="row">
          {question.answers.map(({ value, label, hint }) => (
            <button type="button" disabled={asking.busy.value} onClick={() => void answer(value)}>
              {label} <span class="hint">({hint})</span>
            </button>
          ))}
        </div>
      ) : (
        <form onSubmit={submit}>
          <label class="field">
            <span class="label">Your answer</span>
            <textarea
              required
              rows={3}
              value={words.value}
              onInput={(event) => {
                words.value = event.currentTarget.value;
              }}
            />
          </label>
          <div class="row">
            <button type="submit" class="primary" disabled={asking.busy.value}>
              Answer
            </button>
            <button type="button" disabled={asking.busy.value} onClick={() => void answer(null)}>
              Leave
            </button>
          </div>
        </form>
      )}
      <Said asking={asking} />
    </section>
  );
}
