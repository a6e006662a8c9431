import { useSignal } from "@preact/signals";
import { storyCounts } from "../../report/outcome-words.ts";
import type { StoryState } from "../../state/story-state.ts";
import { Gantt } from "./gantt.tsx";
import { Graph, type NodeStatus } from "./graph.tsx";
import { OnlyWhen } from "./only-when.tsx";
import { Folded } from "./printed.tsx";
import type { Seen } from "./seen.ts";
import { nodeStatus, StoryCard } from "./story-card.tsx";

/** With more stories than this, the graph waits to be asked for, and the list can be narrowed. */
const many = 40;

/** The stories as they go: what each does, has changed and has been checked by. */
export function Stories({ seen, now, mayAct }: { seen: Seen; now: number; mayAct: boolean }) {
  const only = useSignal<NodeStatus | null>(null);
  const stories = [...seen.state.stories.values()];
  const statuses = new Map(stories.map((each) => [each.story.id, nodeStatus(each)]));
  const second = seen.state.finished === null ? Math.floor(now / 1000) : 0;
  const shown = only.value === null ? stories : stories.filter((each) => nodeStatus(each) === only.value);
  return (
    <section aria-labelledby="stories-title">
      <h2 id="stories-title">Stories</h2>
      {stories.length < 2 ? null : <p class="quiet">{storyCounts(seen.state)}</p>}
      <Folded open={stories.length <= many} summary={stories.length < 2 ? "Times" : "Graph and times"}>
        {() => (
          <>
            {stories.length < 2 ? null : (
              <OnlyWhen changed={[...statuses].join()}>
                {() => <Graph stories={stories.map(({ story }) => story)} statuses={statuses} />}
              </OnlyWhen>
            )}
            <OnlyWhen changed={`${seen.heard.others} ${second}`}>{() => <Gantt seen={seen} now={now} />}</OnlyWhen>
          </>
        )}
      </Folded>
      {mayAct && stories.length > many ? (
        <Narrow
          stories={stories}
          chosen={only.value}
          choose={(status) => {
            only.value = status;
          }}
        />
      ) : null}
      <ol class="stories">
        {shown.map((story) => (
          <li key={story.story.id} class={`story ${statuses.get(story.story.id)}`}>
            <OnlyWhen changed={markOf(seen, story, second)}>
              {() => <StoryCard seen={seen} story={story} now={now} mayAct={mayAct} />}
            </OnlyWhen>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What a story's card depends on; the clock only while it runs. */
function markOf({ heard }: Seen, { story, startedAt, finishedAt }: StoryState, second: number): string {
  const runs = startedAt !== null && finishedAt === null;
  return `${heard.others} ${heard.agents.get(story.id) ?? 0} ${runs ? second : ""}`;
}

const narrowings: readonly NodeStatus[] = ["working", "landing", "failed", "waiting", "merged", "over"];
const narrowWords: Readonly<Record<NodeStatus, string>> = {
  working: "working",
  landing: "landing",
  failed: "failed",
  waiting: "waiting",
  merged: "merged",
  over: "others",
};

/** One button for each state that some story is in. */
function Narrow(props: {
  stories: readonly StoryState[];
  chosen: NodeStatus | null;
  choose(status: NodeStatus | null): void;
}) {
  const counts = new Map<NodeStatus, number>();
  for (const story of props.stories) counts.set(nodeStatus(story), (counts.get(nodeStatus(story)) ?? 0) + 1);
  const shown = narrowings.filter((status) => counts.has(status));
  return (
    <fieldset class="row small">
      <legend class="unseen">Which stories are shown</legend>
      <button type="button" aria-pressed={props.chosen === null} onClick={() => props.choose(null)}>
        all {props.stories.length}
      </button>
      {shown.map((status) => (
        <button
          type="button"
          key={status}
          aria-pressed={props.chosen === status}
          onClick={() => props.choose(props.chosen === status ? null : status)}
        >
          {narrowWords[status]} {counts.get(status)}
        </button>
      ))}
    </fieldset>
  );
}
