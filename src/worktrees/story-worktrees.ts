import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Story } from "../core/story.ts";
import { worktreeFolder } from "../core/worktree-folder.ts";
import { writeWorktreeTree } from "../git/commit.ts";
import { CommitWriter } from "../git/commit-writer.ts";
import { requirePointers } from "../git/large-files.ts";
import { requireOurPlace, WorktreeTrouble } from "../git/place.ts";
import { readRef } from "../git/refs.ts";
import { bringStrayWork } from "../git/stray-work.ts";
import { outsideView, renewRepository, type WorktreeSource } from "../git/worktree.ts";
import { listWorktreeChanges, revertWorktreePaths } from "../git/worktree-changes.ts";
import type { Host } from "../host/host.ts";
import { isUnsaved, markUnsaved } from "../host/unsaved-mark.ts";
import { asTrouble } from "./as-trouble.ts";
import { bringWork } from "./bring-work.ts";
import { type Change, committed, isAside, leftAside, leftOutKind } from "./change.ts";
import type { CommitRequest, StoryWorktree, WorktreeRequest } from "./effects.ts";
import { portVariables } from "./ports.ts";
import { isMoved, ProbeRepository } from "./probe-repository.ts";
import { commitMessage, runRefs } from "./run-commits.ts";
import { SeenAtRest } from "./seen-at-rest.ts";
import type { WorktreeSetUp } from "./set-up/worktree-set-up.ts";
import { StrayBeside } from "./stray-beside.ts";
import { outsideOf, submoduleChanges } from "./submodule-changes.ts";
import type { EarlyLooks, WarmLimits } from "./warm/warm-store.ts";
import { type PooledWorktree, WorktreePool } from "./worktree-pool.ts";
import { WrittenByChecks } from "./written-by-checks.ts";

export interface WorktreeOptions {
  root: string;
  run: string;
  cacheDir: string;
  trailers: boolean;
  /** The goal, when the person typed it; left out: they did not. */
  typedGoal?: string | null;
  env: Readonly<Record<string, string>>;
  /** Which worktrees outlive the run; left out: none. */
  warm?: WarmLimits | null;
  /** Looks at what outlived earlier runs, and at the person's packages, that were begun already. */
  early?: EarlyLooks | null;
  /** The repository is the run's own, as a worker's is: commits in it only carry files, and need no ref. */
  isOurs?: boolean;
}

/** The worktrees of a run's stories, and what is read from and written out of them. */
export class StoryWorktrees {
  readonly #host: Host;
  readonly #options: WorktreeOptions;
  readonly #pool: WorktreePool;
  readonly #probes: ProbeRepository;
  readonly #writer: CommitWriter;
  readonly #open = new Map<string, PooledWorktree>();
  /** See `treeOf`. */
  readonly #trees = new Map<string, string>();
  /** Told by whoever lets somebody work in a worktree. */
  readonly seen = new SeenAtRest<Change[]>();
  readonly #setUp: WorktreeSetUp | null;
  readonly #written = new WrittenByChecks();
  readonly #stray: StrayBeside;

  constructor(host: Host, options: WorktreeOptions, setUp: WorktreeSetUp | null) {
    this.#host = host;
    this.#options = options;
    this.#setUp = setUp;
    this.#stray = new StrayBeside(host);
    const { root, cacheDir, warm = null, early = null } = options;
    const folder = worktreeFolder(cacheDir, options.run);
    this.#probes = new ProbeRepository(host, options.isOurs === true ? null : join(folder, "probe"));
    this.#pool = new WorktreePool(host, { root, folder, cacheDir, fitter: setUp, warm, early });
    this.#writer = new CommitWriter(host, root, async () => (await this.#pool.source()).commonDir);
  }

  prepare(base: string, count: number): void {
    this.#pool.prepare(base, count);
  }

