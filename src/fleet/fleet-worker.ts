import { BaroError, messageOf } from "../core/error.ts";
import type { Emit } from "../core/event.ts";
import type { FarPlace } from "./far-place.ts";
import type { Candidate } from "./placement.ts";
import type { Route } from "./ssh.ts";
import type { LinkHost } from "./talk.ts";
import { type LinkOptions, WorkerLink } from "./worker-link.ts";

/** After a worker was lost so often, it is not tried again. */
const mostLosses = 4;
/** Leases in a row that a worker could not go on with, after which it is not given another. */
const mostFailures = 2;
/** Each try waits twice as long as the one before. */
const firstWaitMs = 1_000;
const mostTries = 5;

export interface FleetWorkerOptions {
  name: string;
  /** As the person wrote it; `null`: as the worker says. */
  slots: number | null;
  link: LinkOptions;
  newRoute(): Promise<Route>;
  emit: Emit;
  /** It is there, for the first time or again. */
  onJoined(at: Pick<FarPlace, "link" | "repository" | "slots">): void;
  /** Something has changed that a story may have waited for. */
  onChange(): void;
  /** The run is over: nothing is tried any more. */
  signal: AbortSignal;
}

/** One machine over a whole run: its connection, made anew when it is lost, and what it has. */
export class FleetWorker {
  readonly name: string;
  readonly #host: LinkHost;
  readonly #options: FleetWorkerOptions;
  #link: WorkerLink | null = null;
  #route: Route | null = null;
  #connecting = false;
  #gone: string | null = null;
  #advice: string | null = null;
  #losses = 0;
  #failures = 0;
  /** Stories that it has. */
  load = 0;

  constructor(host: LinkHost, options: FleetWorkerOptions) {
    this.#host = host;
    this.#options = options;
    this.name = options.name;
  }

  get link(): WorkerLink | null {
    return this.#link;
  }

  /** It may be there in a moment. */
  get isComing(): boolean {
    return this.#connecting;
  }

  /** Why it is not tried any more; `null`: it is. */
  get gone(): string | null {
    return this.#gone;
  }

  /** What to do about that. */
  get advice(): string | null {
    return this.#advice;
  }

  get slots(): number {
    return this.#options.slots ?? this.#link?.opened.hello.slots ?? 1;
  }

  /** What placement has to know; `null` while it can't be reached. */
  candidate(): Candidate | null {
    if (this.#link === null) return null;
    const { hello, agents, warm } = this.#link.opened;
    return {
      name: this.name,
      isLocal: false,
      slots: this.slots,
      load: this.load,
      labels: labelsOf(hello),
      agents: agents.filter(({ ready }) => ready).map(({ name }) => name),
      warm,
      doubtful: this.#failures > 0,
    };
  }

  /** Why none of its agents will do. */
  missing(agent: string): string {
    const found = this.#link?.opened.agents.find(({ name }) => name === agent);
    return found?.ready === true ? "" : (found?.why ?? `${agent} is not ready there`);
  }

  /** Starts to connect. Whoever needs it waits for `onChange`. */
  begin(): void {
    if (this.#connecting || this.#link !== null || this.#gone !== null) return;
    this.#connecting = true;
    void this.#connect();
  }

  /** A place for one story there; `null`: it can't be reached. */
  place(): FarPlace | null {
    const [link, route] = [this.#link, this.#route];
    if (link === null || route === null) return null;
    this.load++;
    return {
      name: this.name,
      link,
      slots: this.slots,
      turnsOf: this,
      repository: () => route.repository(link.opened.path),
      succeeded: () => {
        this.#failures = 0;
      },
      leave: (lost) => {
        this.load = Math.max(0, this.load - 1);
        if (lost !== null && !link.lost.signal.aborted) void this.#failed(lost.message);
      },
    };
  }

  /** It could not go on with a lease, though it is there: a full disk, a program that is gone. */
  async #failed(why: string): Promise<void> {
    this.#failures++;
    if (this.#failures < mostFailures || this.#gone !== null) return;
    this.#gone = why;
    await this.#link?.end(why);
  }

  async close(): Promise<void> {
    this.#gone ??= "the run is over";
    const link = this.#link;
    this.#link = null;
    await link?.close();
  }

  async #connect(): Promise<void> {
    const why = await this.#try();
    this.#connecting = false;
    if (why !== null && !this.#isOver()) {
      this.#gone = why;
      const told = this.#advice === null ? why : `${why} (${this.#advice})`;
      await this.#options.emit({ type: "worker.lost", worker: this.name, why: told, next: "gone" });
    }
    this.#options.onChange();
  }

  /** Tries until it is there; else why it is not. */
  async #try(): Promise<string | null> {
    // A machine that never was there is not waited for as long as one that was.
    const most = this.#losses === 0 ? 2 : mostTries;
    for (let tries = 1; !this.#isOver(); tries++) {
      try {
        await this.#open();
        return null;
      } catch (error) {
        // What it says of itself does not pass with time.
        const hint = error instanceof BaroError ? error.hint : undefined;
        this.#advice = hint ?? null;
        if (hint !== undefined || tries === most) return messageOf(error);
      }
      await this.#host.sleep(firstWaitMs * 2 ** (tries - 1), this.#options.signal);
    }
    return null;
  }

  #isOver(): boolean {
    return this.#gone !== null || this.#options.signal.aborted;
  }

  async #open(): Promise<void> {
    const route = await this.#options.newRoute();
    const link = await WorkerLink.open(this.#host, this.name, route, this.#options.link).catch(async (error) => {
      await route.close();
      throw error;
    });
    if (this.#isOver()) return link.close();
    this.#link = link;
    this.#route = route;
    link.lost.signal.addEventListener("abort", () => void this.#lose(link, String(link.lost.signal.reason)));
    const repository = () => route.repository(link.opened.path);
    this.#options.onJoined({ link, repository, slots: this.slots });
    const { hello, agents } = link.opened;
    await this.#options.emit({
      type: "worker.joined",
      worker: this.name,
      slots: this.slots,
      agents: agents.filter(({ ready }) => ready).map(({ name }) => name),
      labels: labelsOf(hello),
      version: hello.version,
    });
  }

  async #lose(link: WorkerLink, why: string): Promise<void> {
    if (this.#link !== link) return;
    this.#link = null;
    this.#losses++;
    if (this.#losses >= mostLosses) this.#gone ??= why;
    const next = this.#gone === null ? "again" : "gone";
    await this.#options.emit({ type: "worker.lost", worker: this.name, why, next });
    if (next === "again" && !this.#options.signal.aborted) this.begin();
    this.#options.onChange();
  }
}

/** What a worker offers beside its agents, its system included. */
export function labelsOf({ labels, os, arch }: { labels: readonly string[]; os: string; arch: string }): string[] {
  return [...new Set([`os=${os}`, `arch=${arch}`, ...labels])];
}
