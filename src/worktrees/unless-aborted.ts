/** Waits for what goes on by itself when nobody waits for it. Rejects with the signal's reason when that comes first. */
export async function unlessAborted<T>(coming: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return coming;
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const stop = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  return Promise.race([coming, aborted.promise]).finally(() => signal.removeEventListener("abort", stop));
}
