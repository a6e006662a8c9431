import type { Order } from "../core/person.ts";
import type { StoryId } from "../core/story.ts";
import { type Conductor, isStopped, record } from "./conductor.ts";

/**
 * Does what a person asks of a run that is going on. What is not possible any more (the story is over, or is not one of the
 * plan's) is not done.
 */
export async function obey(conductor: Conductor, order: Order): Promise<void> {
  if (isStopped(conductor)) return;
  switch (order.kind) {
    case "stop":
      if (!isOpen(conductor, order.story)) return;
      await record(conductor, { type: "story.stopped", story: order.story });
      break;
    case "tell":
      if (isOpen(conductor, order.story)) await tell(conductor, order.story, order.text);
      return;
    case "answer":
      // Nothing is asked while stories are worked on: it came too late.
      return;
    case "pause":
    case "go-on": {
      const paused = order.kind === "pause";
      if (conductor.progress.paused !== paused) await record(conductor, { type: "run.paused", paused });
      break;
    }
  }
  if (order.kind === "stop") conductor.probe.stops.get(order.story)?.abort();
  conductor.wakeUp.call();
}

/**
 * An agent that hears gets it at its next turn. Another one that is at work is stopped for it, and goes on in its own session
 * where it has one. With none at work it waits for the next.
 */
async function tell(conductor: Conductor, story: StoryId, text: string): Promise<void> {
  const inbox = conductor.inboxes.get(story);
  const working = conductor.progress.stories.get(story)?.working === true;
  const how = inbox !== undefined ? "turn" : working ? "restart" : "next";
  inbox?.push(text);
  await record(conductor, { type: "story.told", story, text, how });
  if (how === "restart") conductor.probe.stops.get(story)?.abort();
}

function isOpen(conductor: Conductor, id: StoryId): boolean {
  const state = conductor.progress.stories.get(id);
  const planned = conductor.graph.stories.some((story) => story.id === id);
  return planned && (state === undefined || (state.phase !== "finished" && state.phase !== "merged"));
}
