import type { ProcessTree } from "./process-tree.ts";
import { startWatchdog, type Watchdog } from "./watchdog.ts";

/** Knows the trees of detached children, and has them watched in case we die. */
export interface TreeKeeper {
  newMarker(): string;
  add(tree: ProcessTree): void;
  end(tree: ProcessTree): void;
}

/** The watchdog is started with the first tree: short commands never need one. */
export function newTreeKeeper(owner: string): TreeKeeper {
  let watchdog: Watchdog | null = null;
  let count = 0;
  return {
    newMarker: () => {
      // It watches before the child starts: the marker is enough for it where it can be read.
      watchdog ??= startWatchdog(owner);
      return `${owner}-${++count}`;
    },
    add: ({ pid }) => watchdog?.add(pid),
    end: ({ pid }) => watchdog?.end(pid),
  };
}
