import type { CheckFacts } from "../core/check.ts";
import type { Story } from "../core/story.ts";
import type { ReportForm } from "../ecosystems/reports/report-form.ts";
import { git } from "../git/git.ts";
import type { Host } from "../host/host.ts";
import type { Sandbox } from "../host/sandbox.ts";
import type { StoryWorktree } from "./effects.ts";
import { type CheckRequest, runCheck } from "./run-check.ts";
import type { StoryWorktrees } from "./story-worktrees.ts";

export interface CheckOptions {
  root: string;
  checkTimeoutMs: number;
  /** What checks are held to. */
  sandbox: Sandbox | null;
  /** How a check also writes down what it found; left out: what it prints is all there is. */
  reportOf?(command: string): Promise<ReportForm | null>;
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
    const facts = this.#check(worktree, command, signal);
    const tree = this.#worktrees.treeOf(worktree);
    if (tree !== null) this.#remember(keyOf(tree, command), facts, signal);
    return facts;
  }

  /**
   * A hook looks at what is staged, which the tree does not tell, and may change files: its answer is not kept. `read`:
   * what it has to read beside the worktree.
   */
  ofHook(worktree: StoryWorktree, command: string, read: readonly string[], signal: AbortSignal): Promise<CheckFacts> {
    return this.#run(worktree, { command, read, report: null }, signal);
  }

  async ofCommit(commit: string, command: string, signal: AbortSignal): Promise<CheckFacts> {
    const tree = (await git(this.#host, this.#options.root, ["rev-parse", `${commit}^{tree}`])).trim();
    const key = keyOf(tree, command);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const facts = this.#worktrees.borrow(commit, (worktree) => this.#check(worktree, command, signal));
    this.#remember(key, facts, signal);
    return facts;
  }

  async #check(worktree: StoryWorktree, command: string, signal: AbortSignal): Promise<CheckFacts> {
    const report = (await this.#options.reportOf?.(command)) ?? null;
    return this.#run(worktree, { command, report }, signal);
  }

  #run(
    worktree: StoryWorktree,
    check: Pick<CheckRequest, "command" | "read" | "report">,
    signal: AbortSignal,
  ): Promise<CheckFacts> {
    const { checkTimeoutMs: timeoutMs, sandbox } = this.#options;
    const env = this.#worktrees.environment(worktree);
    return runCheck(this.#host, { ...check, cwd: worktree.path, env, timeoutMs, sandbox }, signal);
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
