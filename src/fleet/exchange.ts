import { git, noHooks } from "../git/git.ts";
import type { Host } from "../host/host.ts";
import type { Carrier, Consignment, Found, Good } from "./carrier.ts";
import { whileAway } from "./while-away.ts";

/** Whose object it is that is exchanged. */
export interface Lot {
  run: string;
  story: string;
  fence: number;
}

/** The refs of a run in a repository that conductor and workers both reach; they go with the run. */
export const exchangeRefs = {
  all: (run: string) => `refs/baro/${run}/`,
  base: (run: string, commit: string) => `refs/baro/${run}/base/${commit}`,
  /** What of a worker is one thing for ever is made once; its unfinished work moves on. */
  found: ({ run, story, fence }: Lot, object: string, what: Found) =>
    what === "kept"
      ? `refs/baro/${run}/kept/${story}-${fence}`
      : `refs/baro/${run}/${what}/${story}-${fence}/${object}`,
};

const mostMs = 20 * 60_000;

/** A worker's side of a repository that both reach: it goes in with the git credential of its own machine. */
export class Exchange implements Carrier {
  /** What goes through a broker is held there: it is made for words. */
  readonly mostSaid = 0;
  readonly #host: Host;
  readonly #root: string;
  readonly #url: string;
  readonly #run: string;
  readonly #here = new Set<string>();
  /** What each ref of this worker's holds. */
  readonly #there = new Map<string, string>();
  /** Whether the lease may still be spoken for: one that has stood still may not know yet that it is over. */
  readonly #mayPush: () => boolean;
  /** So long it may be away. */
  readonly #awayMs: number;
  /** Aborted when the lease is over: nobody waits for what is on its way. */
  readonly #signal: AbortSignal;

  constructor(
    host: Host,
    root: string,
    about: { url: string; run: string; awayMs: number; mayPush(): boolean; signal: AbortSignal },
  ) {
    this.#host = host;
    this.#root = root;
    this.#url = about.url;
    this.#run = about.run;
    this.#mayPush = about.mayPush;
    this.#awayMs = about.awayMs;
    this.#signal = about.signal;
  }

  /** Fetches a commit that the conductor has put there; once. */
  async bring(commit: string): Promise<void> {
    if (this.#here.has(commit)) return;
    const how = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-maintenance"];
    const from = exchangeRefs.base(this.#run, commit);
    await this.#reach(() => this.#git(["-c", "fetch.fsckObjects=true", "fetch", ...how, this.#url, from]));
    this.#here.add(commit);
  }

  /** All in one push. What is there under its name already is not moved, but for unfinished work. */
  async deliver(goods: readonly Good[], { story, fence }: Consignment): Promise<void> {
    const lot = { run: this.#run, story, fence };
    const named = goods.map((good) => ({ ...good, ref: exchangeRefs.found(lot, good.object, good.what) }));
    const fresh = named.filter(({ ref, object }) => this.#there.get(ref) !== object);
    if (fresh.length === 0) return;
    const once = fresh.filter(({ what }) => what !== "kept").map(({ ref }) => `--force-with-lease=${ref}:`);
    const push = ["-c", "push.followTags=false", "push", "--quiet", "--no-verify", "--no-signed", ...once, this.#url];
    for (const { object, ref, what } of fresh) {
      const carried = what === "log" ? await this.#wrapped(object) : object;
      push.push(`${what === "kept" ? "+" : ""}${carried}:${ref}`);
    }
    const tried = await this.#reach(async () => {
      if (!this.#mayPush()) return false;
      await this.#git(push);
      return true;
    });
    if (!tried) throw new Error("the lease may have gone to another worker");
    for (const { ref, object } of fresh) this.#there.set(ref, object);
  }

  #reach<T>(ask: () => Promise<T>): Promise<T> {
    return whileAway(this.#host, this.#awayMs, ask, this.#signal);
  }

  /** Not every forge takes a ref that is no commit's. */
  async #wrapped(tree: string): Promise<string> {
    return (await this.#git(["commit-tree", tree, "-m", "An agent's raw output"])).trim();
  }

  #git(args: readonly string[]): Promise<string> {
    return git(this.#host, this.#root, [...noHooks, ...args], { timeoutMs: mostMs, signal: this.#signal });
  }
}
