import process from "node:process";

const mebibyte = 1024 * 1024;
/** So much is nothing to save on: what takes a moment never collects. */
const smallBytes = 96 * mebibyte;
/** How much the process may grow before it looks for what it can give back. */
const growthBytes = 8 * mebibyte;
const everyMs = 50;

/** What the decision is made from and acts on; the runtime's own, except in tests. */
export interface Memory {
  /** Bytes of ours that are resident. */
  resident(): number;
  collect(): void;
}

/**
 * Bounds what garbage a long run holds. The engine waits until some hundred megabytes have come together, and counts
 * little of what buffers and child processes take beside it; a run of many stories would grow that far for nothing. Does
 * nothing where the runtime lets no program collect.
 */
export function boundGarbage(): void {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) return;
  const look = watchGrowth(
    { resident: () => process.memoryUsage.rss(), collect: gc },
    { small: smallBytes, growth: growthBytes },
  );
  setInterval(look, everyMs).unref();
}

/** A look that collects whenever the process has grown by so much above what it needed at least since the last time. */
export function watchGrowth(memory: Memory, { small, growth }: { small: number; growth: number }): () => void {
  let needed = small;
  return () => {
    const now = memory.resident();
    if (now <= needed + growth) {
      needed = Math.max(small, Math.min(needed, now));
      return;
    }
    memory.collect();
    // What could not be given back is needed: the next growth counts from there.
    needed = Math.max(small, memory.resident());
  };
}
