import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Story } from "../core/story.ts";
import { git } from "../git/git.ts";
import { readLooseCommit } from "../git/loose-commit.ts";
import { WorktreeTrouble } from "../git/place.ts";
import type { Host } from "../host/host.ts";
import { committed } from "../worktrees/change.ts";
import type { StoryWorktree } from "../worktrees/effects.ts";
import type { LocalEffects } from "../worktrees/local-effects.ts";
import { saveOutput } from "./attempt-output.ts";
import type { Carrier, Found, Good } from "./carrier.ts";
import { EventBatches } from "./event-batches.ts";
import type { Asked, Bench } from "./lease-desk.ts";
import type { ArgsOf, FromWorker, Left, Operation, ValueOf } from "./protocol.ts";
import type { RunPlace } from "./worker-folder.ts";

export interface BenchOptions {
  effects: LocalEffects;
  place: RunPlace;
  send(message: FromWorker): void;
  carrier: Carrier;
}

/** Where an attempt's raw output is written until it is fetched. */
export function attemptFolder({ logs }: Pick<RunPlace, "logs">, story: Story, attempt: number): string {
  return join(logs, `${story.id}-${attempt}`);
}

/**
 * An agent's work is looked at again after this, and no sooner than ten times what the look before took: a worker that is lost
 * takes no more with it, and a conductor of hundreds of agents has other things to do than to hold what they are at.
 */
const keepEveryMs = 5_000;
/** While it says nothing (it thinks, or a long command writes), it is looked at less often. */
const keepQuietMs = 30_000;
const restShare = 10;

type Perform = { [T in Operation]: (args: ArgsOf<T>, asked: Asked) => Promise<ValueOf<T>> };

/** A story on this machine: its worktree, and what its conductor asks to be done in it. */
export class StoryBench implements Bench {
  readonly #host: Host;
  readonly #options: BenchOptions;
  readonly #at: Perform;
  #story: Story | null = null;
  #worktree: StoryWorktree | null = null;
  /** Calls that are at work: nothing of the worktree goes before they have ended. */
  readonly #running = new Set<Promise<unknown>>();
  /** Folders of raw output: an agent that goes on in its session looks for that beside its own. */
  readonly #logs = new Set<string>();
  /** The newest snapshot of the work, and its tree. */
  #kept: { commit: string; tree: string } | null = null;
  /** The tree that its agent left, which the conductor has. */
  #left: string | null = null;

  constructor(host: Host, options: BenchOptions) {
    this.#host = host;
    this.#options = options;
    this.#at = this.#operations();
  }

