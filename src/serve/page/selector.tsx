import { useSignal } from "@preact/signals";
import type { Decision } from "../../core/decision.ts";
import type { Mode } from "../../core/mode.ts";
import { basisText, certainty, chancesOf, chanceText, isUnsure, unsureText } from "../../report/decision-text.ts";
import type { RunState } from "../../state/run-state.ts";
import { api, runPath } from "./api.ts";
import { Evidence } from "./decision.tsx";
import { useKeptFocus } from "./kept-focus.ts";
import { InWords, Said, useAsking } from "./parts.tsx";

type Question = NonNullable<RunState["question"]>;
type ModeQuestion = Extract<Question, { kind: "mode" }>;

const bestFor: Readonly<Record<Mode, string>> = {
  focused: "one place: a fix, a rename, a follow-up",
  sequential: "steps that build on each other",
  parallel: "work on files that do not touch each other",
};

/** The mode selector: what is suggested, how sure and why, and what every mode would cost. */
export function Selector({
  run,
  question,
  decision,
}: {
  run: string;
  question: ModeQuestion;
  decision: Decision | null;
}) {
  const asking = useAsking();
  const card = useKeptFocus();
  const chosen = useSignal<Mode>(question.opensOn);
  const { only, suggested } = question;
  const answer = (value: unknown) => asking.run(() => api(runPath(run, "answer"), { id: question.id, answer: value }));
  const takesStory = only !== null && chosen.value === suggested;
  const submit = (event: Event) => {
    event.preventDefault();
    void answer(takesStory ? { mode: chosen.value, accepted: true } : chosen.value);
  };
  return (
    <section class="card ask" aria-labelledby="mode-title" ref={card}>
      <h2 id="mode-title" tabIndex={-1}>
        <strong>{suggested}</strong> is suggested
        <span class="quiet"> ({decision === null ? chanceText(question.confidence) : certainty(decision)})</span>
      </h2>
      <p dir="auto">{question.reason}</p>
      {decision !== null && isUnsure(decision) ? <p class="warn">{unsureText}</p> : null}
      <form onSubmit={submit}>
        <Modes
          question={question}
          decision={decision}
          chosen={chosen.value}
          choose={(mode) => {
            chosen.value = mode;
          }}
        />
        {only === null ? null : (
          <p dir="auto">
            One story: <strong>{only.title}</strong>. It writes{" "}
            {only.writes.length === 0 ? "wherever the goal needs it" : only.writes.join(", ")}.
          </p>
        )}
        {question.leaves === null ? null : <p class="quiet">Leaves: {question.leaves}</p>}
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

function Modes(props: { question: ModeQuestion; decision: Decision | null; chosen: Mode; choose(mode: Mode): void }) {
  const { question, decision, chosen } = props;
  const chances = decision !== null && isUnsure(decision) ? chancesOf(decision) : null;
  return (
    <fieldset>
      <legend>Which mode?</legend>
      {question.modes.map(({ mode, what, cost }) => (
        <label class="choice" key={mode}>
          <input type="radio" name="mode" value={mode} checked={chosen === mode} onChange={() => props.choose(mode)} />
          <span class="name">
            {mode}
            {mode === question.suggested ? <span class="tag">suggested</span> : null}
          </span>
          <span class="what">
            {what}
            <span class="quiet">; best for {bestFor[mode]}</span>
          </span>
          <span class="cost">
            {chances === null ? "" : `${chanceText(chances[mode])} likely · `}
            {cost}
          </span>
        </label>
      ))}
      <p class="quiet">{basisText(question.modes)}</p>
    </fieldset>
  );
}

/** A question that is answered in words, or by one of a few answers. */
export function OtherQuestion({
  run,
  question,
  decision,
}: {
  run: string;
  question: Question;
  decision: Decision | null;
}) {
  const asking = useAsking();
  const card = useKeptFocus();
  const answer = (value: unknown) => asking.run(() => api(runPath(run, "answer"), { id: question.id, answer: value }));
  const busy = asking.busy.value;
  return (
    <section class="card ask" aria-labelledby="question-title" ref={card}>
      <h2 id="question-title" class="lines" dir="auto" tabIndex={-1}>
        {question.question}
      </h2>
      {question.kind === "clarity" && decision !== null ? (
        <p class="quiet" dir="auto">
          {decision.reason}
        </p>
      ) : null}
      {question.kind === "checks" ? (
        <Choices answers={question.answers} busy={busy} answer={answer} />
      ) : question.kind === "delivery" ? (
        <Choices answers={yesOrNo} busy={busy} answer={answer} />
      ) : (
        <InWords
          label="Your answer"
          send="Answer"
          busy={busy}
          take={answer}
          more={
            <button type="button" disabled={busy} onClick={() => void answer(null)}>
              Leave
            </button>
          }
        />
      )}
      <Said asking={asking} />
    </section>
  );
}

const yesOrNo = [
  { value: "yes", label: "Yes", hint: "" },
  { value: "no", label: "No", hint: "" },
];

function Choices(props: {
  answers: readonly { value: string; label: string; hint: string }[];
  busy: boolean;
  answer(value: unknown): Promise<boolean>;
}) {
  return (
    <div class="row">
      {props.answers.map(({ value, label, hint }, place) => (
        <button
          type="button"
          key={value}
          class={place === 0 ? "primary" : undefined}
          disabled={props.busy}
          onClick={() => void props.answer(value)}
        >
          {label}
          {hint === "" ? null : <span class="why"> ({hint})</span>}
        </button>
      ))}
      <button type="button" disabled={props.busy} onClick={() => void props.answer(null)}>
        Leave
      </button>
    </div>
  );
}
