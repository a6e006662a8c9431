import type { RunState } from "../../state/run-state.ts";
import { type StoryState, statusOf } from "../../state/story-state.ts";
import { timeText } from "../../text/duration.ts";
import { plainLine } from "../../text/plain.ts";
import { shorten } from "../../text/shorten.ts";
import { stageOf } from "./stage.ts";

/** After so long without a line a word is due; each further one in a row waits twice as long, up to the last. */
const firstMs = 60_000;
const lastMs = 300_000;
/** More stories than this are counted, not named. */
const mostNamed = 3;
const mostOfActivity = 60;

/** What goes on while nothing happens that is worth a line; null: nothing goes on, or a person is waited for. */
export function stillText(view: RunState, now: number): string | null {
  if (view.run === null || view.finished !== null || view.question !== null) return null;
  const working = [...view.stories.values()].filter((story) => statusOf(story) === "working");
  if (working.length === 0) return view.paused ? null : `still at it: ${stageOf(view).replace(/^\w+: /, "")}`;
  const more = working.length - mostNamed;
  const named = working.slice(0, mostNamed).map((story) => workText(story, now));
  return `still at work: ${named.join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}

function workText({ story, startedAt, activity }: StoryState, now: number): string {
  const spent = startedAt === null ? "" : ` for ${timeText(Math.max(0, now - startedAt))}`;
  return `${story.id}${spent}${activity === null ? "" : `, ${shorten(plainLine(activity), mostOfActivity)}`}`;
}

/** Calls back after so many milliseconds, unless the returned function is called first. */
export type Later = (ms: number, call: () => void) => () => void;

/** Holds no process up. */
export const later: Later = (ms, call) => {
  const timer = setTimeout(call, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

/** Calls `say` whenever nothing was said for a while; `seen` tells that something goes on, until `rest`. */
export function quietClock(say: () => void, wait: Later = later): { seen(isSaid: boolean): void; rest(): void } {
  let cancel: (() => void) | null = null;
  const arm = (ms: number) => {
    cancel?.();
    cancel = wait(ms, () => {
      say();
      arm(Math.min(lastMs, 2 * ms));
    });
  };
  return {
    seen: (isSaid) => {
      if (isSaid || cancel === null) arm(firstMs);
    },
    rest: () => {
      cancel?.();
      cancel = null;
    },
  };
}
