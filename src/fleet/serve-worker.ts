import { messageOf } from "../core/error.ts";
import { lackedFilters } from "../git/content-rules.ts";
import type { Host } from "../host/host.ts";
import { shellWord } from "../text/quoting.ts";
import { listText } from "../text/units.ts";
import type { LocalEffects } from "../worktrees/local-effects.ts";
import { Arrivals } from "./arrivals.ts";
import { PackCarrier } from "./carrier.ts";
import type { Channel } from "./channel.ts";
import { Exchange } from "./exchange.ts";
import { LeaseDesk } from "./lease-desk.ts";
import {
  type AgentState,
  anyOpen,
  decode,
  encode,
  type FromWorker,
  type Hello,
  protocolVersion,
  type RepositoryName,
  type ToWorker,
  toWorker,
  type WorkerSettings,
} from "./protocol.ts";
import { StoryBench } from "./story-bench.ts";
import { openRunPlace, plainAddress, type RunPlace, type WorkerPlaces } from "./worker-folder.ts";

/** What a worker offers, and how it does what it is asked. */
export interface WorkerSelf {
  facts: Omit<Hello, "is" | "v">;
  places: WorkerPlaces;
  /** What can be said of agents without spending a token; `null`: of all that are known. */
  look(agents: readonly string[] | null): Promise<AgentState[]>;
  /** What would keep this machine from working: sentences for a person. */
  troubles(): Promise<string[]>;
  /** The effects on worktrees of a run's place. */
  effects(place: RunPlace, settings: WorkerSettings, tell: (message: string) => Promise<void>): Promise<LocalEffects>;
}

type Open = Extract<ToWorker, { is: "open" }>;

/** A run that is open here. */
interface OpenRun {
  desk: LeaseDesk;
  effects: LocalEffects;
  place: RunPlace;
  arrivals: Arrivals;
  /** What needs nothing that is here goes where later runs find it. */
  wholes: Arrivals;
}

/** A conductor that is silent for so much of its own patience is given up a little before it gives up the worker. */
export const patienceShare = 0.75;

/**
 * Serves one conductor until it is gone, and leaves nothing behind. Gives why it ended. `stop`: it is told to end, with the
 * reason. `openWithinMs`: so long it waits for whoever is to open a run.
 */
export async function serveWorker(
  host: Host,
  channel: Channel,
  self: WorkerSelf,
  { stop, openWithinMs = null }: { stop: AbortSignal; openWithinMs?: number | null },
): Promise<string> {
  const serving = new Serving(host, channel, self);
  return await serving.toItsEnd(stop, openWithinMs);
}

class Serving {
  readonly #host: Host;
  readonly #channel: Channel;
  readonly #self: WorkerSelf;
  readonly #over = Promise.withResolvers<string>();
  readonly #ended = new AbortController();
  #heardAt = 0;
  #run: OpenRun | null = null;

  constructor(host: Host, channel: Channel, self: WorkerSelf) {
    this.#host = host;
    this.#channel = channel;
    this.#self = self;
  }

  async toItsEnd(stop: AbortSignal, openWithinMs: number | null): Promise<string> {
    const told = () => this.#over.resolve(String(stop.reason));
    if (stop.aborted) told();
    stop.addEventListener("abort", told, { once: true });
    if (openWithinMs !== null) void this.#requireRun(openWithinMs);
    this.#send({ is: "hello", v: protocolVersion, ...this.#self.facts });
    this.#heardAt = this.#host.elapsed();
    void this.#read().catch((error: unknown) => this.#over.resolve(messageOf(error)));
    void this.#channel.ended.then((why) => this.#over.resolve(why));
    const why = await this.#over.promise;
    this.#ended.abort();
    try {
      await this.#close();
    } finally {
      stop.removeEventListener("abort", told);
      await this.#channel.close(false, why);
    }
    return why;
  }

