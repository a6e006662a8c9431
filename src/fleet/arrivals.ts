import type { GitHost } from "../git/git.ts";
import { unpackObjects } from "../git/pack.ts";

/** What is small travels in a line of its own, and larger packs than this are fetched. */
export const mostPackBytes = 2 * 1024 * 1024;

/** Objects that came with what was said, without a way of git's own: each is there when its pack has been taken apart. */
export class Arrivals {
  readonly #host: GitHost;
  readonly #root: string;
  /** Whoever sent them is not to be believed. */
  readonly #strict: boolean;
  readonly #coming = new Map<string, Promise<void>>();

  constructor(host: GitHost, root: string, strict: boolean) {
    this.#host = host;
    this.#root = root;
    this.#strict = strict;
  }

  /** `pack`: in base64. */
  take(objects: readonly string[], pack: string): void {
    const coming = unpackObjects(this.#host, this.#root, Buffer.from(pack, "base64"), this.#strict);
    // Whoever needs one of them hears of it.
    coming.catch(() => {});
    for (const object of objects) this.#coming.set(object, coming);
  }

  /** Resolves when the object is there, and rejects where its pack can't be used. `null`: it did not come so. */
  of(object: string): Promise<void> | null {
    return this.#coming.get(object) ?? null;
  }
}
