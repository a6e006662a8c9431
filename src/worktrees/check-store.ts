import type { CheckFacts } from "../core/check.ts";
import type { Story } from "../core/story.ts";
import type { ReportForm } from "../ecosystems/reports/report-form.ts";
import { git } from "../git/git.ts";
import type { Host } from "../host/host.ts";
import type { Sandbox } from "../host/sandbox.ts";
import type { StoryWorktree } from "./effects.ts";
import { type CheckRequest, runCheck } from "./run-check.ts";
import type { WorktreeSetUp } from "./set-up/worktree-set-up.ts";
import type { StoryWorktrees } from "./story-worktrees.ts";
import { verdictKey } from "./verdicts/verdict-key.ts";
import { VerdictStore } from "./verdicts/verdict-store.ts";

/** How what one run found of a tree is known to the next. */
export interface VerdictOptions {
  stateDir: string;
  /** Of this program. */
  version: string;
  /** What earlier runs found does not count; what this one finds is left for later ones. */
  fresh: boolean;
  /** Whether a check looks at nothing but the files: the project's own do, what the person wrote may do anything. */
  isOfFiles(command: string): Promise<boolean>;
}

export interface CheckOptions {
  root: string;
  run: string;
  env: Readonly<Record<string, string>>;
  checkTimeoutMs: number;
  /** What checks are held to. */
  sandbox: Sandbox | null;
  /** How a check also writes down what it found; left out: what it prints is all there is. */
  reportOf?(command: string): Promise<ReportForm | null>;
  /** Left out or null: nothing is known of earlier runs, and nothing is left for later ones. */
  verdicts?: VerdictOptions | null;
}

/** Runs checks, and remembers what they said of a tree: the same files give the same answer. */
export class CheckStore {
  readonly #host: Host;
  readonly #options: CheckOptions;
  readonly #worktrees: StoryWorktrees;
  readonly #setUp: WorktreeSetUp | null;
  readonly #known = new Map<string, Promise<CheckFacts>>();
  readonly #earlier: VerdictStore | null;

  constructor(host: Host, options: CheckOptions, worktrees: StoryWorktrees, setUp: WorktreeSetUp | null) {
    this.#host = host;
    this.#options = options;
    this.#worktrees = worktrees;
    this.#setUp = setUp;
    const { verdicts = null, root, run } = options;
    this.#earlier = verdicts === null ? null : new VerdictStore(host, { stateDir: verdicts.stateDir, root, run });
  }

  async ofWorktree(worktree: StoryWorktree, _story: Story, command: string, signal: AbortSignal): Promise<CheckFacts> {
    const facts = this.#checkedAt(worktree, command, signal);
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
    const tree = await this.#treeOf(commit);
    const key = keyOf(tree, command);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const facts = this.#ofClean({ commit, tree, command }, signal);
    this.#remember(key, facts, signal);
    return facts;
  }

  /**
   * What an earlier run found: that the same files are green, with everything around them as it was. Null: nobody knows, or
   * this run has looked itself.
   */
  async known(commit: string, command: string): Promise<CheckFacts | null> {
    if (this.#earlier === null || this.#options.verdicts?.fresh === true) return null;
    const tree = await this.#treeOf(commit);
    if (this.#known.has(keyOf(tree, command))) return null;
    const key = await this.#verdictKey({ commit, tree, command });
    return key === null ? null : this.#earlier.read(key, command);
  }

  async #ofClean(of: Checked, signal: AbortSignal): Promise<CheckFacts> {
    // Asked before: what is installed or written meanwhile is another state, which the next run has to find.
    const coming = this.#verdictKey(of).catch(() => null);
    const facts = await this.#worktrees.borrow(
      of.commit,
      (worktree) => this.#checkedAt(worktree, of.command, signal, true),
      signal,
    );
    const key = await coming;
    // What can't be kept is found again.
    if (key !== null && !signal.aborted) await this.#earlier?.write(key, facts).catch(() => {});
    return facts;
  }

  async #verdictKey({ commit, tree, command }: Checked): Promise<string | null> {
    const { verdicts = null, env, sandbox } = this.#options;
    if (verdicts === null || !(await verdicts.isOfFiles(command))) return null;
    const [source, setUp] = await Promise.all([
      this.#worktrees.source(),
      this.#setUp === null ? [] : this.#setUp.traces(commit),
    ]);
    const around = { env, sandbox, setUp, version: verdicts.version };
    return verdictKey(this.#host, source, { tree, command }, around);
  }

  async #treeOf(commit: string): Promise<string> {
    return (await git(this.#host, this.#options.root, ["rev-parse", `${commit}^{tree}`])).trim();
  }

  async #checkedAt(worktree: StoryWorktree, command: string, signal: AbortSignal, isClean = false) {
    const facts = await this.#check(worktree, command, signal);
    // A story that is green is not looked at again. What is wrong with the place shows when the work there is looked at.
    if (!signal.aborted && (isClean || !facts.ok))
      await this.#worktrees.noteCheck(worktree, command, isClean).catch(() => {});
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

interface Checked {
  commit: string;
  tree: string;
  command: string;
}

function keyOf(tree: string, command: string): string {
  return `${tree} ${command}`;
}
