import { join } from "node:path";
import { packLooseObjects } from "../git/loose-pack.ts";
import { packObjects } from "../git/pack.ts";
import type { Host } from "../host/host.ts";
import { type Arrivals, mostPackBytes } from "./arrivals.ts";
import type { FromWorker } from "./protocol.ts";

/** What an object is of a worker: it decides where it is found. */
export type Found = "work" | "kept" | "log";

/** An object of a worker's that its conductor is to have. */
export interface Good {
  object: string;
  what: Found;
}

/** Whose objects they are. */
export interface Consignment {
  lease: string;
  story: string;
  fence: number;
  /** The commit that they were made from: both sides have it. */
  base: string;
}

/** How commits come to a worker and go from it. */
export interface Carrier {
  /** Bytes of raw output that are better said than carried. */
  readonly mostSaid: number;
  /** Sees to it that a commit of the conductor's is here. */
  bring(commit: string): Promise<void>;
  /** Puts objects where the conductor finds them, before it is told of them. */
  deliver(goods: readonly Good[], whose: Consignment): Promise<void>;
}

/**
 * Sends objects in the conversation itself: a git that fetches them takes a connection, a shell's start and several answers,
 * which is more than most stories' objects are worth. What is too large for that is left here, to be fetched.
 */
export class PackCarrier implements Carrier {
  readonly mostSaid = mostPackBytes;
  readonly #host: Host;
  readonly #root: string;
  readonly #arrivals: readonly Arrivals[];
  readonly #send: (message: FromWorker) => void;
  readonly #sent = new Set<string>();

  constructor(host: Host, root: string, about: { arrivals: readonly Arrivals[]; send(message: FromWorker): void }) {
    this.#host = host;
    this.#root = root;
    this.#arrivals = about.arrivals;
    this.#send = about.send;
  }

  async bring(commit: string): Promise<void> {
    // What did not come so was pushed here.
    for (const arrivals of this.#arrivals) await arrivals.of(commit);
  }

  async deliver(goods: readonly Good[], { lease, fence, base }: Consignment): Promise<void> {
    const objects = goods.map(({ object }) => object).filter((object) => !this.#sent.has(object));
    if (objects.length === 0) return;
    const pack =
      packLooseObjects(join(this.#root, ".git"), objects) ??
      (await packObjects(this.#host, this.#root, { wanted: objects, known: [base] }, mostPackBytes));
    if (pack === null) return;
    this.#send({ is: "pack", lease, fence, objects, pack: Buffer.from(pack).toString("base64") });
    for (const object of objects) this.#sent.add(object);
  }
}
