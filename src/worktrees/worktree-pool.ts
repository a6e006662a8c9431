import { lstatSync } from "node:fs";
import { lstat, mkdir, readdir, rm, rmdir, unlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { BaroError } from "../core/error.ts";
import { readIndexFile } from "../git/index-entries.ts";
import { forgetPlace, isOurPlace, type WorktreePlace } from "../git/place.ts";
import { type WorktreeSource, worktreeSource } from "../git/worktree.ts";
import type { Host } from "../host/host.ts";
import { isUnsaved, unmarkUnsaved } from "../host/unsaved-mark.ts";
import { CheckoutWriters } from "./checkout-writers.ts";
import { freePortBase, portVariables } from "./ports.ts";
import { RunFolder } from "./run-folder.ts";
import { setAside } from "./set-aside.ts";
import { unlessAborted } from "./unless-aborted.ts";
import { type Fitter, fitToWait, makeOver } from "./warm/made-over.ts";
import { sealOf } from "./warm/warm-note.ts";
import { type EarlyLooks, type WarmLimits, WarmStore } from "./warm/warm-store.ts";

/** A checkout that stories use in turn. */
export interface PooledWorktree extends WorktreePlace {
  /** Counts from 1 within the run. */
  number: number;
  /** The commit that is checked out. */
  base: string;
  /** The first of its range of ports. */
  port: number;
  /** Of its index, which nobody but us may change; see `made-over.ts`. Empty: not known any more. */
  seal: string;
}

export interface PoolOptions {
  root: string;
  /** The run's own. */
  folder: string;
  cacheDir: string;
  fitter: Fitter | null;
  /** What outlives the run; left out: nothing. */
  warm?: WarmLimits | null;
  /** Looks at what outlived earlier runs that were begun already. */
  early?: EarlyLooks | null;
}

/**
 * The checkouts of one run, all below one folder outside the repository. One that was used before is made over, which
 * costs a fraction of a new one. Making several goes on side by side: they share no lock.
 */
export class WorktreePool {
  readonly #host: Host;
  readonly #root: string;
  readonly #folder: string;
  readonly #ours: RunFolder;
  readonly #cacheDir: string;
  readonly #fitter: Fitter | null;
  /** Null: nothing outlives the run. */
  readonly #warm: WarmStore | null;
  #source: Promise<WorktreeSource> | null = null;
  #free: PooledWorktree[] = [];
  #ready: { base: string; worktree: Promise<PooledWorktree> }[] = [];
  /** Those that are being made for somebody, who may have given up waiting. */
  readonly #coming = new Set<Promise<unknown>>();
  /** Nothing that is being made is wanted any more. */
  readonly #stop = new AbortController();
  readonly #writers: CheckoutWriters;
  readonly #taken = new Set<number>();

  constructor(host: Host, options: PoolOptions) {
    this.#host = host;
    this.#writers = new CheckoutWriters(host, this.#stop.signal);
    this.#root = options.root;
    this.#folder = options.folder;
    this.#ours = new RunFolder(options.folder);
    this.#cacheDir = options.cacheDir;
    this.#fitter = options.fitter;
    this.#warm =
      options.warm == null
        ? null
        : new WarmStore(host, { cacheDir: options.cacheDir, limits: options.warm, early: options.early ?? null });
  }

  source(): Promise<WorktreeSource> {
    this.#source ??= worktreeSource(this.#host, this.#root);
    return this.#source;
  }

  /** Starts to make checkouts that will be asked for. A failure shows when one of them is taken. */
  prepare(base: string, count: number): void {
    for (let made = this.#ready.length; made < count; made++) {
      const worktree = this.#checkOut(base, "prepared");
      worktree.catch(() => {});
      this.#ready.push({ base, worktree });
    }
  }

  /**
   * A clean checkout of `base` that belongs to the caller until it is given back. `name`: the branch it is on. Rejects with
   * the signal's reason when it is not wanted any more; it is made to its end then, or to that of the run.
   */
  async take(base: string, name: string, signal?: AbortSignal): Promise<PooledWorktree> {
    const coming = this.#take(base, name);
    this.#coming.add(coming);
    void coming.catch(() => {}).finally(() => this.#coming.delete(coming));
    try {
      return await unlessAborted(coming, signal);
    } catch (error) {
      if (signal?.aborted === true) {
        coming.then(
          (worktree) => this.#free.push(worktree),
          () => {},
        );
      }
      throw error;
    }
  }

  async #take(base: string, name: string): Promise<PooledWorktree> {
    const position = this.#ready.findIndex((one) => one.base === base);
    const ready = position < 0 ? this.#ready.pop() : this.#ready.splice(position, 1)[0];
    if (ready === undefined) return this.#checkOut(base, name);
    const worktree = await ready.worktree;
    if (worktree.base === base) return worktree;
    this.#free.push(worktree);
    return this.#checkOut(base, name);
  }

  /** The checkout that an earlier process of the run left at `path`, or `null` when it is not whole. */
  async adopt(path: string, base: string): Promise<PooledWorktree | null> {
    const number = Number(/\/w(\d+)$/.exec(path)?.[1] ?? Number.NaN);
    if (Number.isNaN(number) || this.#place(number).path !== path || this.#taken.has(number)) return null;
    if (!isOurPlace(this.#place(number))) return null;
    this.#taken.add(number);
    unmarkUnsaved(path);
    // Whoever held it is dead: two processes never conduct one run.
    await rm(`${this.#place(number).index}.lock`, { force: true });
    return { ...this.#place(number), number, base, port: await this.#port(number), seal: "" };
  }

  give(worktree: PooledWorktree): void {
    this.#free.push(worktree);
  }

  /** Lets something of ours change a worktree's index. */
  async reseal(worktree: PooledWorktree, change: () => Promise<void>): Promise<void> {
    const isOurs = worktree.seal !== "" && worktree.seal === sealOf(await readIndexFile(worktree.index));
    worktree.seal = "";
    await change();
    if (isOurs) worktree.seal = sealOf(await readIndexFile(worktree.index));
  }

  /**
   * Every place that is in somebody's hands stays; with `all`, only work that could not be saved does: the rest waits for the next run, or is set aside, for
   * its files take their time.
   * What is not what we made is left where it is, but for a link, which goes without what it leads to. Throws what could
   * not be taken away, when everything else is. With a signal, nothing is waited for any more when that is aborted.
   */
  async remove(all: boolean, signal?: AbortSignal): Promise<void> {
    const ready = this.#ready.map((one) => one.worktree.catch(() => null));
    // A filter of the person's, or a file system, may let nobody wait for its end.
    if (all) signal?.addEventListener("abort", () => this.#stop.abort(), { once: true });
    else this.#stop.abort();
    const made = (await unlessAborted(Promise.all(ready), signal)).filter((one) => one !== null);
    await unlessAborted(Promise.allSettled(this.#coming), signal);
    await this.#ours.requireOurs();
    if (all) await this.#keepWarm([...this.#free, ...made]);
    const places = all ? await this.#allPlaces() : [...this.#free, ...made];
    const ended = await Promise.allSettled(places.map((place) => this.#removePlace(place)));
    if (all) {
      const names = await readdir(this.#folder).catch(() => []);
      // Indexes, and copies of them that a process died with.
      const beside = names.filter((name) => besidePlaces.has(name) || /^w\d+\.index|^(?:give|take)-/.test(name));
      const kept = new Set(places.filter((_one, at) => ended[at]?.status === "rejected").map(({ index }) => index));
      const isKept = (name: string) => [...kept].some((index) => join(this.#folder, name).startsWith(index));
      for (const name of beside)
        if (!isKept(name)) await setAside(this.#host, this.#cacheDir, join(this.#folder, name));
    }
    const failed = ended.find((one) => one.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    // It goes when nothing is left in it. What somebody else put there is not ours to remove.
    const there = await readdir(this.#folder).catch(() => []);
    const rest = there.filter((name) => !isUnsaved(join(this.#folder, name)));
    if (there.length === 0) await rmdir(this.#folder).catch(() => {});
    else if (all && rest.length > 0) throw new Error(`"${rest[0]}" in it was not made by this run`);
  }

  async #checkOut(base: string, name: string): Promise<PooledWorktree> {
    this.#fitter?.begin();
    await this.#ours.make();
    const free = this.#freePlace();
    const number = free?.number ?? this.#nextNumber();
    this.#taken.add(number);
    const place = this.#place(number);
    const source = await this.source();
    const port = free?.port ?? (await this.#port(number));
    if (free === undefined) await forgetPlace(place);
    const used = free ?? (await this.#takeWarm(source, place, base));
    await mkdir(place.path, { recursive: true });
    try {
      const keep = used === null ? [] : await makeOver(source, { place, seal: used.seal, base }, this.#fitter);
      await this.#writers.write(source, place, base, name);
      const seal = sealOf(await readIndexFile(place.index));
      await this.#fitter?.fit(place.path, base, keep, portVariables(port));
      return { ...place, number, base, port, seal };
    } catch (error) {
      // Half of a checkout is nobody's work.
      const left = await this.#removePlace(place).then(
        () => false,
        () => true,
      );
      if (!left) this.#taken.delete(number);
      // What a story left in a used one may not let itself be cleared away: the next one gets another.
      if (used === null || error instanceof BaroError) throw error;
      return this.#checkOut(base, name);
    }
  }

  /** A worktree that an earlier run left, moved to this place. */
  async #takeWarm(source: WorktreeSource, place: WorktreePlace, base: string): Promise<{ seal: string } | null> {
    if (this.#warm === null) return null;
    const taken = await this.#warm.take(source, { folder: this.#folder, place, base });
    if (taken !== null) this.#fitter?.recall(place.path, taken.fitted, taken.looks);
    return taken;
  }

  /** Lets worktrees wait for the next run. What can't is set aside with the rest. */
  async #keepWarm(worktrees: readonly PooledWorktree[]): Promise<void> {
    if (this.#warm === null || worktrees.length === 0) return;
    const source = await this.source();
    const fit = await Promise.all(worktrees.map((one) => fitToWait(source, one, this.#fitter)));
    await this.#warm
      .give(source, this.#folder, fit.filter((one) => one !== null).slice(-this.#warm.most))
      .catch(() => {});
  }

  /** Takes a place away with what is noted of it. A link in its stead goes alone; another folder is not ours to remove. */
  async #removePlace(place: WorktreePlace): Promise<void> {
    const stat = await lstat(place.path).catch(() => null);
    if (stat?.isSymbolicLink() === true) await unlink(place.path);
    else if (stat !== null) {
      if (isOurPlace(place)) await setAside(this.#host, this.#cacheDir, place.path);
      else await removeEmpty(place.path);
    }
    await forgetPlace(place);
  }

  /** A place that was given back and still is what we made. */
  #freePlace(): PooledWorktree | undefined {
    for (let free = this.#free.pop(); free !== undefined; free = this.#free.pop()) {
      if (isOurPlace(free)) return free;
    }
    return undefined;
  }

  /** Those of this process, and those that an earlier one of the run left. */
  async #allPlaces(): Promise<WorktreePlace[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const left = names.flatMap((name) => /^w(\d+)$/.exec(name)?.[1] ?? []).map(Number);
    const places = [...new Set([...this.#taken, ...left])].map((number) => this.#place(number));
    return places.filter(({ path }) => !isUnsaved(path));
  }

  #nextNumber(): number {
    let number = 1;
    // A folder that is there was left by an earlier process of the run: somebody's work may be in it.
    while (this.#taken.has(number) || isThere(this.#place(number).path)) number += 1;
    this.#taken.add(number);
    return number;
  }

  #port(number: number): Promise<number> {
    return freePortBase(basename(this.#folder), number);
  }

  #place(number: number): WorktreePlace {
    return { path: join(this.#folder, `w${number}`), index: join(this.#folder, `w${number}.index`) };
  }
}

/** What a run keeps beside its places: attributes for merges, the probes' repository. */
const besidePlaces: ReadonlySet<string> = new Set(["attributes", "probe"]);

/** A process that died between making a place and noting it left it empty. Anything else there is not ours. */
async function removeEmpty(path: string): Promise<void> {
  await rmdir(path).catch((error: unknown) => {
    throw new Error(`"${path}" is not what was made there`, { cause: error });
  });
}

/** A link that leads nowhere is there, too. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
