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
      if (!isOpen(conductor, order.story)) return;
      await record(conductor, { type: "story.told", story: order.story, text: order.text });
      break;
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
  // An agent that is to hear something is stopped for it, and goes on in its own session where it has one.
  if ("story" in order) conductor.probe.stops.get(order.story)?.abort();
  conductor.wakeUp.call();
}

function isOpen(conductor: Conductor, id: StoryId): boolean {
  const state = conductor.progress.stories.get(id);
  const planned = conductor.graph.stories.some((story) => story.id === id);
  return planned && (state === undefined || (state.phase !== "finished" && state.phase !== "merged"));
}
