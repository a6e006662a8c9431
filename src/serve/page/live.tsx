import { useSignal } from "@preact/signals";
import { isBlamed } from "../../core/check.ts";
import { checkText } from "../../report/figure-rows.ts";
import type { RunState } from "../../state/run-state.ts";
import { type StoryState, statusOf } from "../../state/story-state.ts";
import { timeText } from "../../text/duration.ts";
import { failingLines } from "../../text/failing-lines.ts";
import { changesText } from "../../text/units.ts";
import { api, runPath } from "./api.ts";
import type { Followed } from "./follow.ts";
import { Graph, type NodeStatus } from "./graph.tsx";
import { DiffText, Field, Said, useAsking } from "./parts.tsx";

/** The stories as they go: what each does, has changed and has been checked by. */
export function Live({ followed, now, mayAct }: { followed: Followed; now: number; mayAct: boolean }) {
  const { state } = followed;
  const stories = [...state.stories.values()];
  const statuses = new Map(stories.map((each) => [each.story.id, nodeStatus(each)]));
  return (
    <section aria-labelledby="stories-title">
      <h2 id="stories-title">Stories</h2>
      {stories.length < 2 ? null : (
        <details open={stories.length <= 40}>
          <summary>Graph and times</summary>
          <Graph stories={stories.map(({ story }) => story)} statuses={statuses} />
          <Gantt state={state} now={now} />
        </details>
      )}
      <ol class="stories">
        {stories.map((story) => (
          <li key={story.story.id} class={`story ${statuses.get(story.story.id)}`}>
            <StoryCard followed={followed} story={story} now={now} mayAct={mayAct} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function nodeStatus(story: StoryState): NodeStatus {
  if (story.outcome === "merged" || story.phase === "merged") return "merged";
  if (story.outcome === "failed") return "failed";
  if (story.outcome !== null) return "quiet";
  const status = statusOf(story);
  return status === "done" ? "quiet" : status;
}

/** A bar for each attempt of each story, from the start of the first one to now. */
function Gantt({ state, now }: { state: RunState; now: number }) {
  const attempts = [...state.stories.values()].flatMap(({ story, history }) =>
    history.flatMap((each) => (each.startedAt === null ? [] : [{ id: story.id, ...each, startedAt: each.startedAt }])),
  );
  const first = Math.min(...attempts.map(({ startedAt }) => startedAt));
  const end = state.finished === null ? now : (state.lastAt ?? now);
  const span = Math.max(1, end - first);
  if (attempts.length === 0) return null;
  const ids = [...new Set(attempts.map(({ id }) => id))];
  return (
    <div class="gantt" role="img" aria-label={`Times of ${ids.length} stories over ${timeText(span)}`}>
      {ids.map((id) => (
        <div class="lane">
          <span class="id">{id}</span>
          <span class="track">
            {attempts
              .filter((each) => each.id === id)
              .map(({ startedAt, finishedAt, ok }) => (
                <span
                  class={`bar ${ok === false ? "failed" : finishedAt === null ? "working" : ""}`}
                  style={{
                    left: `${(100 * (startedAt - first)) / span}%`,
                    width: `${Math.max(0.5, (100 * ((finishedAt ?? end) - startedAt)) / span)}%`,
                  }}
                />
              ))}
          </span>
        </div>
      ))}
    </div>
  );
}

function StoryCard(props: { followed: Followed; story: StoryState; now: number; mayAct: boolean }) {
  const { followed, story, now, mayAct } = props;
  const { id, title } = story.story;
  const isOpen = story.phase !== "finished" && story.phase !== "merged";
  const lines = followed.lines.stories.get(id) ?? [];
  return (
    <>
      <h3>
        <span class="id">{id}</span> {title}
      </h3>
      <p>
        <span class={`tag ${nodeStatus(story)}`}>{story.outcome ?? statusOf(story)}</span> {factsOf(story, now)}
      </p>
      {story.reason === null || story.outcome === "merged" ? null : <p>{story.reason}</p>}
      {story.said === null || !isOpen ? null : <p class="said-by lines">{story.said}</p>}
      <Checks story={story} />
      {story.violations.map(({ paths, action, why }) => (
        <p class="warn">
          Wrote outside its surface, {action}: {paths.join(", ")} ({why})
        </p>
      ))}
      {lines.length === 0 ? null : (
        <details>
          <summary>What its agent says and does</summary>
          <pre class="log" role="log" aria-live="off" aria-label={`Lines of ${id}`} tabIndex={0}>
            {lines.join("\n")}
          </pre>
        </details>
      )}
      {story.attempts === 0 ? null : <Diff run={followed.run} story={id} />}
      {mayAct && isOpen && followed.state.finished === null ? <Steer run={followed.run} id={id} /> : null}
    </>
  );
}

/** How often and how long it was tried, what it does and what it changed. */
function factsOf(story: StoryState, now: number): string {
  const { attempts, startedAt, finishedAt, working, activity, changes } = story;
  return [
    ...(attempts > 1 ? [`attempt ${attempts}`] : []),
    ...(startedAt === null ? [] : [timeText(Math.max(0, (finishedAt ?? now) - startedAt))]),
    ...(working && activity !== null ? [activity] : []),
    ...(changes === null ? [] : [changesText(changes)]),
  ].join(", ");
}

function Checks({ story }: { story: StoryState }) {
  if (story.checked.length === 0) return null;
  const newest = new Map(story.checked.map((check) => [check.command, check]));
  return (
    <ul class="checks">
      {[...newest.values()].map((check) => (
        <li>
          {checkText(check)}
          {isBlamed(check) ? <pre>{failingLines(check, 8).join("\n")}</pre> : null}
        </li>
      ))}
    </ul>
  );
}

/** What a story, or the whole run, has changed; looked up when it is asked for. */
export function Diff({ run, story }: { run: string; story: string | null }) {
  const asking = useAsking();
  const shown = useSignal<{ diff: string; cut: boolean } | null>(null);
  const look = () =>
    void asking.run(async () => {
      const query = story === null ? "" : `?story=${encodeURIComponent(story)}`;
      shown.value = await api(`${runPath(run, "diff")}${query}`);
    });
  return (
    <details
      onToggle={(event) => {
        if (event.currentTarget.open) look();
      }}
    >
      <summary>{story === null ? "All changes" : "Changes"}</summary>
      <Said asking={asking} />
      {shown.value === null ? null : <DiffText {...shown.value} />}
    </details>
  );
}

function Steer({ run, id }: { run: string; id: string }) {
  const asking = useAsking();
  const words = useSignal("");
  const tell = (event: Event) => {
    event.preventDefault();
    void asking
      .run(() => api(runPath(run, "tell"), { story: id, text: words.value }))
      .then((done) => {
        if (done) words.value = "";
      });
  };
  return (
    <details>
      <summary>Message or stop {id}</summary>
      <form onSubmit={tell}>
        <Field label={`Message for ${id}'s agent`}>
          <textarea
            required
            rows={2}
            value={words.value}
            onInput={(event) => {
              words.value = event.currentTarget.value;
            }}
          />
        </Field>
        <div class="row">
          <button type="submit" disabled={asking.busy.value}>
            Send
          </button>
          <button
            type="button"
            disabled={asking.busy.value}
            onClick={() => void asking.run(() => api(runPath(run, "stop"), { story: id }))}
          >
            Stop {id}
          </button>
        </div>
      </form>
      <Said asking={asking} />
    </details>
  );
}
