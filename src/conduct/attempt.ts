import type { AgentEvent } from "../core/agent-event.ts";
import { type AttemptReason, ofStory } from "../core/event.ts";
import type { Inbox } from "../core/person.ts";
import type { Story } from "../core/story.ts";
import type { StoryState } from "../state/story-state.ts";
import type { StoryWorktree, WorktreeRequest } from "../worktrees/effects.ts";
import { LeaseLost } from "../worktrees/lease-lost.ts";
import { agentFor, lastAgent } from "./choose-agent.ts";
import { begin, type Conductor, fail, isStopped, letGo, record, stateOf } from "./conductor.ts";
import type { StoryAgent } from "./effects.ts";
import { limitReached } from "./limits.ts";
import { checksOf } from "./next-step.ts";
import { agentSignal, meetsLanded, watchAgent } from "./probe/give-way.ts";
import { admission, suspect, tellGovernor, trust } from "./provider-trouble.ts";
import { waitsForFirst } from "./schedule.ts";
import { type Handover, storyPrompt } from "./story-prompt.ts";

/** One agent at work on a story, from its worktree to its last word. */
export async function runAttempt(conductor: Conductor, story: Story, why: AttemptReason): Promise<void> {
  const before = lastAgent(conductor, story);
  const { agent, why: trouble } = agentFor(conductor, story);
  count(conductor, agent, 1);
  try {
    const worktree = await openFor(conductor, story, why, conductor.agentsStop.signal);
    using _slot = await conductor.effects.takeSlot(worktree, conductor.agentsStop.signal);
    if (isStopped(conductor)) return;
    if (!mayStillStart(conductor, story, agent)) return await turnBack(conductor, story, worktree, why);
    if (await meetsLanded(conductor, story, worktree)) return;
    const { attempts, heard } = stateOf(conductor, story);
    const attempt = attempts + 1;
    const from = before ?? conductor.effects.agentOf(story);
    const handover = trouble === "" ? null : await handOver(conductor, story, worktree, from, agent, trouble);
    begin(conductor, story);
    await record(conductor, {
      type: "story.started",
      story: story.id,
      attempt,
      agent: agent.name,
      model: agent.model,
      worktree: worktree.path,
      base: worktree.base,
      why,
      ...(worktree.worker === undefined ? {} : { worker: worktree.worker }),
    });
    await listen(conductor, story, { attempt, why, worktree, agent, heard, handover });
  } finally {
    trust(conductor, story, agent.provider);
    count(conductor, agent, -1);
  }
}

/** A machine may have been waited for: meanwhile the provider may have had enough, or somebody may hold the story back. */
function mayStillStart(conductor: Conductor, story: Story, { provider }: StoryAgent): boolean {
  const { agents, progress } = conductor;
  if (progress.paused || waitsForFirst(stateOf(conductor, story), progress)) return false;
  const others = (agents.get(provider) ?? 1) - 1;
  return admission(conductor, provider, others).kind === "now";
}

/** The schedule lets it start another time. Nothing is held for it until then that others could use. */
async function turnBack(
  conductor: Conductor,
  story: Story,
  worktree: StoryWorktree,
  why: AttemptReason,
): Promise<void> {
  if (startsAfresh(why)) await letGo(conductor, story, worktree);
}

/** The attempts that start afresh from what has landed; every other one goes on in the story's worktree. */
function startsAfresh(why: AttemptReason): boolean {
  return why === "first" || why === "conflict" || why === "composition" || why === "again";
}

/** What a story that starts afresh had before, where that is worth going on with. */
function earlierWork({ dropped, lost }: StoryState, why: AttemptReason): string | null {
  if (why === "again") return lost?.earlier ?? null;
  return why === "composition" ? (dropped?.commit ?? null) : null;
}

async function openFor(
  conductor: Conductor,
  story: Story,
  why: AttemptReason,
  signal: AbortSignal,
): Promise<StoryWorktree> {
  const state = stateOf(conductor, story);
  const open = conductor.worktrees.get(story.id);
  if (startsAfresh(why)) {
    if (open !== undefined) await letGo(conductor, story, open);
    const base = await conductor.effects.head();
    const work = earlierWork(state, why);
    return remember(conductor, { story, base, path: null, work }, signal);
  }
  if (open !== undefined) {
    await conductor.effects.requireOurs(open);
    return open;
  }
  const base = state.base ?? (await conductor.effects.head());
  return remember(conductor, { story, base, path: state.worktree, work: state.commit }, signal);
}

async function remember(conductor: Conductor, request: WorktreeRequest, signal: AbortSignal): Promise<StoryWorktree> {
  const worktree = await conductor.effects.openWorktree(request, signal);
  conductor.worktrees.set(request.story.id, worktree);
  return worktree;
}

/** The story's worktree as it is, opened anew when an earlier process left it. */
export async function worktreeOf(conductor: Conductor, story: Story): Promise<StoryWorktree> {
  return conductor.worktrees.get(story.id) ?? openFor(conductor, story, "resumed", conductor.allStop.signal);
}

/** Says that another agent takes over, and what it has to know of what was done so far. */
async function handOver(
  conductor: Conductor,
  story: Story,
  worktree: StoryWorktree,
  from: StoryAgent,
  to: StoryAgent,
  why: string,
): Promise<Handover | null> {
  const { said, attempts } = stateOf(conductor, story);
  const [fromName, toName] = [fullName(from), fullName(to)];
  await record(conductor, { type: "agent.switched", story: story.id, from: fromName, to: toName, why });
  if (attempts === 0) return null;
  const changes = (await conductor.effects.peek(worktree)) ?? [];
  return { from: fromName, why, said, paths: changes.map(({ path }) => String(path)) };
}

