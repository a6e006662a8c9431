import { BaroError } from "../core/error.ts";
import { Lease, type LeaseOptions } from "./lease.ts";
import { type AgentState, type Hello, protocolVersion, type RepositoryName, type WorkerSettings } from "./protocol.ts";
import type { Route } from "./ssh.ts";
import { type LinkHost, Talk, unreadable } from "./talk.ts";

/** What a link needs of the way to its worker. */
type Way = Pick<Route, "open" | "close">;

/** What a conductor says of itself and of what it wants done. */
export interface Opening {
  version: string;
  repository: RepositoryName;
  agents: readonly string[];
  settings: WorkerSettings;
  /** Where worker and run exchange commits; left out: in the worker's own repository. */
  exchange?: { url: string };
}

/** What a worker said of itself when it was asked. */
export interface WorkerFacts {
  hello: Hello;
  agents: AgentState[];
  troubles: string[];
}

interface Opened {
  hello: Hello;
  /** Its own repository for the run. */
  path: string;
  warm: boolean;
  agents: AgentState[];
}

async function greet(host: LinkHost, way: Way, version: string): Promise<{ talk: Talk; hello: Hello }> {
  const talk = new Talk(host, await way.open());
  try {
    return { talk, hello: await talk.hello(version) };
  } catch (error) {
    await talk.channel.close(true);
    throw error;
  }
}

/** Asks a worker what it can do, and lets it go. */
export async function lookAtWorker(host: LinkHost, way: Way, version: string): Promise<WorkerFacts> {
  const { talk, hello } = await greet(host, way, version);
  try {
    talk.send({ is: "look", agents: null });
    const { agents, troubles } = await talk.expect("seen");
    return { hello, agents, troubles };
  } finally {
    await talk.channel.close();
  }
}

/** An open connection to a worker, with the leases that it holds. */
export class WorkerLink {
  readonly name: string;
  readonly opened: Opened;
  /** Aborted when the worker is lost, with the reason. */
  readonly lost = new AbortController();
  readonly #host: LinkHost;
  readonly #way: Way;
  readonly #talk: Talk;
  readonly #leases = new Map<string, Lease>();
  readonly #onNotice: (message: string) => void;
  #heardAt: number;

  private constructor(host: LinkHost, name: string, way: Way, talk: Talk, opened: Opened, about: LinkOptions) {
    this.#host = host;
    this.name = name;
    this.#way = way;
    this.#talk = talk;
    this.opened = opened;
    this.#onNotice = about.onNotice;
    this.#heardAt = host.elapsed();
    void this.#read();
    void this.#watch(about.opening.settings.patienceMs);
  }

  /** Starts a worker and opens a run there. Throws `agent-missing` with why it can't be had. */
  static async open(
    host: LinkHost,
    name: string | ((hello: Hello) => string),
    way: Way,
    about: LinkOptions,
  ): Promise<WorkerLink> {
    const { version, repository, agents, settings, exchange } = about.opening;
    const { talk, hello } = await greet(host, way, version);
    try {
      talk.send({
        is: "open",
        v: protocolVersion,
        repository,
        agents: [...agents],
        settings,
        ...(exchange === undefined ? {} : { exchange }),
      });
      const answer = await talk.expect("opened", "refused");
      if (answer.is === "refused") {
        throw new BaroError("agent-missing", answer.why, { hint: answer.hint ?? undefined });
      }
      const { path, warm, agents: found } = answer;
      const called = typeof name === "string" ? name : name(hello);
      return new WorkerLink(host, called, way, talk, { hello, path, warm, agents: found }, about);
    } catch (error) {
      await talk.channel.close(true);
      throw error;
    }
  }

  /** Opens a lease; what comes for it is taken until it is dropped. */
  lease(name: string, fence: number, heard: Pick<LeaseOptions, "onKept" | "onPack">): Lease {
    const lease = new Lease({
      name,
      fence,
      worker: this.name,
      send: (message) => this.#talk.send(message),
      elapsed: () => this.#host.elapsed(),
      ...heard,
    });
    // One that was given back, and whose answer has not come, is answered by nobody any more.
    this.#leases.get(name)?.close();
    this.#leases.set(name, lease);
    if (this.lost.signal.aborted) lease.lose(String(this.lost.signal.reason));
    return lease;
  }

  /** Sends commits ahead of what is asked about them. `whole`: they need nothing that is there. */
  sendPack(objects: readonly string[], pack: Uint8Array, whole: boolean): void {
    this.#talk.send({ is: "pack", objects: [...objects], whole, pack: Buffer.from(pack).toString("base64") });
  }

  /** Has worktrees made ahead of need, at a commit that is there or on its way. */
  prepare(base: string, count: number): void {
    this.#talk.send({ is: "prepare", base, count });
  }

  drop(lease: Lease): void {
    if (this.#leases.get(lease.name) === lease) this.#leases.delete(lease.name);
    lease.close();
  }

  /** Nothing more is asked; the worker puts its machine in order and ends. */
  async close(): Promise<void> {
    this.#lose("the run is over");
    await this.#talk.channel.close();
    await this.#way.close();
  }

  /** The worker is not heard any more, whatever it says. */
  async end(why: string): Promise<void> {
    this.#lose(why);
    await this.#talk.channel.close(true);
    await this.#way.close();
  }

  #lose(why: string): void {
    if (this.lost.signal.aborted) return;
    for (const lease of this.#leases.values()) lease.lose(why);
    this.lost.abort(why);
  }

  async #read(): Promise<void> {
    let why: string | null = null;
    for (;;) {
      const message = await this.#talk.next();
      if (message === null) break;
      this.#heardAt = this.#host.elapsed();
      if (!("is" in message)) {
        why = unreadable(message.wrong);
        break;
      }
      if (message.is === "notice") this.#onNotice(message.message);
      else if ("lease" in message) this.#leases.get(message.lease)?.take(message);
    }
    await this.end(why ?? (await this.#talk.channel.ended));
  }

  async #watch(patienceMs: number): Promise<void> {
    while (!this.lost.signal.aborted) {
      await this.#host.sleep(patienceMs / 5, this.lost.signal);
      if (this.lost.signal.aborted) return;
      // While the way is cut nobody can be heard, and nobody can be told to go on elsewhere either.
      if (this.#talk.channel.isAway?.() === true) this.#heardAt = this.#host.elapsed();
      this.#talk.send({ is: "ping" });
      const silentMs = this.#host.elapsed() - this.#heardAt;
      if (silentMs > patienceMs) return this.end(`it said nothing for ${Math.round(silentMs / 1000)} s`);
    }
  }
}

export interface LinkOptions {
  opening: Opening;
  /** What a worker says to the person. */
  onNotice(message: string): void;
}
