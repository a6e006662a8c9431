import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CommitHost } from "../git/commit-writer.ts";
import { git, gitBytes, noHooks } from "../git/git.ts";
import { readLooseCommit } from "../git/loose-commit.ts";
import { packObjects } from "../git/pack.ts";
import { resolveCommit } from "../git/refs.ts";
import { Arrivals, mostPackBytes } from "./arrivals.ts";
import { isPlainName } from "./attempt-output.ts";
import type { Found, Good } from "./carrier.ts";
import type { NearRepository } from "./near-repository.ts";
import { whileAway } from "./while-away.ts";

/** The repository over which a worker and the run exchange commits, as git reaches it from here. */
export interface FarRepository {
  /** A remote's name, or a URL. */
  url: string;
  env: Readonly<Record<string, string>>;
  /** Nobody is between the two: what is small goes with what is said. */
  direct: boolean;
  /** Where a commit that the worker is to have is put. */
  baseRef(commit: string): string;
  /** What is fetched for an object that the worker has told of. */
  sourceOf(object: string, what: Found): string;
  /** So long it may be away before that is the worker's trouble. */
  awayMs: number;
  /** Aborted when the worker is lost. */
  signal: AbortSignal;
}

/** Says objects to a worker. `whole`: they need nothing that is there. */
type Send = (objects: readonly string[], pack: Uint8Array, whole: boolean) => void;

/** What goes over the way holds no more than this run's commits; a large repository's first one takes its time. */
const mostMs = 20 * 60_000;
/** A later commit of the run is made on one of the latest. */
const mostKnown = 20;

/**
 * Moves commits between the run's repository and that of a worker. What comes back is looked at before anything is made of
 * it: the commits of the run are made here, by the person, from the trees that a worker found.
 */
export class DataPlane {
  readonly #host: CommitHost;
  readonly #root: string;
  readonly #near: NearRepository;
  readonly #far: FarRepository;
  /** `null`: nothing is said to it but words. */
  readonly #send: Send | null;
  readonly #arrivals: Arrivals;
  readonly #there = new Map<string, Promise<void>>();
  /** Commits that the worker has, the newest last. */
  readonly #known: string[] = [];
  /** Objects that were brought. */
  readonly #here = new Set<string>();
  /** The trees of commits that were brought: all that is in them is here. */
  readonly #trees = new Set<string>();

  constructor(host: CommitHost, near: NearRepository, far: FarRepository, send: Send | null) {
    this.#host = host;
    this.#root = near.root;
    this.#near = near;
    this.#far = far;
    this.#send = send;
    this.#arrivals = new Arrivals(host, near.root, true);
  }

