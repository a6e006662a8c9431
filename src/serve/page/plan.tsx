import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { modes } from "../../core/mode.ts";
import { dropStory, type EnforcedPlan, replaceStory } from "../../core/plan.ts";
import type { Story } from "../../core/story.ts";
import { planHeading, whyOrdered } from "../../report/plan-text.ts";
import type { RunState } from "../../state/run-state.ts";
import { api, runPath } from "./api.ts";
import { useKeptFocus } from "./kept-focus.ts";
import { movedStory } from "./move.ts";
import { Said, useAsking, Worded } from "./parts.tsx";
import { PlanAccount } from "./plan-account.tsx";
import { Brief } from "./story-card.tsx";
import { StoryForm } from "./story-form.tsx";

type PlanQuestion = Extract<NonNullable<RunState["question"]>, { kind: "plan" }>;
type Answer = (value: unknown) => Promise<boolean>;

/** The plan before it runs. Each change goes to the run, which enforces its rules anew and asks again. */
export function PlanReview({
  run,
  question,
  enforced,
}: {
  run: string;
  question: PlanQuestion;
  enforced: EnforcedPlan;
}) {
  const asking = useAsking();
  const card = useKeptFocus();
  const busy = asking.busy.value;
  const answer: Answer = (value) => asking.run(() => api(runPath(run, "answer"), { id: question.id, answer: value }));
  return (
    <section class="card ask" aria-labelledby="plan-title" ref={card}>
      <h2 id="plan-title" tabIndex={-1}>
        Run this plan?
      </h2>
      <p>
        {planHeading(enforced)}. {question.expected}
      </p>
      <Choices question={question} busy={busy} answer={answer} />
      <Said asking={asking} />
      <StoryList key={question.id} enforced={enforced} busy={busy} answer={answer} />
      <PlanAccount enforced={{ ...enforced, missing: question.missing }} />
    </section>
  );
}

/** The stories in order, each to be edited, dropped or moved. */
function StoryList({ enforced, busy, answer }: { enforced: EnforcedPlan; busy: boolean; answer: Answer }) {
  const editing = useSignal<string | null>(null);
  const { plan } = enforced;
  const edit = async (stories: readonly Story[]) => {
    if (await answer({ action: "edit", stories })) editing.value = null;
  };
  return (
    <ol class="stories">
      {plan.stories.map((story, place) => (
        <li key={story.id} class="story">
          <h3>
            <span class="id">{story.id}</span> <bdi>{story.title}</bdi>
          </h3>
          <Brief story={story} />
          <Order story={story} enforced={enforced} />
          {editing.value === story.id ? (
            <StoryForm
              story={story}
              busy={busy}
              onSave={(changed) => void edit(replaceStory(plan, changed).stories)}
              onLeave={() => {
                editing.value = null;
              }}
            />
          ) : (
            <Edits
              id={story.id}
              place={place}
              last={plan.stories.length - 1}
              busy={busy}
              open={() => {
                editing.value = story.id;
              }}
              drop={() => void edit(dropStory(plan, story.id).stories)}
              move={(by) => void edit(movedStory(plan, story.id, by).stories)}
            />
          )}
        </li>
      ))}
    </ol>
  );
}

/** What can be made of the plan as a whole. */
function Choices({ question, busy, answer }: { question: PlanQuestion; busy: boolean; answer: Answer }) {
  const asks = useRef<HTMLSelectElement>(null);
  const keeps = () => question.edited && asks.current?.value === "keep";
  return (
    <>
      <div class="row">
        <button type="button" class="primary" disabled={busy} onClick={() => void answer("accept")}>
          Accept and run
        </button>
        {question.changes === 0 ? null : (
          <button type="button" disabled={busy} onClick={() => void answer("undo")}>
            Undo the last change
          </button>
        )}
        <button type="button" disabled={busy} onClick={() => void answer("leave")}>
          Leave
        </button>
      </div>
      <div class="row small">
        {modes
          .filter((mode) => mode !== question.mode)
          .map((mode) => (
            <button
              type="button"
              key={mode}
              disabled={busy}
              onClick={() => void answer({ action: "mode", mode, keeps: keeps() })}
            >
              Change to {mode}
            </button>
          ))}
        {question.edited ? (
          <label>
            You have changed this plan. Another mode{" "}
            <select ref={asks}>
              <option value="keep">keeps these stories</option>
              <option value="anew">plans again: your changes are lost, but undo brings them back</option>
            </select>
          </label>
        ) : null}
      </div>
    </>
  );
}

/** Why a story goes after others, where the rules or the evidence say so. */
function Order({ story, enforced }: { story: Story; enforced: EnforcedPlan }) {
  const reasons = story.dependsOn.flatMap((other) => {
    const why = whyOrdered(other, story.id, enforced);
    return why === null ? [] : `after ${other}: ${why}`;
  });
  return reasons.map((reason) => (
    <p class="quiet">
      <Worded text={reason} />
    </p>
  ));
}

function Edits(props: {
  id: string;
  place: number;
  last: number;
  busy: boolean;
  open(): void;
  drop(): void;
  move(by: -1 | 1): void;
}) {
  const { id, place, last, busy } = props;
  return (
    <div class="row small">
      <button type="button" aria-label={`Edit ${id}`} disabled={busy} onClick={props.open}>
        Edit
      </button>
      {last === 0 ? null : (
        <>
          <button type="button" aria-label={`Drop ${id}`} disabled={busy} onClick={props.drop}>
            Drop
          </button>
          <button
            type="button"
            aria-label={`Move ${id} up`}
            disabled={busy || place === 0}
            onClick={() => props.move(-1)}
          >
            Up
          </button>
          <button
            type="button"
            aria-label={`Move ${id} down`}
            disabled={busy || place === last}
            onClick={() => props.move(1)}
          >
            Down
          </button>
        </>
      )}
    </div>
  );
}