  async #read(): Promise<void> {
    for await (const line of this.#channel.lines) {
      this.#heardAt = this.#host.elapsed();
      const message = decode(toWorker, line);
      const why = "is" in message ? await this.#take(message) : this.#unreadable(line, message.wrong);
      if (why !== undefined) return this.#over.resolve(why);
    }
  }

  /** A conductor of another version asks in its own form: it is told of that, and not of the form. */
  #unreadable(line: string, wrong: string): string {
    const open = decode(anyOpen, line);
    const refusal = "is" in open ? this.#otherProtocol(open.v) : null;
    if (refusal === null) return `its conductor said what can't be read: ${wrong}`;
    this.#send({ is: "refused", ...refusal });
    return `${refusal.why}: its conductor is another baro`;
  }

  /** Gives why the conversation has to end with it. */
  async #take(message: ToWorker): Promise<string | undefined> {
    const run = this.#run;
    switch (message.is) {
      case "ping":
        this.#send({ is: "pong" });
        return;
      case "look": {
        const [agents, troubles] = await Promise.all([this.#self.look(message.agents), this.#self.troubles()]);
        this.#send({ is: "seen", agents, troubles });
        return;
      }
      case "open":
        await this.#open(message);
        return;
    }
    if (run === null) return `its conductor said "${message.is}" before it opened a run`;
    switch (message.is) {
      case "pack":
        (message.whole ? run.wholes : run.arrivals).take(message.objects, message.pack);
        return;
      case "prepare":
        this.#prepare(run, message);
        return;
      case "call":
        void run.desk.take(message);
        return;
      case "stop":
        run.desk.stop(message);
        return;
      case "drop":
        void run.desk.drop(message);
        return;
    }
  }

  async #open(message: Open): Promise<void> {
    const { repository, settings, agents, exchange } = message;
    const refusal = this.#refusal(message);
    if (refusal !== null || this.#run !== null) {
      const why = refusal?.why ?? "it has a run already";
      return this.#send({ is: "refused", why, hint: refusal?.hint ?? null });
    }
    try {
      const format = settings.base.length === 64 ? "sha256" : "sha1";
      const place = await openRunPlace(this.#host, this.#self.places, repository, {
        format,
        content: settings.content,
      });
      const lacked = await lackedFilters(this.#host, place.root, settings.content);
      if (lacked.length > 0) {
        await place.close();
        return this.#send({ is: "refused", ...filterMissing(lacked) });
      }
      const tell = (text: string) => Promise.resolve(this.#send({ is: "notice", message: text }));
      const [effects, states] = await Promise.all([this.#self.effects(place, settings, tell), this.#self.look(agents)]);
      const send = (one: FromWorker) => this.#send(one);
      const [arrivals, wholes] = [place.root, place.store].map((at) => new Arrivals(this.#host, at, false)) as [
        Arrivals,
        Arrivals,
      ];
      const carrier =
        this.#exchangeOf(place, exchange?.url ?? null, settings) ??
        new PackCarrier(this.#host, place.root, { arrivals: [arrivals, wholes], send });
      const desk = new LeaseDesk(send, () => new StoryBench(this.#host, { effects, place, send, carrier }));
      this.#run = { desk, effects, place, arrivals, wholes };
      void this.#watch(settings.patienceMs * patienceShare);
      this.#send({ is: "opened", path: place.root, warm: place.warm, agents: states });
    } catch (error) {
      this.#send({ is: "refused", why: messageOf(error), hint: null });
    }
  }

  /** What can't be made ahead is made, or fails, when a story comes. */
  #prepare(run: OpenRun, { base, count }: Extract<ToWorker, { is: "prepare" }>): void {
    const make = () => {
      if (!this.#ended.signal.aborted) run.effects.prepare(base, Math.min(count, this.#self.facts.slots));
    };
    // Before a story that waits for the same, so that it takes one of these.
    (run.wholes.of(base) ?? run.arrivals.of(base) ?? Promise.resolve()).then(make, () => {});
  }

  #exchangeOf({ root }: RunPlace, url: string | null, { run, patienceMs }: WorkerSettings): Exchange | null {
    if (url === null) return null;
    const mayPush = () => this.#host.elapsed() - this.#heardAt <= patienceMs * patienceShare;
    const { signal } = this.#ended;
    return new Exchange(this.#host, root, { url, run, awayMs: patienceMs, mayPush, signal });
  }

  #refusal({ v, repository, exchange }: Open): { why: string; hint: string } | null {
    const other = this.#otherProtocol(v);
    if (other !== null) return other;
    const { repositories } = this.#self.facts;
    // What is said of a repository's name is nothing to go by where its files come from another place.
    const named = exchange === undefined ? repository : { name: "", remote: exchange.url };
    if (mayWorkOn(repositories, named)) return null;
    const name = named.remote ?? named.name;
    return {
      why: `it was not started for the repository "${name}"`,
      hint: `Start it with --repo ${name}, or run where it may work: ${repositories.join(", ")}`,
    };
  }

  #otherProtocol(v: number): { why: string; hint: string } | null {
    if (v === protocolVersion) return null;
    const why = `it speaks version ${protocolVersion} of the workers' protocol, and was asked in version ${v}`;
    return { why, hint: "Install the same baro on both machines" };
  }

  /** Nothing that is at work here may outlive a conductor that can't be reached: it goes on elsewhere. */
  async #watch(patienceMs: number): Promise<void> {
    while (!this.#ended.signal.aborted) {
      await this.#host.sleep(patienceMs / 5, this.#ended.signal);
      const silentMs = this.#host.elapsed() - this.#heardAt;
      if (silentMs > patienceMs) this.#over.resolve(`its conductor said nothing for ${Math.round(silentMs / 1000)} s`);
    }
  }

  /** Nobody may be left who wants it. */
  async #requireRun(withinMs: number): Promise<void> {
    await this.#host.sleep(withinMs, this.#ended.signal);
    if (this.#run === null) this.#over.resolve("nobody opened a run");
  }

  async #close(): Promise<void> {
    const run = this.#run;
    if (run === null) return;
    await run.desk.close();
    await run.effects.close(true).catch(() => {});
    await run.place.close();
  }

  #send(message: FromWorker): void {
    this.#channel.send(lineOf(message, this.#host.shown));
  }
}

/**
 * What a worker says as it leaves its machine, whatever the way: nothing private is in its words. A pack holds what the
 * conductor makes a commit of, in compressed bytes: there is no word in it, and to look for one takes long.
 */
export function lineOf(message: FromWorker, shown: (text: string) => string): string {
  return message.is === "pack" ? encode(message) : shown(encode(message));
}

function filterMissing(names: readonly string[]): { why: string; hint: string } {
  const [first] = names;
  const which = names.length === 1 ? `the filter "${first}" is` : `the filters ${listText([...names])} are`;
  return {
    why: `${which} not set up there, which files of this repository go through`,
    hint: `Set it up there as here: git config --global ${shellWord(`filter.${first}.clean`)} COMMAND, and the same for smudge`,
  };
}

/** Whether a worker that was started for these repositories works on that one; for none: on any. */
export function mayWorkOn(repositories: readonly string[], { name, remote }: RepositoryName): boolean {
  if (repositories.length === 0) return true;
  return repositories.some((one) => one === name || (remote !== null && plainAddress(one) === plainAddress(remote)));
}
