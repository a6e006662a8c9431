import { conduct } from "../../../src/conduct/conduct.ts";
import type { ConductInput } from "../../../src/conduct/conductor.ts";
import type { ConductEffects, StoryAgent } from "../../../src/conduct/effects.ts";
import type { AgentEvent, AgentFinished } from "../../../src/core/agent-event.ts";
import type { CheckFacts } from "../../../src/core/check.ts";
import type { EventOf, RunEventBody } from "../../../src/core/event.ts";
import type { Order } from "../../../src/core/person.ts";
import type { Story } from "../../../src/core/story.ts";
import { foldRun } from "../../../src/state/run-state.ts";
import type { Change } from "../../../src/worktrees/change.ts";
import type { AgentRequest, StoryWorktree } from "../../../src/worktrees/effects.ts";
import { VirtualClock } from "../simulation/virtual-clock.ts";

/** What a scripted agent may do while it works. */
export interface Turn extends AgentRequest {
  signal: AbortSignal;
  /** Which of the story's agents it is, counted over everything that is played. */
  turn: number;
  clock: VirtualClock;
  give(order: Order): void;
  /** Resolves once an event has come for which this holds, or at once where it has. */
  until(test: (event: RunEventBody) => boolean): Promise<void>;
}

type Acts = AsyncIterable<AgentEvent> | Iterable<AgentEvent> | Promise<void> | void;

/** A conducted plan in memory: what its agents do, and what the world says where that is not "all well". */
export interface Play {
  stories: Story[];
  agent?: (turn: Turn) => Acts;
  /** What a worktree has changed when it is looked at; left out: one file of the story's own. */
  changes?: (worktree: StoryWorktree, looks: number) => Change[];
  /** What a check says of a worktree, or of a commit that holds these stories; left out: it is green. */
  check?: (command: string, at: string, stories: readonly string[]) => Partial<CheckFacts> | undefined;
  input?: Partial<ConductInput>;
  effects?: Partial<ConductEffects>;
  events?: RunEventBody[];
  signal?: AbortSignal;
  onEvent?: (event: RunEventBody) => void;
  /** For effects that take time: the clock that they take it from. */
  withClock?: (clock: VirtualClock) => void;
}

export const finish = (more: Partial<AgentFinished> = {}): AgentFinished => ({
  type: "agent.finished",
  ok: true,
  why: "done",
  exitCode: 0,
  signal: null,
  ms: 5,
  ...more,
});
export const edited = (path: string, more: Partial<Change> = {}): Change => ({
  path,
  kind: "modified",
  node: "file",
  bytes: 1,
  oid: null,
  leadsOut: false,
  ...more,
});
export const writer: StoryAgent = { name: "demo", model: null, provider: "demo" };
export const factsOf = (command: string, more: Partial<CheckFacts> = {}): CheckFacts => ({
  command,
  ok: true,
  ms: 3,
  tail: "",
  verdict: more.ok === false ? "failed" : "passed",
  exitCode: more.ok === false ? 1 : 0,
  failing: [],
  // Of a check that tells of its tests, nobody asks what the base says.
  counts: { passed: 1, failed: 0, skipped: 0 },
  why: null,
  next: null,
  ...more,
});

const mostEvents = 1_000;

