import { git, noHooks } from "../../git/git.ts";
import type { Host } from "../../host/host.ts";
import type { FarRepository } from "../data-plane.ts";
import { exchangeRefs } from "../exchange.ts";

/** What is left there after a run goes within this time, or with the next look. */
const clearingMs = 60_000;

/** The repository over which a run and its pool exchange commits, from the run's side: it goes in as the person's git does. */
export class RunExchange {
  /** As a worker is told of it: without a credential. */
  readonly url: string;
  readonly #host: Host;
  readonly #root: string;
  readonly #remote: string;
  readonly #run: string;
  readonly #awayMs: number;

  constructor(host: Host, root: string, about: { remote: string; url: string; run: string; awayMs: number }) {
    this.#host = host;
    this.#root = root;
    this.url = about.url;
    this.#remote = about.remote;
    this.#run = about.run;
    this.#awayMs = about.awayMs;
  }

  repositoryOf(lot: { story: string; fence: number }): Omit<FarRepository, "signal"> {
    return {
      url: this.#remote,
      env: {},
      awayMs: this.#awayMs,
      direct: false,
      baseRef: (commit) => exchangeRefs.base(this.#run, commit),
      sourceOf: (object, what) => exchangeRefs.found({ ...lot, run: this.#run }, object, what),
    };
  }

  /** The refs of the run there. */
  async list(): Promise<string[]> {
    const all = exchangeRefs.all(this.#run);
    const listed = await this.#git(["ls-remote", this.#remote, `${all}*`]);
    const refs = listed.split("\n").flatMap((line) => line.split("\t")[1] ?? []);
    return refs.filter((ref) => ref.startsWith(all));
  }

  /** Removes everything of the run there. */
  async clear(): Promise<void> {
    const refs = await this.list();
    if (refs.length === 0) return;
    await this.#git(["push", "--quiet", "--no-verify", this.#remote, ...refs.map((ref) => `:${ref}`)]);
  }

  #git(args: readonly string[]): Promise<string> {
    return git(this.#host, this.#root, [...noHooks, ...args], { timeoutMs: clearingMs });
  }
}
