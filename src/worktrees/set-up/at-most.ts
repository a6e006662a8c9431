/** Runs the same on every item, at most `count` at a time; the results are in the items' order. */
export async function atMost<T, R>(count: number, items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await run(items[at] as T);
  };
  await Promise.all(Array.from({ length: Math.min(count, items.length) }, lane));
  return results;
}
