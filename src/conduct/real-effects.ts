import type { Agent, AgentLimits } from "../agents/agent.ts";
import { renderAgentChoice } from "../core/agent-name.ts";
import type { CheckFacts, Emit } from "../core/event.ts";
import type { Story } from "../core/story.ts";
import { signsCommits } from "../git/commit.ts";
import type { Host } from "../host/host.ts";
import { type SetUpOptions, WorktreeSetUp } from "../worktrees/set-up/worktree-set-up.ts";
import { CheckStore } from "../worktrees/check-store.ts";
import { type CommitHooks, findCommitHooks, runCommitHooks } from "../worktrees/commit-hooks.ts";
import type { AgentRequest, ConductEffects, Integration } from "./effects.ts";
import type { MergeAnswer, MergeQuestion } from "../worktrees/probe-repository.ts";
import { RunBranch } from "./run-branch.ts";
import { StoryWorktrees } from "../worktrees/story-worktrees.ts";

/** What the merge room is asked for. */
export interface LandRequest {
  root: string;
  branch: string;
  landed: string;
  known: string;
  commit: string;
  base: string;
  sign: boolean;
  attributes: () => Promise<string | null>;
}

export interface ReplayRequest {
  root: string;
  onto: string;
  commits: readonly string[];
  sign: boolean;
  attributes: () => Promise<string | null>;
}

export type Replay = { kind: "replayed"; commits: string[] } | { kind: "conflict"; at: number };

export interface EffectOptions {
  /** The person's checkout. */
  root: string;
  run: string;
  /** The run's branch without `refs/heads/`. */
  branch: string;
  /** The commit that the run builds on. */
  base: string;
  cacheDir: string;
  stateDir: string;
  emit: Emit;
  agentFor(story: Story): Agent;
  sandbox: boolean;
  agentLimits: AgentLimits;
  /** Handed to agents that take them; `null`: their own. */
  effort: string | null;
  instructions: string | null;
  /** Folder for an attempt's raw output, made by the caller; `null`: not kept. */
  logDir(story: Story, attempt: number): string | null;
  /** `integrateCommit` of the merge room. */
  integrate(host: Host, request: LandRequest): Promise<Integration>;
  /** `replayCommits` of the merge room. */
  replay(host: Host, request: ReplayRequest): Promise<Replay>;
  /** `mergeCommits` of the merge room. */
  merge(host: Host, question: MergeQuestion): Promise<MergeAnswer>;
  /** Name run and story in the commits' messages. */
  trailers: boolean;
  checkTimeoutMs: number;
  /** What worktrees are given beyond their files; `null`: nothing. */
  setUp: Pick<SetUpOptions, "logDir" | "isTrusted" | "commands"> | null;
  /** Extra variables of every story's environment. */
  env: Readonly<Record<string, string>>;
}

export interface RealEffects extends ConductEffects {
  /** Starts to make worktrees at a commit, ahead of need. */
  prepare(base: string, count: number): void;
  /**
   * The conducting is over. `whole`: worktrees and refs of finished stories go. Otherwise only what nobody has worked in
   * goes, and the run can be resumed.
   */
  close(whole: boolean): Promise<void>;
}

/** The effects on the real machine: git, agents, checks. */
export function makeEffects(host: Host, options: EffectOptions): RealEffects {
  const worktrees = new StoryWorktrees(host, options, setUpOf(host, options));
  const branch = new RunBranch(host, options);
  const checks = new CheckStore(host, options, worktrees);
  let signs: Promise<boolean> | null = null;
  let hooks: Promise<CommitHooks> | null = null;
  const sign = () => {
    signs ??= signsCommits(host, options.root);
    return signs;
  };
  return {
    now: () => host.now(),
    elapsed: () => host.elapsed(),
    sleep: (ms, signal) => host.sleep(ms, signal),
    emit: options.emit,
    agentOf: (story) => {
      const agent = options.agentFor(story);
      // The model is told apart from the name.
      const name = renderAgentChoice({ ...agent.choice, model: null });
      return { name, model: agent.choice.model, provider: agent.provider };
    },
    head: () => branch.head(),
    requireLanded: (commit) => branch.requireLanded(commit),
    openWorktree: (request) => worktrees.open(request),
    runAgent: (request, signal) => startAgent(host, options, worktrees, request, signal),
    inspect: (worktree) => worktrees.inspect(worktree),
    peek: (worktree) => worktrees.peek(worktree),
    snapshot: (worktree, paths) => worktrees.snapshot(worktree, paths),
    conflictsOf: async (ours, theirs) => worktrees.conflictsOf(ours, theirs, await branch.attributes()),
    revert: (worktree, paths) => worktrees.revert(worktree, paths),
    runHooks: async (worktree, story, again, signal) => {
      hooks ??= findCommitHooks(host, options.root);
      const message = { text: worktrees.messageOf(story), again };
      return runCommitHooks(await hooks, worktree.path, message, (command) => checks.ofHook(worktree, command, signal));
    },
    commit: async (request) => worktrees.commit(request, await sign()),
    checkWorktree: (worktree, story, command, signal) => checks.ofWorktree(worktree, story, command, signal),
    checkCommit: (commit, command, signal): Promise<CheckFacts> => checks.ofCommit(commit, command, signal),
    integrate: async (request) => branch.integrate(request, await sign()),
    combine: (landed) => branch.combine(landed),
    rebuild: async (landed) => branch.rebuild(landed, await sign()),
    keep: (story, worktree) => worktrees.keep(story, worktree),
    release: async (_story, worktree) => worktrees.release(worktree),
    prepare: (base, count) => worktrees.prepare(base, count),
    close: async (whole) => {
      await worktrees.close(whole);
      if (whole) await branch.clear();
    },
  };
}

function setUpOf(host: Host, { root, base, setUp, emit }: EffectOptions): WorktreeSetUp | null {
  if (setUp === null) return null;
  const tell = (message: string) => emit({ type: "run.notice", message });
  return new WorktreeSetUp(host, { ...setUp, root, base, tell });
}

function startAgent(
  host: Host,
  options: EffectOptions,
  worktrees: StoryWorktrees,
  request: AgentRequest,
  signal: AbortSignal,
) {
  const agent = options.agentFor(request.story);
  return agent.start(
    host,
    {
      prompt: request.prompt,
      cwd: request.worktree.path,
      model: agent.choice.model,
      resume: request.session,
      env: worktrees.environment(request.worktree),
      readOnly: false,
      // The worktree's repository lies within it.
      writable: [],
      sandbox: options.sandbox,
      logDir: options.logDir(request.story, request.attempt),
      limits: options.agentLimits,
      effort: options.effort,
      instructions: options.instructions,
    },
    signal,
  );
}
