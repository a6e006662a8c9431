import { expect, test } from "bun:test";
import { type Conductor, newProbeState } from "../../../src/conduct/conductor.ts";
import { agentSignal } from "../../../src/conduct/probe/give-way.ts";
import { newStory, type StoryState } from "../../../src/state/story-state.ts";
import { story } from "../support/conduct-in.ts";

function signalOf(state: Partial<StoryState>) {
  const own = story("S1");
  const agentsStop = new AbortController();
  const probe = newProbeState();
  const stories = new Map([["S1", { ...newStory(own), ...state }]]);
  const signal = agentSignal({ agentsStop, probe, progress: { stories } } as unknown as Conductor, own);
  return { signal, agentsStop, stop: probe.stops.get("S1") };
}

test.each<[string, Partial<StoryState>, boolean]>([
  ["has to give way", { givesWayTo: "S2" }, true],
  ["was stopped by a person", { stopped: true }, true],
  ["may work", {}, false],
])("the agent of a story that %s on its way is stopped at once: %p", (_what, state, isStopped) => {
  expect(signalOf(state).signal.aborted).toBe(isStopped);
});

test("a story's agent is stopped alone, or with all others", () => {
  const alone = signalOf({});
  alone.stop?.abort();
  expect([alone.signal.aborted, alone.agentsStop.signal.aborted]).toEqual([true, false]);
  const all = signalOf({});
  all.agentsStop.abort();
  expect(all.signal.aborted).toBe(true);
});