  /** Brings a commit to the worker; once, however often it is asked for. */
  async push(commit: string): Promise<void> {
    const known = this.#there.get(commit);
    if (known !== undefined) return known;
    const going = this.#push(commit);
    this.#there.set(commit, going);
    going.catch(() => this.#there.delete(commit));
    return going;
  }

  /** Takes what a worker said instead of waiting until it is fetched. `pack`: in base64. */
  take(objects: readonly string[], pack: string): void {
    this.#arrivals.take(objects, pack);
  }

  /** Brings objects of the worker here, in one go; what has come before is not asked for again. */
  async bring(goods: readonly Good[]): Promise<void> {
    const missing: Good[] = [];
    for (const good of goods) if (!(await this.#isHere(good.object))) missing.push(good);
    if (missing.length > 0) await this.#fetch(missing);
    for (const { object } of missing) this.#here.add(object);
  }

  /**
   * Makes a worker's commit anew on its base: its files are the worker's, all else is the person's. `paths`: it may differ
   * from its base in these alone. `tree`: where that is here, the commit itself is not needed.
   */
  async adopt(
    made: { commit: string; tree?: string },
    about: { base: string; message: string; paths: readonly string[] | null; sign: boolean; what: Found },
  ): Promise<string> {
    const { base, message, paths, sign, what } = about;
    const isKnown = made.tree !== undefined && this.#trees.has(made.tree);
    const tree = isKnown ? (made.tree ?? "") : await this.#treeOf({ object: made.commit, what });
    if (paths !== null) {
      const changed = await this.#near.diffs.between(base, { tree });
      const meant = new Set(paths);
      const more = changed.find(({ path }) => !meant.has(path));
      if (more !== undefined) throw new Error(`its commit changes ${more.path}, which it was not asked to take`);
    }
    return this.#near.commits.write({ tree, parents: [base], message, sign });
  }

  /** Holds a commit of the run's on a ref. */
  hold(ref: string, commit: string): Promise<void> {
    return this.#near.commits.hold(ref, commit);
  }

  /** Fetches a commit as it is: nothing is made of it but a merge in memory. */
  async borrow(commit: string): Promise<string> {
    await this.bring([{ object: commit, what: "work" }]);
    return commit;
  }

  /** Writes an agent's raw output, which was brought, where the run keeps those. */
  async readLog(tree: string, folder: string): Promise<void> {
    const list = await git(this.#host, this.#root, ["ls-tree", "-z", "--full-tree", tree]);
    for (const line of list.split("\0")) {
      const [facts = "", name = ""] = line.split("\t");
      const [, kind, oid = ""] = facts.split(" ");
      if (kind !== "blob" || !isPlainName(name)) continue;
      const bytes = await gitBytes(this.#host, this.#root, ["cat-file", "blob", oid]);
      await writeFile(join(folder, name), bytes, { mode: 0o600 });
    }
  }

  async #treeOf(good: Good): Promise<string> {
    await this.bring([good]);
    const loose = readLooseCommit(await this.#near.gitDir(), good.object);
    const asked = () => git(this.#host, this.#root, ["rev-parse", "--verify", `${good.object}^{tree}`]);
    const tree = loose?.tree ?? (await asked()).trim();
    this.#trees.add(tree);
    return tree;
  }

  async #isHere(object: string): Promise<boolean> {
    if (this.#here.has(object)) return true;
    const coming = this.#arrivals.of(object);
    // A pack that can't be used is as good as none.
    const came =
      coming !== null &&
      (await coming.then(
        () => true,
        () => false,
      ));
    if (came) this.#here.add(object);
    return came;
  }

  async #push(commit: string): Promise<void> {
    const { url, baseRef } = this.#far;
    // Most are the run's own, and were just made.
    const isMade = readLooseCommit(await this.#near.gitDir(), commit) !== null;
    if (!isMade && (await resolveCommit(this.#host, this.#root, commit)) === null)
      throw new Error(`no commit ${commit} here`);
    if (!(await this.#say(commit))) {
      const args = [...noHooks, "-c", "push.followTags=false", "-c", "push.recurseSubmodules=no", "push"];
      const what = ["--quiet", "--no-verify", "--no-signed", url, `${commit}:${baseRef(commit)}`];
      await this.#reach([...args, ...what]);
    }
    this.#known.push(commit);
  }

  /** Says what is new in a commit to a worker that has others of the run, and all of it where that is little. */
  async #say(commit: string): Promise<boolean> {
    const known = this.#known.slice(-mostKnown);
    if (this.#send === null) return false;
    const pack =
      known.length === 0
        ? await this.#near.whole(commit)
        : await packObjects(this.#host, this.#root, { wanted: [commit], known }, mostPackBytes);
    if (pack !== null) this.#send([commit], pack, known.length === 0);
    return pack !== null;
  }

  async #fetch(goods: readonly Good[]): Promise<void> {
    const { url, sourceOf } = this.#far;
    const settings = ["fetch.fsckObjects=true", "gc.auto=0", "maintenance.auto=false"];
    const args = [...noHooks, ...settings.flatMap((setting) => ["-c", setting]), "fetch"];
    const how = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-maintenance"];
    const sources = goods.map(({ object, what }) => sourceOf(object, what));
    await this.#reach([...args, ...how, url, ...sources]);
    // A ref may have gone on to a later object.
    if (sources.every((source, at) => source === goods[at]?.object)) return;
    for (const { object } of goods) await git(this.#host, this.#root, ["cat-file", "-e", object]);
  }

  async #reach(args: readonly string[]): Promise<void> {
    const { env, signal, awayMs } = this.#far;
    const ask = () => git(this.#host, this.#root, args, { env, signal, timeoutMs: mostMs });
    await whileAway(this.#host, awayMs, ask, signal);
  }
}
