import { BaroError } from "../core/error.ts";
import type { RunEvent } from "../core/event.ts";
import type { Order } from "../core/person.ts";
import type { StoryId } from "../core/story.ts";
import type { Host } from "../host/host.ts";
import { foldRun, type RunState, storyOf } from "../state/run-state.ts";
import { storyEnd } from "../state/story-state.ts";
import { readJournal } from "../store/journal.ts";
import { leaveOrder } from "../store/orders.ts";
import { liveOwner } from "../store/owner.ts";
import { runFolder } from "../store/run-folder.ts";
import { chooseRun, type Places } from "./choose-run.ts";
import { readRun } from "./read-run.ts";
import { requireStory } from "./runs.ts";

/** So long a run may take to do what it is asked; its checks and agents go on meanwhile. */
const answerMs = 15_000;
const pollMs = 100;

/** Ends one story of a live run; the others go on. Gives the sentence to show. */
export async function stopStory(host: Host, places: Places, run: string, story: StoryId): Promise<string> {
  const { name } = await steer(host, places, run, { kind: "stop", story });
  return `Stopped ${story} of run ${name}; its work so far is kept, and the other stories go on`;
}

/** Gives a message to a story's agent. The sentence says when it hears it. */
export async function tellStory(
  host: Host,
  places: Places,
  run: string,
  story: StoryId,
  text: string,
): Promise<string> {
  const { before, answer } = await steer(host, places, run, { kind: "tell", story, text });
  const told = before.stories.get(story);
  const how = answer.type === "story.told" ? answer.how : undefined;
  if (how === "turn") return `${story}'s agent gets your message at its next turn, without being stopped`;
  if (how === "next" || told?.working !== true) {
    return `${story} has no agent right now: the next one gets your message when it starts`;
  }
  return told.session === null
    ? `${story}'s agent was stopped and restarts in its folder with your message`
    : `${story}'s agent was stopped and continues its session with your message`;
}

/** Leaves an order and waits until the run has done it. Throws when nobody works on the run, or the story is not open. */
async function steer(
  host: Host,
  places: Places,
  run: string,
  order: Extract<Order, { story: StoryId }>,
): Promise<{ name: string; before: RunState; answer: RunEvent }> {
  const { run: name } = await chooseRun(host, places, run);
  const folder = runFolder(places.stateDir, name);
  const what = order.kind === "stop" ? "stop" : "tell";
  if (liveOwner(folder) === null) {
    throw new BaroError("usage", `Cannot ${what} ${order.story}: nobody works on run "${name}"`, {
      hint: `Look at it with: baro show ${name}`,
    });
  }
  const events = readRun(places.stateDir, name);
  const before = foldRun(events);
  requireOpen(before, order.story, `Cannot ${what} ${order.story}`);
  leaveOrder(host, folder, order);
  const deadline = host.elapsed() + answerMs;
  while (host.elapsed() < deadline) {
    const answer = readJournal(folder.journal)
      .slice(events.length)
      .find((event) => answers(event, order));
    if (answer !== undefined) return { name, before, answer };
    await host.sleep(pollMs);
  }
  throw new BaroError("failed", `Cannot ${what} ${order.story}: run "${name}" has not answered in 15 s`, {
    hint: `Look at what it does with: baro show ${name} --follow`,
  });
}

function requireOpen(state: RunState, id: StoryId, cannot: string): void {
  requireStory(state, id);
  const story = storyOf(state, id);
  if (story.phase === "finished" || story.phase === "merged") {
    throw new BaroError("usage", `${cannot}: it is over (${storyEnd(story) ?? "merged"})`);
  }
}

/** Two people may tell a story something at once: each has an answer of their own. */
function answers(event: RunEvent, order: Extract<Order, { story: StoryId }>): boolean {
  if (!("story" in event) || event.story !== order.story) return false;
  if (order.kind === "stop") return event.type === "story.stopped";
  return event.type === "story.told" && event.text === order.text;
}
