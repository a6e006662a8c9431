import type { BaroError } from "../core/error.ts";
import type { Host } from "../host/host.ts";

/** Why a run was told to stop. */
export type Interrupt = "SIGINT" | "SIGTERM" | "SIGHUP";

/** Turns signals to this process into one abort signal; `close` gives the signals back to their default. */
export interface Interrupts {
  signal: AbortSignal;
  /** The first one that came, or null. */
  reason(): Interrupt | null;
  /** Whether the work was stopped because its time is up, and by no signal before. */
  timeIsUp(): boolean;
  /** Stops the work as a signal would, because it cannot go on. */
  giveUp(why: BaroError): void;
  /** Why it cannot go on; null: it could, when it was stopped. */
  loss(): BaroError | null;
  /** Stops the work as a signal would, when this time is up; disposing of what is returned calls it off. */
  endIn(ms: number): Disposable;
  close(): void;
}

/** Listens for Ctrl-C, `kill` and a closed terminal. Only the first counts: stopping is already on its way. */
export function listenForInterrupts(host: Pick<Host, "onSignal" | "sleep">): Interrupts {
  const controller = new AbortController();
  let first: Interrupt | null = null;
  let late = false;
  let loss: BaroError | null = null;
  const stop = host.onSignal((name) => {
    first ??= name;
    controller.abort();
  });
  const endIn = (ms: number) => {
    const over = new AbortController();
    void host.sleep(ms, over.signal).then(() => {
      if (over.signal.aborted || controller.signal.aborted) return;
      late = true;
      controller.abort();
    });
    return { [Symbol.dispose]: () => over.abort() };
  };
  const giveUp = (why: BaroError) => {
    if (controller.signal.aborted) return;
    loss = why;
    controller.abort();
  };
  return {
    signal: controller.signal,
    reason: () => first,
    timeIsUp: () => late,
    giveUp,
    loss: () => loss,
    endIn,
    close: stop,
  };
}

/** The exit code that says which signal ended a run: 128 and its number. */
export function exitCodeOfInterrupt(reason: Interrupt | null): number {
  return reason === "SIGTERM" ? 143 : reason === "SIGHUP" ? 129 : 130;
}

/** Whether an error only says that the work stopped because it was told to. */
export function isInterruption(error: unknown, { signal }: Pick<Interrupts, "signal">): boolean {
  if (!signal.aborted) return false;
  return error === signal.reason || (error instanceof Error && error.name === "AbortError");
}
