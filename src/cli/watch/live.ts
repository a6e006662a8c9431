import type { RunEvent } from "../../core/event.ts";
import type { Watcher } from "../../core/person.ts";
import type { StoryId } from "../../core/story.ts";
import type { Host } from "../../host/host.ts";
import { eventLines } from "../../report/event-line.ts";
import type { RunOptions } from "../../settings/options.ts";
import { foldEvent, newRunState, type RunState } from "../../state/run-state.ts";
import { leaveOrder } from "../../store/orders.ts";
import { runFolder } from "../../store/run-folder.ts";
import { wrapLog } from "../../text/cells.ts";
import { plainLine, plainLines } from "../../text/plain.ts";
import { layoutFor } from "../output.ts";
import { ownerOf, type Picture } from "../terminal/owner.ts";
import { renderFrame } from "./frame.ts";
import { isInQuestion } from "./in-question.ts";
import { repeats } from "./lines.ts";
import { type Act, chosenStory, helpLines, newFocus, pressed } from "./live-keys.ts";
import { recentLines } from "./recent-lines.ts";

/**
 * The run as it goes, at the bottom of a terminal on stderr; what was decided and done scrolls away above. `attached`: the
 * run is another process's. `leave`: the person goes, and the run is to go on.
 */
export function liveWatcher(
  host: Host,
  options: RunOptions,
  { attached, leave }: { attached: boolean; leave: () => void },
): Watcher {
  const view = newRunState();
  const owner = ownerOf(host);
  const isRepeated = repeats();
  const recent = recentLines();
  const layout = () => ({ ...layoutFor(host, options, "err"), width: Math.max(10, host.terminal.columns() - 1) });
  const mayLeave = () => attached || (view.accepted && view.finished === null && !stopping);
  const keys = keysOf(host, options, view, mayLeave, leave);
  let tick = 0;
  let stopping = false;
  let unlisten: (() => void) | null = null;

  const pane = (): readonly string[] => {
    const { focus } = keys;
    if (focus.pane === "help") return helpLines(layout().width);
    if (focus.pane === "log") return recent.ofRun();
    const story = chosenStory(focus, [...view.stories.keys()]);
    if (focus.pane === "diff") return keys.diff;
    return story === null ? [] : recent.ofStory(story);
  };
  const picture: Picture = {
    lines: () => {
      const look =
        host.terminal.controls === undefined
          ? null
          : { focus: keys.focus, pane: pane(), attached, mayLeave: mayLeave() };
      return renderFrame(view, { now: host.now(), tick: tick++, stopping }, layout(), host.terminal.rows(), look);
    },
    press: (key) => keys.press(key),
    paste: (text) => {
      if (keys.focus.asks === "message") for (const character of plainLine(text)) keys.press(character);
    },
  };
  const listen = () =>
    host.onSignal(() => {
      stopping = !attached;
      owner.redraw();
    });

  return {
    recall(events) {
      for (const event of events) foldEvent(view, event);
    },
    see(event) {
      foldEvent(view, event);
      recent.see(event);
      const isSaid = !worthKeeping(event) || isRepeated(event) || (!attached && isInQuestion(event, options, view));
      const lines = isSaid ? [] : eventLines(event, "steps");
      unlisten ??= listen();
      owner.show(picture);
      const { width, paint } = layout();
      const style = event.type === "agent.retry" ? "yellow" : null;
      const wrapped = lines.flatMap((line) => wrapLog(line, width)).map((line) => (style ? paint(style, line) : line));
      if (wrapped.length > 0) host.writeErr(`${wrapped.join("\n")}\n`);
    },
    pause() {
      unlisten?.();
      unlisten = null;
      owner.rest();
    },
  };
}

/** What keys have made of the view, and what they make happen. */
function keysOf(host: Host, options: RunOptions, view: RunState, mayLeave: () => boolean, leave: () => void) {
  const keys = {
    focus: newFocus,
    diff: [] as string[],
    press(key: string): void {
      const after = pressed(keys.focus, key, {
        stories: [...view.stories.keys()],
        ended: [...view.stories.values()].flatMap(({ story, outcome }) => (outcome === null ? [] : [story.id])),
        paused: view.paused,
        mayLeave: mayLeave(),
      });
      keys.focus = after.focus;
      if (after.act !== null) act(after.act);
    },
  };
  const act = (todo: Act): void => {
    if (todo.kind === "leave") leave();
    else if (todo.kind === "diff") void showDiff(todo.story);
    else if (view.run !== null) leaveOrder(host, runFolder(options.stateDir, view.run), todo.order);
  };
  const showDiff = async (story: StoryId): Promise<void> => {
    keys.diff = ["looking…"];
    const { storyDiff } = await import("../../run/diff.ts");
    const text = await storyDiff(host, view, story, { color: false });
    keys.diff = text.trim() === "" ? ["nothing has changed yet"] : plainLines(text);
  };
  return keys;
}

/** The frame says what goes on; the log above it keeps what would be missed. The summary says the rest. */
function worthKeeping(event: RunEvent): boolean {
  return event.type !== "run.finished" && event.type !== "story.started" && event.type !== "delivery.finished";
}
