import { useSignal } from "@preact/signals";
import { type Mode, modes } from "../../core/mode.ts";
import { dropStory, type EnforcedPlan, replaceStory } from "../../core/plan.ts";
import { type Story, weights } from "../../core/story.ts";
import type { RunState } from "../../state/run-state.ts";
import { plural } from "../../text/units.ts";
import { api, runPath } from "./api.ts";
import { Graph } from "./graph.tsx";
import { movedStory } from "./move.ts";
import { Field, Said, useAsking } from "./parts.tsx";

type Question = NonNullable<RunState["question"]>;

/** The plan before it runs. Each change goes to the run, which enforces its rules anew and asks again. */
export function PlanReview({ run, question, enforced }: { run: string; question: Question; enforced: EnforcedPlan }) {
  const asking = useAsking();
  const editing = useSignal<string | null>(null);
  const { plan } = enforced;
  const answer = (value: unknown) => asking.run(() => api(runPath(run, "answer"), { id: question.id, answer: value }));
  const edit = async (stories: readonly Story[]) => {
    if (await answer({ action: "edit", stories })) editing.value = null;
  };
  const expected = question.kind === "plan" ? question.expected : null;
  return (
    <section class="card ask" aria-labelledby="plan-title">
      <h2 id="plan-title">Run this plan?</h2>
      <p>
        {plan.stories.length === 1 ? "One story" : `${plan.stories.length} stories`}, {plan.mode}, at most{" "}
        {enforced.parallelism} at once. {expected}
      </p>
      <div class="row">
        <button type="button" class="primary" disabled={asking.busy.value} onClick={() => void answer("accept")}>
          Accept and run
        </button>
        {modes
          .filter((mode) => mode !== plan.mode)
          .map((mode: Mode) => (
            <button type="button" disabled={asking.busy.value} onClick={() => void answer({ action: "mode", mode })}>
              Change to {mode}
            </button>
          ))}
        <button type="button" disabled={asking.busy.value} onClick={() => void answer("leave")}>
          Leave
        </button>
      </div>
      <Said asking={asking} />
      <ol class="stories">
        {plan.stories.map((story, place) => (
          <li key={story.id} class="story">
            <StoryHead story={story} />
            {editing.value === story.id ? (
              <StoryForm
                story={story}
                busy={asking.busy.value}
                onSave={(changed) => void edit(replaceStory(plan, changed).stories)}
                onLeave={() => {
                  editing.value = null;
                }}
              />
            ) : (
              <div class="row small">
                <button
                  type="button"
                  aria-label={`Edit ${story.id}`}
                  disabled={asking.busy.value}
                  onClick={() => {
                    editing.value = story.id;
                  }}
                >
                  Edit
                </button>
                {plan.stories.length === 1 ? null : (
                  <>
                    <button
                      type="button"
                      aria-label={`Drop ${story.id}`}
                      disabled={asking.busy.value}
                      onClick={() => void edit(dropStory(plan, story.id).stories)}
                    >
                      Drop
                    </button>
                    <button
                      type="button"
                      aria-label={`Move ${story.id} up`}
                      disabled={asking.busy.value || place === 0}
                      onClick={() => void edit(movedStory(plan, story.id, -1).stories)}
                    >
                      Up
                    </button>
                    <button
                      type="button"
                      aria-label={`Move ${story.id} down`}
                      disabled={asking.busy.value || place === plan.stories.length - 1}
                      onClick={() => void edit(movedStory(plan, story.id, 1).stories)}
                    >
                      Down
                    </button>
                  </>
                )}
              </div>
            )}
          </li>
        ))}
      </ol>
      <PlanAccount enforced={enforced} />
    </section>
  );
}

function StoryHead({ story }: { story: Story }) {
  return (
    <>
      <h3>
        <span class="id">{story.id}</span> {story.title}
      </h3>
      <p class="lines">{story.brief}</p>
      <p class="quiet">
        Writes <code>{story.writes.length === 0 ? "where the goal needs it" : story.writes.join(", ")}</code>
        {story.dependsOn.length === 0 ? "" : `; after ${story.dependsOn.join(", ")}`}; {story.weight}
      </p>
      {story.acceptance.length === 0 ? null : (
        <ul class="acceptance">
          {story.acceptance.map((sentence) => (
            <li>{sentence}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** What the rules made of it, and why each pair may run apart or may not. */
export function PlanAccount({ enforced, drawn = true }: { enforced: EnforcedPlan; drawn?: boolean }) {
  const { changes, pairs, plan } = enforced;
  return (
    <>
      {plan.stories.length < 2 || !drawn ? null : (
        <details open={plan.stories.length <= 40}>
          <summary>What waits for what</summary>
          <Graph stories={plan.stories} statuses={new Map()} />
        </details>
      )}
      {changes.length === 0 ? null : (
        <details open>
          <summary>{plural(changes.length, "change")} by rules</summary>
          <ul>
            {changes.map(({ rule, stories, why }) => (
              <li>
                <strong>{rule}</strong> ({stories.join(", ")}): {why}
              </li>
            ))}
          </ul>
        </details>
      )}
      {pairs.length === 0 ? null : (
        <details>
          <summary>{plural(pairs.length, "pair")} of stories</summary>
          <ul>
            {pairs.slice(0, 500).map(({ a, b, verdict, why }) => (
              <li>
                {a} and {b}: <strong>{verdict}</strong>, {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function StoryForm(props: { story: Story; busy: boolean; onSave(story: Story): void; onLeave(): void }) {
  const { story } = props;
  const draft = useSignal(story);
  const set = (change: Partial<Story>) => {
    draft.value = { ...draft.value, ...change };
  };
  const linesOf = (text: string) => text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  const save = (event: Event) => {
    event.preventDefault();
    const { writes, acceptance } = draft.value;
    props.onSave({ ...draft.value, writes: linesOf(writes.join("\n")), acceptance: linesOf(acceptance.join("\n")) });
  };
  const { title, brief, writes, acceptance, weight } = draft.value;
  return (
    <form onSubmit={save} class="edit">
      <Field label="Title">
        <input required value={title} onInput={(event) => set({ title: event.currentTarget.value })} />
      </Field>
      <Field label="What to do">
        <textarea required rows={4} value={brief} onInput={(event) => set({ brief: event.currentTarget.value })} />
      </Field>
      <Field label="Paths it may write" hint="one a line">
        <textarea
          rows={3}
          value={writes.join("\n")}
          onInput={(event) => set({ writes: event.currentTarget.value.split("\n") })}
        />
      </Field>
      <Field label="What must be true" hint="one sentence a line">
        <textarea
          rows={3}
          value={acceptance.join("\n")}
          onInput={(event) => set({ acceptance: event.currentTarget.value.split("\n") })}
        />
      </Field>
      <Field label="Weight">
        <select value={weight} onChange={(event) => set({ weight: event.currentTarget.value as Story["weight"] })}>
          {weights.map((each) => (
            <option value={each}>{each}</option>
          ))}
        </select>
      </Field>
      <div class="row">
        <button type="submit" class="primary" disabled={props.busy}>
          Save
        </button>
        <button type="button" onClick={props.onLeave}>
          Cancel
        </button>
      </div>
    </form>
  );
}
