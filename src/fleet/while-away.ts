import { messageOf } from "../core/error.ts";
import type { Host } from "../host/host.ts";

const firstWaitMs = 500;
const longestWaitMs = 5_000;
/** A remote that says this was reached: it will say so again. */
const answered =
  /rejected|stale info|not our ref|find remote ref|fsck|Permission denied|Authentication|could not read|declined|no commit/i;

/** Asks a remote again while it can't be reached, for so long. Throws what it said last. */
export async function whileAway<T>(
  host: Pick<Host, "sleep" | "elapsed">,
  mostMs: number,
  ask: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const late = host.elapsed() + mostMs;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, 2 * waitMs)) {
    try {
      return await ask();
    } catch (error) {
      if (answered.test(messageOf(error)) || host.elapsed() + waitMs > late || signal?.aborted === true) throw error;
    }
    await host.sleep(waitMs, signal);
  }
}
