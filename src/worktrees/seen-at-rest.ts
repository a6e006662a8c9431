interface Seen<T> {
  /** `null`: nobody has looked, or it could not be seen. */
  what: Promise<T> | null;
  /** Somebody has decided by it. */
  used: boolean;
}

/** What was seen of places at which nobody is at work any more: whoever looks next takes that, and does not look again. */
export class SeenAtRest<T> {
  readonly #at = new Map<string, Seen<T>>();

  /** Nobody is at work there from now on. */
  rest(path: string): void {
    this.#at.set(path, { what: null, used: false });
  }

  /** Somebody is, or it belongs to nobody any more. */
  stir(path: string): void {
    this.#at.delete(path);
  }

  /** What is seen there. */
  look(path: string, look: () => Promise<T>): Promise<T> {
    const at = this.#at.get(path);
    return at?.what ?? this.#see(at, look);
  }

  /** The same for whoever decides by it: nothing that was decided by before, and nothing that could not be seen. */
  async decide(path: string, look: () => Promise<T>): Promise<T> {
    const at = this.#at.get(path);
    if (at === undefined) return look();
    const known = at.used ? null : at.what;
    at.used = true;
    const seen = (await known?.catch(() => null)) ?? null;
    // Somebody may have come meanwhile.
    return seen !== null && this.#at.get(path) === at ? seen : this.#see(at, look);
  }

  #see(at: Seen<T> | undefined, look: () => Promise<T>): Promise<T> {
    const seeing = look();
    if (at === undefined) return seeing;
    at.what = seeing;
    // Whoever asked hears of it; the next one looks again.
    seeing.catch(() => {
      if (at.what === seeing) at.what = null;
    });
    return seeing;
  }
}