  /** Rejects with the signal's reason when that comes first. */
  async open(request: WorktreeRequest, signal: AbortSignal): Promise<StoryWorktree> {
    const left = request.path === null ? null : await this.#adopt(request.path, request.base);
    if (left !== null) {
      await this.#setUp?.known();
      return this.#remember(left);
    }
    const worktree = await asTrouble("checked out", () =>
      this.#pool.take(request.base, `baro/${request.story.id}`, signal),
    );
    const kept = runRefs(this.#options.run).kept(request.story.id);
    const work = request.work ?? (request.path === null ? null : await readRef(this.#host, this.#options.root, kept));
    if (work !== null)
      await bringWork(this.#host, { root: this.#options.root, source: await this.source(), worktree }, work);
    return this.#remember(worktree);
  }

  source(): Promise<WorktreeSource> {
    return this.#pool.source();
  }

  /** A checkout for a check of a commit as it is. */
  async borrow<T>(commit: string, use: (worktree: StoryWorktree) => Promise<T>, signal: AbortSignal): Promise<T> {
    const worktree = await this.#pool.take(commit, "baro/check", signal);
    // What a check leaves in its caches is no change of what was set up, when that is known.
    await this.#setUp?.fitted(worktree.path);
    try {
      return await use(this.#remember(worktree));
    } finally {
      this.release(worktree);
    }
  }

  inspect(worktree: StoryWorktree): Promise<Change[]> {
    return asTrouble("read", async () => {
      const source = await this.#pool.source();
      const place = this.#of(worktree);
      requireOurPlace(place);
      const looked = { root: this.#options.root, worktree: place.path, commit: place.base };
      const inner = await submoduleChanges(this.#host, looked, place.index);
      const seen = await this.seen.decide(place.path, () => this.#changesOf(source, place));
      const changes = outsideOf(inner, seen);
      const isWork = changes.some(({ ignored }) => ignored !== true);
      const isAll = isWork || !(await bringStrayWork(this.#host, source, place, worktree.base));
      const all = [...(isAll ? changes : outsideOf(inner, await this.#changesOf(source, place))), ...inner];
      const stray = isWork || !isAll ? await this.#stray.look(source, place, all) : [];
      return [...this.#written.seen(place.path, all), ...stray];
    });
  }

  /** A check has run there; see `WrittenByChecks`. */
  async noteCheck(worktree: StoryWorktree, command: string, isClean: boolean): Promise<void> {
    const place = this.#open.get(worktree.path);
    if (place === undefined || !this.#written.wants(place.path, command, isClean)) return;
    this.#written.note(place.path, command, await this.#changesOf(await this.#pool.source(), place));
  }

  /** As `inspect`, while somebody may be at work: nothing is brought. `null`: it changed while it was looked at. */
  async peek(worktree: StoryWorktree): Promise<Change[] | null> {
    const place = this.#open.get(worktree.path);
    if (place === undefined) return null;
    try {
      const source = await this.#pool.source();
      return await this.seen.look(place.path, () => this.#changesOf(source, place));
    } catch (error) {
      // What is wrong with the place shows when its agent has ended.
      if (isMoved(error) || error instanceof WorktreeTrouble) return null;
      throw error;
    }
  }

  /** The paths as they are now as a commit that no ref holds; `null` when there is none to be had. */
  async snapshot(worktree: StoryWorktree, paths: readonly string[]): Promise<string | null> {
    const place = this.#open.get(worktree.path);
    if (place === undefined) return null;
    return this.#probes.snapshot(await this.#pool.source(), place, worktree.base, paths);
  }

  async conflictsOf(ours: string, theirs: string, attributes: string | null): Promise<string[]> {
    return this.#probes.conflictsOf(await this.#pool.source(), ours, theirs, attributes);
  }

  async revert(worktree: StoryWorktree, paths: string[]): Promise<void> {
    const source = await this.#pool.source();
    const place = this.#of(worktree);
    this.seen.stir(worktree.path);
    const revert = () => revertWorktreePaths(this.#host, source, place, paths);
    await asTrouble("checked out", () => this.#pool.reseal(place, revert));
  }

  /** Makes the story's commit and holds it on its ref. `null`: it would not differ from its base. */
  async commit(request: CommitRequest, sign: boolean): Promise<string | null> {
    const { story, worktree, paths } = request;
    const made = await this.#commitPaths(worktree, paths, request.message ?? this.messageOf(story), sign);
    if (made === null) return null;
    const { run, isOurs } = this.#options;
    if (isOurs !== true) await this.#writer.hold(runRefs(run).work(story.id), made.commit);
    if (request.whole) this.#trees.set(worktree.path, made.tree);
    else this.#trees.delete(worktree.path);
    return made.commit;
  }

  messageOf(story: Story): string {
    return commitMessage(story, { ...this.#options, shown: this.#host.shown });
  }

  /** The tree that the worktree's files are known to be, or `null` when there is more in it than was committed. */
  treeOf(worktree: StoryWorktree): string | null {
    return this.#trees.get(worktree.path) ?? null;
  }

  /** What can't be saved stays where it is, whatever becomes of the story and of the run. */
  async keep(story: Story, worktree: StoryWorktree): Promise<{ commit: string; ref: string } | null> {
    try {
      const seen = await this.inspect(worktree);
      // One ref holds all of it: what was told to be there stays there.
      if (seen.some(isAside)) await this.keepLeftOut(story, worktree, leftAside(seen));
      const paths = committed(seen);
      if (paths.length === 0) return null;
      const message = `${story.title}\n\nUnfinished work, kept by baro.\n`;
      return await this.#hold(worktree, paths, message, runRefs(this.#options.run).kept(story.id));
    } catch (error) {
      if (error instanceof WorktreeTrouble && !error.lost) markUnsaved(worktree.path);
      throw error;
    }
  }

  async keepLeftOut(story: Story, worktree: StoryWorktree, paths: string[]): Promise<string | null> {
    const message = `${story.title}\n\nFiles that no commit took, kept by baro.\n`;
    return (await this.#hold(worktree, paths, message, runRefs(this.#options.run).leftOut(story.id)))?.ref ?? null;
  }

  async #hold(worktree: StoryWorktree, paths: string[], message: string, ref: string) {
    const made = await this.#commitPaths(worktree, paths, message, false);
    if (made === null) return null;
    await this.#writer.hold(ref, made.commit);
    return { commit: made.commit, ref };
  }

  /** Makes the worktree's own repository anew: on its base, with our settings, and nothing of an agent's in it. */
  async renewRepository(worktree: StoryWorktree): Promise<void> {
    const place = this.#of(worktree);
    requireOurPlace(place);
    const source = await this.#pool.source();
    await asTrouble("read", () => renewRepository(source, place, worktree.base, "baro/story"));
  }

  async requireOurs(worktree: StoryWorktree): Promise<void> {
    requireOurPlace(this.#of(worktree));
  }

  /** The place is not what was made: it is never used again. */
  abandon(worktree: StoryWorktree): void {
    this.seen.stir(worktree.path);
    this.#written.forget(worktree.path);
    this.#open.delete(worktree.path);
    this.#trees.delete(worktree.path);
    this.#stray.forget(worktree.path);
  }

  release(worktree: StoryWorktree): void {
    const pooled = this.#open.get(worktree.path);
    this.abandon(worktree);
    if (pooled !== undefined && !isUnsaved(worktree.path)) this.#pool.give(pooled);
  }

  /** The story's own variables: a range of ports that no other worktree of the run is given. */
  environment(worktree: StoryWorktree): Record<string, string> {
    const own = this.#setUp?.environment(worktree.path);
    return { ...own, ...this.#options.env, ...portVariables(this.#of(worktree).port) };
  }

  async close(whole: boolean, signal?: AbortSignal): Promise<void> {
    this.#setUp?.stop();
    await this.#pool.remove(whole, signal);
  }

  async #adopt(path: string, base: string): Promise<PooledWorktree | null> {
    const left = existsSync(path) ? await this.#pool.adopt(path, base) : null;
    return left !== null && existsSync(left.index) ? left : null;
  }

  #remember(worktree: PooledWorktree): StoryWorktree {
    this.#open.set(worktree.path, worktree);
    return { path: worktree.path, base: worktree.base };
  }

  async #changesOf(source: WorktreeSource, place: PooledWorktree): Promise<Change[]> {
    const isExpected = (path: string) =>
      leftOutKind(path.endsWith("/") ? `${path}x` : path, false) !== null || this.#setUp?.isBrought(path) === true;
    const changes = await listWorktreeChanges(this.#host, source, place, { isExpected });
    return this.#setUp?.work(place.path, changes) ?? changes;
  }

  #of(worktree: StoryWorktree): PooledWorktree {
    const pooled = this.#open.get(worktree.path);
    if (pooled === undefined) throw new Error(`No worktree is open at ${worktree.path}`);
    return pooled;
  }

  async #commitPaths(worktree: StoryWorktree, all: string[], message: string, sign: boolean) {
    const { isOurs } = this.#options;
    const { base } = worktree;
    const source = await this.#pool.source();
    const { paths, others } = this.#stray.split(worktree.path, all);
    if (source.pointersOnly)
      await requirePointers(this.#host, worktree.path, paths, outsideView(source, this.#of(worktree)));
    const tree = await asTrouble("committed", () =>
      writeWorktreeTree(this.#host, source, this.#of(worktree), paths, others),
    );
    if (tree === (await this.#probes.treeOf(source, base))) return null;
    const commit =
      isOurs === true
        ? await this.#probes.commit(source, tree, base)
        : await this.#writer.write({ tree, parents: [base], message, sign });
    return { commit, tree };
  }
}