function fullName({ name, model }: StoryAgent): string {
  return model === null ? name : `${name}:${model}`;
}

interface Attempt {
  attempt: number;
  why: AttemptReason;
  worktree: StoryWorktree;
  agent: StoryAgent;
  /** How many of the person's messages the attempt before was given. */
  heard: number;
  handover: Handover | null;
}

async function listen(conductor: Conductor, story: Story, about: Attempt): Promise<void> {
  const { attempt, why, worktree, agent, heard, handover } = about;
  const { session, news, told } = stateOf(conductor, story);
  const checks = checksOf(story, conductor.input.checks).map(({ command }) => command);
  const { goal, folder = "" } = conductor.input;
  // An agent that does not know what was done before finds it in the folder.
  const cutOff = why === "resumed" || (why === "provider" && handover === null);
  const brief = { goal, story, folder, checks, news, cutOff, handover, session: session !== null };
  const prompt = storyPrompt({ ...brief, told: session === null ? told : told.slice(heard) });
  const signal = agentSignal(conductor, story);
  const watch = watchAgent(conductor, story);
  const from = conductor.effects.elapsed();
  using inbox = openInbox(conductor, story, agent, worktree);
  const request = { story, attempt, worktree, prompt, agent, session, inbox: inbox?.inbox };
  let ended = false;
  const end = { type: "agent.finished", ok: false, exitCode: null, signal: null } as const;
  const endNow = (why: "killed" | "crash") => {
    const ms = Math.round(conductor.effects.elapsed() - from);
    return record(conductor, { ...end, ms, why, story: story.id, attempt });
  };
  for await (const event of untilLost(conductor.effects.runAgent(request, signal), () => endNow("killed"))) {
    ended ||= event.type === "agent.finished";
    const unheard = event.type === "agent.finished" && event.ok && inbox?.isEmpty() === false;
    if (ended) inbox?.[Symbol.dispose]();
    suspect(conductor, story, agent, event);
    // It was done before it heard everything: the next one goes on with that.
    const told = unheard ? ({ ...event, ok: false, why: "killed" } as const) : asCrash(event, signal);
    await record(conductor, ofStory(told, story.id, attempt));
    if (event.type === "agent.usage") await watchLimits(conductor);
    if (event.type === "agent.finished") tellGovernor(conductor, story, agent);
    watch(event);
  }
  if (ended) return;
  // An agent that ends without a word would be started again for ever.
  await endNow(signal.aborted ? "killed" : "crash");
}

/** An agent whose machine is lost is over: it is in flight still, as one that we stopped. */
async function* untilLost(events: AsyncIterable<AgentEvent>, end: () => Promise<void>): AsyncGenerator<AgentEvent> {
  try {
    yield* events;
  } catch (error) {
    if (error instanceof LeaseLost) await end();
    throw error;
  }
}

/**
 * Where a person's messages wait for an agent that hears; null for one that does not, and for one on another machine, which
 * is told by starting it again. Closed when it has ended.
 */
function openInbox(
  conductor: Conductor,
  story: Story,
  agent: StoryAgent,
  { worker }: StoryWorktree,
): ({ inbox: Inbox; isEmpty(): boolean } & Disposable) | null {
  if (agent.hears !== true || worker !== undefined) return null;
  const waiting: string[] = [];
  let { heard } = stateOf(conductor, story);
  conductor.inboxes.set(story.id, waiting);
  const take = () => {
    const said = waiting.splice(0);
    heard += said.length;
    const taken = { type: "story.heard", story: story.id, messages: heard } as const;
    if (said.length > 0) void record(conductor, taken).catch((error: unknown) => fail(conductor, error));
    return said;
  };
  return {
    inbox: { take },
    isEmpty: () => waiting.length === 0,
    [Symbol.dispose]: () => {
      if (conductor.inboxes.get(story.id) === waiting) conductor.inboxes.delete(story.id);
    },
  };
}

/** An agent that somebody else killed has crashed; only one that we stopped is still in flight. */
function asCrash(event: AgentEvent, signal: AbortSignal): AgentEvent {
  const stranger = event.type === "agent.finished" && event.why === "killed" && !signal.aborted;
  return stranger ? { ...event, why: "crash" } : event;
}

/** Stops every agent once a ceiling of the run is reached. */
export async function watchLimits(conductor: Conductor): Promise<void> {
  const { input, progress, effects } = conductor;
  if (conductor.agentsStop.signal.aborted) return;
  const reached = limitReached(input.limits, {
    usage: { ...progress.usage, input: progress.usage.input + input.spent.tokens },
    usd: progress.usd === null && input.spent.usd === 0 ? null : (progress.usd ?? 0) + input.spent.usd,
    ms: effects.elapsed() - conductor.startedAt + input.spent.ms,
    estimated: progress.tally.guessed.tokens.size > 0,
    usdEstimated: progress.tally.guessed.usd.size > 0,
  });
  if (reached === null) return;
  // Aborted before the event is written: no agent takes another turn while the disk is busy.
  conductor.limit = reached;
  conductor.agentsStop.abort();
  conductor.wakeUp.call();
  await record(conductor, reached);
}

function count(conductor: Conductor, agent: StoryAgent, by: 1 | -1): void {
  conductor.agents.set(agent.provider, (conductor.agents.get(agent.provider) ?? 0) + by);
  if (by < 0) conductor.wakeUp.call();
}