  async perform(op: Operation, args: unknown, asked: Asked): Promise<unknown> {
    // The arguments were read by the operation's own schema.
    const work = (this.#at[op] as (args: unknown, asked: Asked) => Promise<unknown>)(args, asked);
    this.#running.add(work);
    try {
      return await work;
    } finally {
      this.#running.delete(work);
    }
  }

  async clear(): Promise<void> {
    await Promise.allSettled([...this.#running]);
    await this.#leave("release");
  }

  #operations(): Perform {
    const { effects, carrier } = this.#options;
    const here = () => this.#here();
    return {
      openWorktree: async ({ story, base, work }, { signal }) => {
        this.#story = story;
        for (const commit of work === null ? [base] : [base, work]) await carrier.bring(commit);
        this.#worktree = await effects.openWorktree({ story, base, path: null, work }, signal);
        return { path: this.#worktree.path };
      },
      requireOurs: async () => {
        await effects.requireOurs(here());
        return null;
      },
      runAgent: (args, asked) => this.#runAgent(args, asked),
      inspect: () => effects.inspect(here()),
      peek: () => effects.peek(here()),
      snapshot: async ({ paths }, asked) => {
        return this.#deliver(await effects.snapshot(here(), paths), "work", asked);
      },
      revert: async ({ paths }) => {
        await effects.revert(here(), paths);
        return null;
      },
      runHooks: ({ story, again }, { signal }) => effects.runHooks(here(), story, again, signal),
      commit: async (request, asked) => {
        const commit = await effects.commit({ ...request, message: null, worktree: here() });
        if (commit === null) return null;
        const tree = await this.#treeOf(commit);
        if (tree !== this.#left) await this.#deliver(commit, "work", asked);
        return { commit, tree };
      },
      checkWorktree: ({ story, command }, { signal }) => effects.checkWorktree(here(), story, command, signal),
      checkCommit: async ({ commit, command }, { signal }) => {
        await carrier.bring(commit);
        return effects.checkCommit(commit, command, signal);
      },
      keepLeftOut: async ({ story, paths }, asked) => {
        const ref = await effects.keepLeftOut(story, here(), paths);
        return this.#deliver(ref === null ? null : (await this.#git("rev-parse", ref)).trim(), "work", asked);
      },
      keep: async ({ story }, asked) =>
        this.#deliver((await effects.keep(story, here()))?.commit ?? null, "kept", asked),
      release: (_args) => this.#leave("release"),
      abandon: (_args) => this.#leave("abandon"),
    };
  }

  /** Puts an object where the conductor finds it, before it is told of it. */
  async #deliver(object: string | null, what: Found, whose: Pick<Asked, "lease" | "fence">): Promise<string | null> {
    if (object !== null) await this.#deliverAll([{ object, what }], whose);
    return object;
  }

  async #deliverAll(goods: readonly Good[], { lease, fence }: Pick<Asked, "lease" | "fence">): Promise<void> {
    const [story, { base }] = [this.#story?.id ?? "", this.#here()];
    await this.#options.carrier.deliver(goods, { lease, fence, story, base });
  }

  async #leave(how: "release" | "abandon"): Promise<null> {
    const { effects } = this.#options;
    if (this.#worktree !== null && this.#story !== null) await effects[how](this.#story.id, this.#worktree);
    this.#worktree = null;
    for (const folder of this.#logs) await rm(folder, { recursive: true, force: true });
    this.#logs.clear();
    return null;
  }

  #here(): StoryWorktree {
    if (this.#worktree === null) throw new WorktreeTrouble("The story has no worktree on this worker", { lost: true });
    return this.#worktree;
  }

  async #runAgent(request: ArgsOf<"runAgent">, asked: Asked): Promise<ValueOf<"runAgent">> {
    const { effects, place, carrier } = this.#options;
    const worktree = this.#here();
    const { story, attempt } = request;
    const out = new EventBatches(this.#host, this.#options.send, asked);
    const over = new AbortController();
    const keeping = this.#keepAsItGoes(asked, out, over.signal);
    const log = attemptFolder(place, story, attempt);
    await mkdir(log, { recursive: true, mode: 0o700 });
    this.#logs.add(log);
    let done = false;
    try {
      for await (const event of effects.runAgent({ ...request, worktree }, asked.signal)) {
        if (event.type === "agent.finished") done = event.ok;
        out.push(event);
        // The agent is at work: it no longer waits for what only later runs are glad of.
        place.remember(worktree.base);
      }
    } finally {
      over.abort();
      out.flush();
      await keeping;
    }
    const left = done && !asked.signal.aborted ? await this.#lookAtLeft(request) : null;
    const kept = left?.kept ?? (await this.#snapshot());
    const output = await saveOutput(this.#host, place.root, log, carrier.mostSaid);
    await this.#deliverAll(
      [
        ...(kept === null ? [] : [{ object: kept, what: "kept" as const }]),
        ...(output.tree === null ? [] : [{ object: output.tree, what: "log" as const }]),
      ],
      asked,
    );
    this.#left = kept === null ? null : (this.#kept?.tree ?? null);
    return { kept, log: output.tree, output: output.said, left: left?.seen ?? null };
  }

  /**
   * What the story's agent has left when it is done, as its conductor looks at it next: told at once, it need not be asked
   * for. The commit is the one that it will want where nothing of it is to stay out. `null`: whoever asks is told why.
   */
  async #lookAtLeft({ story, attempt }: ArgsOf<"runAgent">): Promise<{ seen: Left; kept: string | null } | null> {
    const { effects } = this.#options;
    const worktree = this.#here();
    try {
      const [changes, hooks] = [await effects.inspect(worktree), await effects.hasHooks()];
      const paths = committed(changes);
      const whole = paths.length === changes.length;
      const request = { story, attempt, worktree, paths, whole, message: null };
      const commit = paths.length === 0 ? null : await effects.commit(request);
      return {
        seen: { changes, hooks, whole: commit !== null },
        kept: commit === null ? null : await this.#hold(commit),
      };
    } catch (error) {
      if (error instanceof WorktreeTrouble) return null;
      throw error;
    }
  }

  /** Holds the work as it stands, again and again, so that a worker that is lost takes little with it. */
  async #keepAsItGoes({ lease, fence }: Asked, out: EventBatches, over: AbortSignal): Promise<void> {
    let seen = 0;
    let rest = keepEveryMs;
    let lookedAt = this.#host.elapsed();
    let there: string | null = null;
    while (!over.aborted) {
      await this.#host.sleep(rest, over);
      const began = this.#host.elapsed();
      if (over.aborted || (out.count === seen && began - lookedAt < keepQuietMs)) continue;
      seen = out.count;
      lookedAt = began;
      const commit = await this.#snapshot().catch(() => null);
      rest = Math.max(keepEveryMs, restShare * (this.#host.elapsed() - began));
      if (commit === null) continue;
      if (commit !== there) {
        there = await this.#deliver(commit, "kept", { lease, fence }).catch(() => null);
      }
      const agoMs = Math.round(this.#host.elapsed() - began);
      if (there !== null) this.#options.send({ is: "kept", lease, fence, commit, agoMs });
    }
  }

  /** What a commit could hold of the worktree as it is, in the repository itself; `null`: nothing differs from its base. */
  async #snapshot(): Promise<string | null> {
    const { effects } = this.#options;
    const worktree = this.#here();
    const changes = await effects.peek(worktree);
    const paths = committed(changes ?? []);
    const commit = paths.length === 0 ? null : await effects.snapshot(worktree, paths);
    if (commit === null) return null;
    return this.#hold(commit);
  }

  /** A commit of the story's files as they are; the one before where that has the same. */
  async #hold(commit: string): Promise<string> {
    const tree = await this.#treeOf(commit);
    if (this.#kept?.tree === tree) return this.#kept.commit;
    this.#kept = { commit, tree };
    return commit;
  }

  async #treeOf(commit: string): Promise<string> {
    const loose = await readLooseCommit(join(this.#options.place.root, ".git"), commit);
    return loose?.tree ?? (await this.#git("rev-parse", `${commit}^{tree}`)).trim();
  }

  #git(...args: string[]): Promise<string> {
    return git(this.#host, this.#options.place.root, args);
  }
}