/** Plays a plan on a clock that never waits. `calls`: what was asked of the world, in order. */
export async function play({ stories, events = [], ...about }: Play) {
  const clock = new VirtualClock();
  about.withClock?.(clock);
  const calls: string[] = [];
  const waiting: { test: (event: RunEventBody) => boolean; go: () => void }[] = [];
  let take: (order: Order) => void = () => {};
  let head = "base";
  let made = 0;
  const turns = new Map<string, number>();
  const looks = new Map<string, number>();
  const holds = new Map<string, string[]>([["base", []]]);
  const facts = (command: string, at: string) => factsOf(command, about.check?.(command, at, holds.get(at) ?? []));
  /** A commit is called after the story that it landed, and a combination after its commits. */
  const idOf = (commit: string) => /S\d+/.exec(commit)?.[0] ?? "";
  const effects: ConductEffects = {
    now: () => 1_000_000 + clock.now,
    elapsed: () => clock.now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const cancel = clock.after(ms, resolve);
        signal.addEventListener("abort", cancel, { once: true });
        signal.addEventListener("abort", () => resolve(), { once: true });
      }),
    emit: (event) => {
      if (events.length > mostEvents) return Promise.reject(new Error("It goes round in circles"));
      events.push(event);
      about.onEvent?.(event);
      for (const one of waiting) if (one.test(event)) one.go();
      return Promise.resolve();
    },
    agentOf: () => writer,
    head: () => Promise.resolve(head),
    requireLanded: async (commit) => void calls.push(`require ${commit}`),
    missingNames: async () => [],
    knownCheck: async () => null,
    integrate: async ({ story, commit, base }) => {
      calls.push(`integrate ${story.id} ${commit} on ${base}`);
      const before = holds.get(head) ?? [];
      head = `landed ${story.id}`;
      holds.set(head, [...before, story.id]);
      return { kind: "merged", commit: head, files: 1, insertions: 2, deletions: 3 };
    },
    conflictsOf: async () => [],
    combine: async (landed) => {
      calls.push(`combine ${landed.join(", ")}`);
      const made = `all of ${landed.join(", ")}`;
      holds.set(made, landed.map(idOf));
      return { kind: "combined", commit: made };
    },
    rebuild: async (landed) => {
      calls.push(`rebuild ${landed.map(({ story, commit }) => `${story} ${commit}`).join(", ")}`);
      for (const [at, { story }] of landed.entries())
        holds.set(
          `again ${story}`,
          landed.slice(0, at + 1).map((one) => one.story),
        );
      head = landed.length === 0 ? "base" : `again ${landed.at(-1)?.story}`;
      return landed.map(({ story }) => `again ${story}`);
    },
    openWorktree: async ({ story, base, path, work }) => {
      const at = path ?? `/w${++made}`;
      calls.push(`open ${story.id} ${at} on ${base}${work === null ? "" : ` with ${work}`}`);
      return { path: at, base };
    },
    takeSlot: async ({ path }) => {
      calls.push(`slot ${path}`);
      return { [Symbol.dispose]: () => void calls.push(`no slot ${path}`) };
    },
    requireOurs: async ({ path }) => void calls.push(`ours? ${path}`),
    async *runAgent(request, signal) {
      const { story, worktree, session } = request;
      const turn = (turns.get(story.id) ?? 0) + 1;
      turns.set(story.id, turn);
      calls.push(`agent ${story.id} ${worktree.path}${session === null ? "" : ` in ${session}`}`);
      const until = (test: (event: RunEventBody) => boolean) =>
        new Promise<void>((go) => void (events.some(test) ? go() : waiting.push({ test, go })));
      const acts = about.agent?.({ ...request, signal, turn, clock, give: (order) => take(order), until });
      let ended = false;
      if (acts instanceof Promise) await acts;
      else if (acts !== undefined)
        for await (const event of acts) {
          yield event;
          ended ||= event.type === "agent.finished";
        }
      if (!ended) yield signal.aborted ? finish({ ok: false, why: "killed" }) : finish();
    },
    inspect: async (worktree) => {
      const count = (looks.get(worktree.path) ?? 0) + 1;
      looks.set(worktree.path, count);
      return about.changes?.(worktree, count) ?? [edited(`${ownerOf(events, worktree.path).toLowerCase()}/a.txt`)];
    },
    peek: (worktree) => effects.inspect(worktree),
    snapshot: async (worktree, paths) => `snapshot of ${worktree.path}: ${paths.join(", ")}`,
    revert: async ({ path }, paths) => void calls.push(`revert ${paths.join(", ")} in ${path}`),
    runHooks: async () => ({ checks: [], message: null }),
    commit: async ({ story, attempt, paths, whole, message }) => {
      const words = [`commit ${story.id}#${attempt} ${paths.join(", ")}`, whole ? [] : "(not all)", message ?? []];
      calls.push(words.flat().join(" "));
      return `${story.id}#${attempt}`;
    },
    checkWorktree: async ({ path }, story, command) => {
      calls.push(`check ${story.id}: ${command}`);
      return facts(command, path);
    },
    checkCommit: async (commit, command, _signal, beside) => {
      calls.push(`check ${commit}: ${command}${beside === undefined ? "" : ` beside ${beside.path}`}`);
      return facts(command, commit);
    },
    keepLeftOut: async (story, _worktree, paths) => {
      calls.push(`hold ${paths.join(", ")} of ${story.id}`);
      return `refs/left/${story.id}`;
    },
    keep: async (story) => {
      calls.push(`keep ${story.id}`);
      return { commit: `kept-${story.id}`, ref: `refs/kept/${story.id}` };
    },
    release: async (id, { path }) => void calls.push(`release ${id} ${path}`),
    abandon: async (id, { path }) => void calls.push(`abandon ${id} ${path}`),
    ...about.effects,
  };
  const input: ConductInput = {
    run: "r1",
    goal: "The goal",
    base: "base",
    stories,
    parallelism: 2,
    checks: [],
    limits: { maxTokens: null, maxUsd: null, timeoutMs: null },
    spent: { tokens: 0, usd: 0, ms: 0 },
    waitForReset: false,
    orders: (listener) => {
      take = listener;
      return () => void calls.push("hears no orders");
    },
    progress: foldRun(events),
    ...about.input,
  };
  let over = false;
  const coming = conduct(effects, input, about.signal ?? new AbortController().signal).finally(() => (over = true));
  coming.catch(() => {});
  for (let steps = 0; !over && steps < 5_000; steps++) {
    await new Promise((resolve) => void setImmediate(resolve));
    if (!over) clock.step();
  }
  if (!over) throw new Error(`Everybody waits:\n${calls.join("\n")}`);
  const result = await coming;
  const of = <T extends RunEventBody["type"]>(type: T) =>
    events.filter((event): event is EventOf<T> & RunEventBody => event.type === type) as EventOf<T>[];
  return { ...result, events, calls, clock, of };
}

/** The story whose worktree it is, by what the stream told of it. */
function ownerOf(events: readonly RunEventBody[], path: string): string {
  const started = events.findLast((event) => event.type === "story.started" && event.worktree === path);
  return started?.type === "story.started" ? started.story : "S1";
}
