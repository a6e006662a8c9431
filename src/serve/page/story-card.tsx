import type { Story } from "../../core/story.ts";
import { leftOutTexts, storyWord, violationText } from "../../report/outcome-words.ts";
import { type StoryState, statusOf, storyEnd } from "../../state/story-state.ts";
import { timeText } from "../../text/duration.ts";
import { someOf } from "../../text/some-of.ts";
import { changesText, plural, tokensText } from "../../text/units.ts";
import { Checks } from "./checks.tsx";
import { Diff } from "./diff.tsx";
import type { NodeStatus } from "./graph.tsx";
import { Folded } from "./printed.tsx";
import type { Seen } from "./seen.ts";
import { Steer } from "./steer.tsx";

/** What a story's colour says. */
export function nodeStatus(story: StoryState): NodeStatus {
  if (story.outcome === "merged" || story.phase === "merged") return "merged";
  if (storyEnd(story) === "failed") return "failed";
  if (story.outcome !== null) return "over";
  const status = statusOf(story);
  return status === "done" ? "over" : status;
}

/** One story: where it stands, what it has met, and on demand its brief, its agent's words and its changes. */
export function StoryCard(props: { seen: Seen; story: StoryState; now: number; mayAct: boolean }) {
  const { seen, story, now, mayAct } = props;
  const { id, title } = story.story;
  const isOpen = seen.state.finished === null && story.phase !== "finished" && story.phase !== "merged";
  const facts = factsOf(story, now);
  return (
    <>
      <div class="head">
        <h3>
          <span class="id">{id}</span> <bdi>{title}</bdi>
        </h3>
        <span class={`tag ${nodeStatus(story)}`}>{storyWord(story, seen.state)}</span>
      </div>
      {facts === "" ? null : <p class="quiet">{facts}</p>}
      {story.reason === null || story.reason === "" || story.outcome === "merged" ? null : (
        <p class={`lines ${storyEnd(story) === "failed" ? "bad" : "warn"}`} dir="auto">
          {story.reason}
        </p>
      )}
      {story.said === null || !(isOpen || story.outcome === "empty") ? null : (
        <p class="says lines" dir="auto">
          {story.said}
        </p>
      )}
      <Checks checks={story.checked} />
      <Met story={story} />
      <div class="folds">
        <Folded summary="Brief">{() => <Brief story={story.story} state={story} />}</Folded>
        {story.attempts === 0 ? null : <Lines id={id} lines={seen.lines.stories.get(id) ?? []} />}
        {story.attempts === 0 ? null : <Diff run={seen.run} story={id} />}
        {mayAct && isOpen ? <Steer run={seen.run} id={id} /> : null}
      </div>
    </>
  );
}

/** How often and how long it was tried and by whom, what it does, and what it changed. */
function factsOf(story: StoryState, now: number): string {
  const { attempts, startedAt, finishedAt, working, activity, changes, history } = story;
  const last = history.at(-1);
  return [
    ...(last === undefined ? [] : [last.model === null ? last.agent : `${last.agent}:${last.model}`]),
    ...(attempts > 1 ? [`attempt ${attempts}`] : []),
    ...(startedAt === null ? [] : [timeText(Math.max(0, (finishedAt ?? now) - startedAt))]),
    ...(changes === null ? [] : [changesText(changes)]),
    ...(working && activity !== null && activity !== story.said ? [activity] : []),
  ].join(" · ");
}

/** What came between: intrusions, conflicts, other agents, work that is kept. */
function Met({ story }: { story: StoryState }) {
  const { violations, conflicts, switches, kept, landed } = story;
  const texts = [
    ...new Set(violations.map(violationText)),
    ...leftOutTexts(story),
    ...conflicts.map(
      ({ paths, next }) => `conflicts in ${someOf(paths)}: ${next === "redo" ? "done again on top" : "failed"}`,
    ),
    ...switches.map(({ from, to, why }) => `${to} took over from ${from}: ${why}`),
    ...(kept === null || landed !== null ? [] : [`its work so far is kept as ${kept.ref}`]),
  ];
  return texts.map((text) => (
    <p class="warn" dir="auto">
      {text}
    </p>
  ));
}

/** What a story is to do, and what it has used so far. */
export function Brief({ story, state }: { story: Story; state?: StoryState }) {
  const { brief, writes, reads, dependsOn, acceptance, verify, weight } = story;
  const rows: [string, readonly string[]][] = [
    ["writes", writes.length === 0 ? ["wherever the goal needs it"] : writes],
    ["reads", reads],
    ["checks", verify],
  ];
  const used =
    state === undefined || state.attempts === 0 ? [] : [plural(state.tools, "tool call"), tokensText(state.usage)];
  return (
    <>
      {brief === "" ? null : (
        <p class="lines" dir="auto">
          {brief}
        </p>
      )}
      <dl class="rows">
        {rows.map(([label, texts]) =>
          texts.length === 0 ? null : (
            <div>
              <dt>{label}</dt>
              <dd>
                {texts.map((text) => (
                  <code>{text}</code>
                ))}
              </dd>
            </div>
          ),
        )}
        {dependsOn.length === 0 ? null : (
          <div>
            <dt>after</dt>
            <dd>{dependsOn.join(", ")}</dd>
          </div>
        )}
        <div>
          <dt>weight</dt>
          <dd>{[weight, ...used].join(" · ")}</dd>
        </div>
      </dl>
      {acceptance.length === 0 ? null : (
        <ul>
          {acceptance.map((sentence) => (
            <li dir="auto">{sentence}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The newest of what a story's agents said and did. */
function Lines({ id, lines }: { id: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <Folded bulk summary="Agent output">
      {() => (
        <pre class="log" role="log" aria-live="off" aria-label={`Lines of ${id}`} tabIndex={0}>
          {lines.join("\n")}
        </pre>
      )}
    </Folded>
  );
}
