import { BaroError } from "../core/error.ts";
import type { StoryId } from "../core/story.ts";
import { CommitWriter } from "../git/commit-writer.ts";
import { gitDirOf } from "../git/git-dir.ts";
import { commonDirOf } from "../git/loose-commit.ts";
import { integrateCommit } from "../git/merge/integrate.ts";
import { type ReplayResult, replayCommits } from "../git/merge/replay.ts";
import { isAncestor, moveRefs, readRef, readRefs, removeRefs } from "../git/refs.ts";
import { TreeDiffs } from "../git/tree-diffs.ts";
import type { Host } from "../host/host.ts";
import { type MissingName, mayTakeNames, missingNames } from "../repository/missing-names.ts";
import { shellWord } from "../text/quoting.ts";
import { attributesFolder } from "../worktrees/attributes-folder.ts";
import { runRefs } from "../worktrees/run-commits.ts";
import type { Combination, Integration, IntegrationRequest } from "./effects.ts";

export interface BranchOptions {
  root: string;
  run: string;
  branch: string;
  base: string;
  cacheDir: string;
}

/** The one branch that a run's stories land on. */
export class RunBranch {
  readonly #host: Host;
  readonly #options: BranchOptions;
  readonly #writer: CommitWriter;
  readonly #diffs: TreeDiffs;
  #head: Promise<string> | null = null;
  #gitDir: Promise<string> | null = null;
  #attributes: Promise<string | null> | null = null;
  /** Commits that landed and took no line away, and what each stands on. */
  readonly #onlyAdded = new Map<string, string>();

  constructor(host: Host, options: BranchOptions) {
    this.#host = host;
    this.#options = options;
    this.#writer = new CommitWriter(host, options.root, async () => commonDirOf(await this.#findGitDir()));
    this.#diffs = new TreeDiffs(host, options.root, () => this.#findGitDir());
  }

  /** The newest integrated commit. The branch is made at the base when the run has none yet. */
  head(): Promise<string> {
    this.#head ??= this.#find();
    return this.#head;
  }

  async requireLanded(commit: string): Promise<void> {
    const { root, branch } = this.#options;
    const head = await readRef(this.#host, root, this.#ref());
    if (head !== null && (await isAncestor(this.#host, root, commit, head))) return;
    const why = head === null ? "was deleted" : `was moved to ${head.slice(0, 10)}, which lacks what this run landed`;
    throw new BaroError("git-failed", `Cannot go on: the branch "${branch}" ${why}`, {
      hint: `Run: git branch --force ${shellWord(branch)} ${commit}; then run: baro resume`,
    });
  }

  async missingNames({ story, commit, base }: IntegrationRequest): Promise<MissingName[]> {
    const { root, run } = this.#options;
    const head = await this.head();
    if (this.#hasOnlyAdded(base, head) || !mayTakeNames(await this.#diffs.between(base, head))) return [];
    const missing = await missingNames(this.#host, { root, base, head, change: commit });
    if (missing.length === 0) return [];
    const landed = await readRef(this.#host, root, runRefs(run).landed(story.id));
    return landed !== null && (await isAncestor(this.#host, root, landed, head)) ? [] : missing;
  }

  /** Whether no line went from one commit to a later one, as far as this process saw them land. */
  #hasOnlyAdded(from: string, to: string): boolean {
    let at: string | undefined = to;
    while (at !== undefined && at !== from) at = this.#onlyAdded.get(at);
    return at === from;
  }

  async integrate(request: IntegrationRequest, sign: boolean): Promise<Integration> {
    const { root, run } = this.#options;
    const result = await integrateCommit(this.#host, {
      root,
      branch: this.#ref(),
      landed: runRefs(run).landed(request.story.id),
      known: await this.head(),
      commit: request.commit,
      base: request.base,
      sign,
      writer: this.#writer,
      diffs: this.#diffs,
      gitDir: () => this.#findGitDir(),
      attributes: () => this.attributes(),
    });
    if (result.kind === "merged") {
      this.#head = Promise.resolve(result.commit);
      if (result.deletions === 0) this.#onlyAdded.set(result.commit, result.onto);
    }
    return result;
  }

  async combine(landed: readonly string[]): Promise<Combination> {
    const replay = await this.#replay(landed, false);
    if (replay.kind === "conflict") return replay;
    return { kind: "combined", commit: replay.commits.at(-1) ?? this.#options.base };
  }

  /** Moves the branch to these stories alone. Safe to repeat: it is made from what landed, not from where it is. */
  async rebuild(landed: readonly { story: StoryId; commit: string }[], sign: boolean): Promise<string[]> {
    const { root, run, base } = this.#options;
    const replay = await this.#replay(
      landed.map((one) => one.commit),
      sign,
    );
    if (replay.kind === "conflict") throw new Error(`${landed[replay.at]?.story} does not apply to the rest`);
    const names = runRefs(run);
    const notes = landed.map(({ story }, at) => ({ ref: names.landed(story), to: replay.commits[at] ?? "" }));
    const head = replay.commits.at(-1) ?? base;
    await moveRefs(this.#host, root, [...notes, { ref: this.#ref(), to: head }]);
    this.#head = Promise.resolve(head);
    return replay.commits;
  }

  #replay(commits: readonly string[], sign: boolean): Promise<ReplayResult> {
    const { root, base } = this.#options;
    const attributes = () => this.attributes();
    return replayCommits(this.#host, { root, onto: base, commits, sign, attributes });
  }

  /** A folder with the `.gitattributes` of the run's base, or `null` when it has none. */
  attributes(): Promise<string | null> {
    this.#attributes ??= attributesFolder(this.#host, this.#options, this.#options.base);
    return this.#attributes;
  }

  #findGitDir(): Promise<string> {
    this.#gitDir ??= gitDirOf(this.#host, this.#options.root);
    return this.#gitDir;
  }

  /** Removes the refs of what `head` holds, the newest commit that landed. Work that is nowhere else stays on its ref. */
  async clear(head: string): Promise<void> {
    const { root, run } = this.#options;
    const names = runRefs(run);
    const [all, onBranch] = await Promise.all([
      readRefs(this.#host, root, [names.prefix]),
      readRefs(this.#host, root, [names.landed("")], { mergedInto: head }),
    ]);
    const stories = [...onBranch.keys()].map((ref) => ref.slice(names.landed("").length));
    const done = stories.flatMap((story) => [names.work(story), names.landed(story), names.kept(story)]);
    await removeRefs(
      this.#host,
      root,
      done.filter((ref) => all.has(ref)),
    );
  }

  #ref(): string {
    return `refs/heads/${this.#options.branch}`;
  }

  async #find(): Promise<string> {
    const { root, run, base, branch } = this.#options;
    const names = runRefs(run);
    const refs = await readRefs(this.#host, root, [this.#ref(), names.landed("")]);
    const head = refs.get(this.#ref());
    if (head !== undefined) return head;
    if (refs.size > 0) {
      throw new BaroError("git-failed", `Cannot go on: the branch "${branch}" was deleted`, {
        hint: `Restore it from one of the refs below ${names.landed("")}, then run: baro resume`,
      });
    }
    await moveRefs(this.#host, root, [{ ref: this.#ref(), to: base, from: null }]);
    return base;
  }
}
