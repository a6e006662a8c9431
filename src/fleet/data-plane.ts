import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { commitTree } from "../git/commit.ts";
import { type GitHost, git, gitBytes, noHooks } from "../git/git.ts";
import { resolveCommit } from "../git/refs.ts";
import { whileAway } from "./while-away.ts";

/** What an object is of a worker: it decides where it is found. */
export type Found = "work" | "kept" | "log";

/** The repository over which a worker and the run exchange commits, as git reaches it from here. */
export interface FarRepository {
  /** A remote's name, or a URL. */
  url: string;
  env: Readonly<Record<string, string>>;
  /** Where a commit that the worker is to have is put. */
  baseRef(commit: string): string;
  /** What is fetched for an object that the worker has told of. */
  sourceOf(object: string, what: Found): string;
  /** So long it may be away before that is the worker's trouble. */
  awayMs: number;
  /** Aborted when the worker is lost. */
  signal: AbortSignal;
}

/** What goes over the way holds no more than this run's commits; a large repository's first one takes its time. */
const mostMs = 20 * 60_000;

/**
 * Moves commits between the run's repository and that of a worker. What comes back is looked at before anything is made of
 * it: the commits of the run are made here, by the person, from the trees that a worker found.
 */
export class DataPlane {
  readonly #host: GitHost;
  readonly #root: string;
  readonly #far: FarRepository;
  readonly #there = new Map<string, Promise<void>>();

  constructor(host: GitHost, root: string, far: FarRepository) {
    this.#host = host;
    this.#root = root;
    this.#far = far;
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

  /**
   * Fetches a commit that a worker made on a base, and makes it anew on that base: its files are the worker's, all else is
   * the person's. `paths`: it may differ from its base in these alone.
   */
  async adopt(
    made: string,
    about: { base: string; message: string; paths: readonly string[] | null; sign: boolean; what: Found },
  ): Promise<string> {
    const { base, message, paths, sign, what } = about;
    await this.#fetch(made, what);
    if (paths !== null) {
      const args = ["diff-tree", "-r", "--no-renames", "--name-only", "-z", base, made];
      const changed = (await git(this.#host, this.#root, args)).split("\0").filter((path) => path !== "");
      const meant = new Set(paths);
      const more = changed.find((path) => !meant.has(path));
      if (more !== undefined) throw new Error(`its commit changes ${more}, which it was not asked to take`);
    }
    return commitTree(this.#host, this.#root, { tree: `${made}^{tree}`, parents: [base], message, sign });
  }

  /** Fetches a commit as it is: nothing is made of it but a merge in memory. */
  async borrow(commit: string): Promise<string> {
    await this.#fetch(commit, "work");
    return commit;
  }

  /** Fetches an agent's raw output, and writes it where the run keeps those. */
  async fetchLog(tree: string, folder: string): Promise<void> {
    await this.#fetch(tree, "log");
    const list = await git(this.#host, this.#root, ["ls-tree", "-z", "--full-tree", tree]);
    for (const line of list.split("\0")) {
      const [facts = "", name = ""] = line.split("\t");
      const [, kind, oid = ""] = facts.split(" ");
      if (kind !== "blob" || name === "" || basename(name) !== name) continue;
      const bytes = await gitBytes(this.#host, this.#root, ["cat-file", "blob", oid]);
      await writeFile(join(folder, name), bytes, { mode: 0o600 });
    }
  }

  async #push(commit: string): Promise<void> {
    const { url, baseRef } = this.#far;
    if ((await resolveCommit(this.#host, this.#root, commit)) === null) throw new Error(`no commit ${commit} here`);
    const args = [...noHooks, "-c", "push.followTags=false", "-c", "push.recurseSubmodules=no", "push"];
    const what = ["--quiet", "--no-verify", "--no-signed", url, `${commit}:${baseRef(commit)}`];
    await this.#reach([...args, ...what]);
  }

  async #fetch(object: string, what: Found): Promise<void> {
    const { url, sourceOf } = this.#far;
    const args = [
      ...noHooks,
      "-c",
      "fetch.fsckObjects=true",
      "-c",
      "gc.auto=0",
      "-c",
      "maintenance.auto=false",
      "fetch",
    ];
    const how = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-maintenance"];
    await this.#reach([...args, ...how, url, sourceOf(object, what)]);
  }

  async #reach(args: readonly string[]): Promise<void> {
    const { env, signal, awayMs } = this.#far;
    const ask = () => git(this.#host, this.#root, args, { env, signal, timeoutMs: mostMs });
    await whileAway(this.#host, awayMs, ask, signal);
  }
}
