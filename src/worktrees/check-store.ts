import type { CheckFacts } from "../core/check.ts";
import type { Story } from "../core/story.ts";
import { git } from "../git/git.ts";
import type { Host } from "../host/host.ts";
import type { Sandbox } from "../host/sandbox.ts";
import type { StoryWorktree } from "./effects.ts";
import { runCheck } from "./run-check.ts";
import type { StoryWorktrees } from "./story-worktrees.ts";

interface CheckOptions {
  root: string;
  checkTimeoutMs: number;
  /** What checks are held to. */
  sandbox: Sandbox | null;
}

/** Runs checks, and remembers what they said of a tree: the same files give the same answer. */
export class CheckStore {
  readonly #host: Host;
  readonly #options: CheckOptions;
  readonly #worktrees: StoryWorktrees;
  readonly #known = new Map<string, Promise<CheckFacts>>();

  constructor(host: Host, options: CheckOptions, worktrees: StoryWorktrees) {
    this.#host = host;
    this.#options = options;
    this.#worktrees = worktrees;
  }

  async ofWorktree(worktree: StoryWorktree, _story: Story, command: string, signal: AbortSignal): Promise<CheckFacts> {
    const facts = this.#run(worktree, command, signal);
    const tree = this.#worktrees.treeOf(worktree);
    if (tree !== null) this.#remember(keyOf(tree, command), facts, signal);
    return facts;
  }

  /**
   * A hook looks at what is staged, which the tree does not tell, and may change files: its answer is not kept. `read`:
   * what it has to read beside the worktree.
   */
  ofHook(worktree: StoryWorktree, command: string, read: readonly string[], signal: AbortSignal): Promise<CheckFacts> {
    return this.#run(worktree, command, signal, read);
  }

  async ofCommit(commit: string, command: string, signal: AbortSignal): Promise<CheckFacts> {
    const tree = (await git(this.#host, this.#options.root, ["rev-parse", `${commit}^{tree}`])).trim();
    const key = keyOf(tree, command);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const facts = this.#worktrees.borrow(commit, (worktree) => this.#run(worktree, command, signal));
    this.#remember(key, facts, signal);
    return facts;
  }

  #run(
    worktree: StoryWorktree,
    command: string,
    signal: AbortSignal,
    read: readonly string[] = [],
  ): Promise<CheckFacts> {
    const { checkTimeoutMs: timeoutMs, sandbox } = this.#options;
    const env = this.#worktrees.environment(worktree);
    return runCheck(this.#host, { cwd: worktree.path, command, env, timeoutMs, sandbox, read }, signal);
  }

  /** A check that was stopped half-way says nothing. */
  #remember(key: string, facts: Promise<CheckFacts>, signal: AbortSignal): void {
    this.#known.set(key, facts);
    const forget = () => this.#known.delete(key);
    facts.then(() => (signal.aborted ? forget() : undefined), forget);
  }
}

function keyOf(tree: string, command: string): string {
  return `${tree} ${command}`;
}
