import type { Host } from "../../host/host.ts";

/** Aborts its signal when nothing was heard for a while. */
export interface SilenceWatch {
  signal: AbortSignal;
  /** Something was heard. */
  heard(): void;
  end(): void;
}

/** Starts the clock on silence. The caller ends it. */
export function watchSilence(host: Pick<Host, "elapsed" | "sleep">, silenceMs: number): SilenceWatch {
  const silent = new AbortController();
  const over = new AbortController();
  let last = host.elapsed();
  const watch = async () => {
    while (!over.signal.aborted) {
      const left = silenceMs - (host.elapsed() - last);
      if (left <= 0) return silent.abort();
      await host.sleep(left, over.signal);
    }
  };
  void watch();
  return {
    signal: silent.signal,
    heard: () => {
      last = host.elapsed();
    },
    end: () => over.abort(),
  };
}
