import type { AgentEvent } from "../core/agent-event.ts";
import type { CheckFacts } from "../core/check.ts";
import type { Story } from "../core/story.ts";
import { signsCommits } from "../git/commit.ts";
import type { Host } from "../host/host.ts";
import type { Sandbox } from "../host/sandbox.ts";
import { type CheckOptions, CheckStore } from "./check-store.ts";
import { type CommitHooks, findCommitHooks, readMessage, runCommitHooks } from "./commit-hooks.ts";
import type { AgentRequest, WorktreeEffects } from "./effects.ts";
import { type Borrower, type PushedRef, runPushHook } from "./push-hook.ts";
import { type SetUpOptions, WorktreeSetUp } from "./set-up/worktree-set-up.ts";
import { StoryWorktrees, type WorktreeOptions } from "./story-worktrees.ts";

export interface LocalOptions extends WorktreeOptions, Omit<CheckOptions, "root"> {
  /** The commit that the run builds on. */
  base: string;
  /** What worktrees are given beyond their files; `null`: nothing. */
  setUp: Omit<SetUpOptions, "root" | "base" | "sandbox" | "early"> | null;
  /** What everything that is started in a worktree is held to; `null`: nothing. */
  sandbox: Sandbox | null;
  /** Whether the run's commits are signed; left out: as the person has it. */
  signs?: () => Promise<boolean>;
  /** Starts a story's agent in its worktree, with these variables beside its own. */
  startAgent(
    request: AgentRequest,
    env: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): AsyncIterable<AgentEvent>;
}

export interface LocalEffects extends WorktreeEffects {
  /** Starts to make worktrees at a commit, ahead of need. */
  prepare(base: string, count: number): void;
  /** What an earlier run found of a commit's files: green, with everything around them as it was. `null`: nobody knows. */
  knownCheck(commit: string, command: string): Promise<CheckFacts | null>;
  /** Whether the person has hooks that `runHooks` would run. */
  hasHooks(): Promise<boolean>;
  /** The message of a story's commit where no hook made another. */
  messageOf(story: Story): string;
  /** The paths in which a commit of the run and a snapshot conflict when they are merged in memory. */
  conflictsOf(ours: string, theirs: string, attributes: string | null): Promise<string[]>;
  /** Asks the person's `pre-push` hook, in a clean checkout of what is pushed. Gives why it refuses, or `null`. */
  runPushHook(push: PushedRef, signal: AbortSignal): Promise<string | null>;
  /** The work is over. `whole`: everything goes. Otherwise what nobody has worked in does, and the run can be resumed. */
  close(whole: boolean, signal?: AbortSignal): Promise<void>;
}

/** The effects on worktrees of this machine. */
export function localEffects(host: Host, options: LocalOptions): LocalEffects {
  const { root } = options;
  const fitter = fitterOf(host, options);
  const worktrees = new StoryWorktrees(host, options, fitter);
  const checks = new CheckStore(host, options, worktrees, fitter);
  let signed: Promise<boolean> | null = null;
  let hooks: Promise<CommitHooks> | null = null;
  const findHooks = () => {
    hooks ??= findCommitHooks(host, root);
    return hooks;
  };
  return {
    openWorktree: (request, signal) => worktrees.open(request, signal),
    // The schedule bounds what is at work on this machine.
    takeSlot: () => Promise.resolve({ [Symbol.dispose]: () => {} }),
    requireOurs: (worktree) => worktrees.requireOurs(worktree),
    async *runAgent(request, signal) {
      await worktrees.requireOurs(request.worktree);
      const { path } = request.worktree;
      worktrees.seen.stir(path);
      const events = options.startAgent(request, worktrees.environment(request.worktree), signal);
      yield* endAtRest(events, () => worktrees.seen.rest(path));
    },
    inspect: (worktree) => worktrees.inspect(worktree),
    peek: (worktree) => worktrees.peek(worktree),
    snapshot: (worktree, paths) => worktrees.snapshot(worktree, paths),
    revert: (worktree, paths) => worktrees.revert(worktree, paths),
    runHooks: async (worktree, story, again, signal) => {
      await worktrees.requireOurs(worktree);
      worktrees.seen.stir(worktree.path);
      const found = await findHooks();
      const message = { text: worktrees.messageOf(story), corrected: again ? await readMessage(worktree.path) : null };
      // Hooks look through git: through a repository that no agent has written into.
      await worktrees.renewRepository(worktree);
      const run = (command: string) => checks.ofHook(worktree, command, found.read, signal);
      return runCommitHooks(found, worktree.path, message, run);
    },
    commit: async (request) => {
      signed ??= options.signs?.() ?? signsCommits(host, root);
      return worktrees.commit(request, await signed);
    },
    checkWorktree: async (worktree, story, command, signal) => {
      await worktrees.requireOurs(worktree);
      worktrees.seen.stir(worktree.path);
      return checks.ofWorktree(worktree, story, command, signal);
    },
    keepLeftOut: (story, worktree, paths) => worktrees.keepLeftOut(story, worktree, paths),
    knownCheck: (commit, command) => checks.known(commit, command),
    checkCommit: (commit, command, signal) => checks.ofCommit(commit, command, signal),
    keep: (story, worktree) => worktrees.keep(story, worktree),
    release: async (_story, worktree) => worktrees.release(worktree),
    abandon: async (_story, worktree) => worktrees.abandon(worktree),
    prepare: (commit, count) => worktrees.prepare(commit, count),
    hasHooks: async () => {
      const { preCommit, prepareMsg, commitMsg } = await findHooks();
      return preCommit !== null || prepareMsg !== null || commitMsg !== null;
    },
    messageOf: (story) => worktrees.messageOf(story),
    conflictsOf: (ours, theirs, attributes) => worktrees.conflictsOf(ours, theirs, attributes),
    runPushHook: (push, signal) => {
      const { sandbox } = options;
      const borrow = <T>(commit: string, use: Borrower<T>) =>
        worktrees.borrow(commit, (worktree) => use(worktree.path, worktrees.environment(worktree)), signal);
      return runPushHook(host, { root, sandbox, borrow }, push, signal);
    },
    close: (whole, signal) => worktrees.close(whole, signal),
  };
}

function fitterOf(host: Host, { root, base, setUp, env, sandbox, early = null }: LocalOptions): WorktreeSetUp | null {
  return setUp === null ? null : new WorktreeSetUp(host, { ...setUp, root, base, env, sandbox, early });
}

/** An agent's events: the last one when what it started is gone as well, and what it would leave behind is cleared away. */
async function* endAtRest(events: AsyncIterable<AgentEvent>, atRest: () => void): AsyncGenerator<AgentEvent> {
  let last: AgentEvent | null = null;
  for await (const event of events) {
    if (event.type === "agent.finished") last = event;
    else yield event;
  }
  atRest();
  if (last !== null) yield last;
}
