import type { Change } from "./change.ts";

/**
 * New files that checks of a run write: in a clean checkout all that is new, beside an agent's work what is new since that was
 * looked at. An agent that ran the same check has them as well.
 */
export class WrittenByChecks {
  readonly #paths = new Set<string>();
  readonly #asked = new Set<string>();
  /** What was there the last time that the work in a place was looked at. */
  readonly #looked = new Map<string, ReadonlySet<string>>();

  /** Somebody's work is looked at: what checks write as well is marked. */
  seen(place: string, changes: Change[]): Change[] {
    this.#looked.set(place, new Set(changes.map(({ path }) => path)));
    if (this.#paths.size === 0) return changes;
    return changes.map((change) =>
      change.kind === "added" && this.#paths.has(steady(change.path)) ? { ...change, byCheck: true as const } : change,
    );
  }

  /** Whether to look at what this check left there. `isClean`: nobody else was at work there. */
  wants(place: string, command: string, isClean: boolean): boolean {
    return isClean ? !this.#asked.has(command) : this.#looked.has(place);
  }

  note(place: string, command: string, changes: readonly Change[]): void {
    const before = this.#looked.get(place);
    if (before === undefined) this.#asked.add(command);
    for (const { path, kind } of changes)
      if (kind === "added" && before?.has(path) !== true) this.#paths.add(steady(path));
  }

  /** The place is somebody else's from now on. */
  forget(place: string): void {
    this.#looked.delete(place);
  }
}

/** Without what differs each time: times, process numbers, random names. */
function steady(path: string): string {
  return path.replace(/[0-9a-f]{8,}|\d+/gi, "#");
}
