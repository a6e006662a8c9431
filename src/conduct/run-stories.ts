import type { Story } from "../core/story.ts";
import { agentFor, isTakenOver } from "./choose-agent.ts";
import { type Conductor, fail, finishStory, isStopped, stateOf } from "./conductor.ts";
import { admission } from "./provider-trouble.ts";
import { type Now, type Schedule, schedule } from "./schedule.ts";
import { advanceStory } from "./story-life.ts";

/** Drives every story until nothing more can start. Gives why the rest waits for a provider, or `null`. */
export async function runStories(conductor: Conductor): Promise<string | null> {
  for (;;) {
    const next = decide(conductor);
    if (next.skip.length > 0) {
      await skipAll(conductor, next.skip);
      // A skipped story may be what others waited for.
      continue;
    }
    // Nothing is awaited between the decision and acting on it: it would be one about yesterday.
    for (const story of next.start) launch(conductor, story, true);
    for (const story of next.advance) launch(conductor, story, false);
    if (conductor.active.size === 0 && next.wakeAt === null && !isHeldBack(conductor)) {
      if (conductor.failure !== null) throw conductor.failure.error;
      return next.paused;
    }
    await wait(conductor, next.wakeAt);
  }
}

/** A person holds back what is left: the run waits for them. */
function isHeldBack(conductor: Conductor): boolean {
  if (!conductor.progress.paused || isStopped(conductor)) return false;
  return conductor.graph.stories.some((story) => stateOf(conductor, story).phase !== "finished");
}

function decide(conductor: Conductor): Schedule {
  if (conductor.allStop.signal.aborted) return nothing;
  const next = schedule(conductor.graph, conductor.progress, now(conductor));
  // Once agents may not start any more, there is nothing to wait for a provider for.
  return isStopped(conductor) ? { ...next, wakeAt: null, paused: null } : next;
}

async function skipAll(conductor: Conductor, stories: Schedule["skip"]): Promise<void> {
  for (const { story, reason } of stories) {
    const begun = stateOf(conductor, story).attempts > 0;
    await finishStory(conductor, story, begun ? "failed" : "skipped", reason);
  }
}

const nothing: Schedule = { start: [], advance: [], skip: [], wakeAt: null, paused: null };

function launch(conductor: Conductor, story: Story, start: boolean): void {
  conductor.active.add(story.id);
  const life = advanceStory(conductor, story, start);
  void life
    .catch((error: unknown) => fail(conductor, error))
    .finally(() => {
      conductor.active.delete(story.id);
      conductor.wakeUp.call();
    });
}

/** Waits until something has changed, or until a provider may be asked again. */
async function wait(conductor: Conductor, wakeAt: number | null): Promise<void> {
  if (wakeAt === null) return conductor.wakeUp.wait();
  const awake = new AbortController();
  const ms = Math.max(0, wakeAt - conductor.effects.elapsed());
  void conductor.effects.sleep(ms, awake.signal).then(() => {
    if (!awake.signal.aborted) conductor.wakeUp.call();
  });
  await conductor.wakeUp.wait();
  awake.abort();
}

function now(conductor: Conductor): Now {
  const { input, agents } = conductor;
  const asked = new Map<string, number>();
  return {
    active: conductor.active,
    agents: [...agents.values()].reduce((sum, one) => sum + one, 0),
    parallelism: input.parallelism,
    commands: input.checks,
    agentsMayStart: !conductor.agentsStop.signal.aborted && !conductor.progress.paused,
    isTakenOver: (story) => isTakenOver(conductor, story),
    admission: (story) => {
      const { provider } = agentFor(conductor, story).agent;
      const more = asked.get(provider) ?? 0;
      const running = (agents.get(provider) ?? 0) + more;
      const said = admission(conductor, provider, running);
      if (said.kind === "now") asked.set(provider, more + 1);
      return said;
    },
  };
}
