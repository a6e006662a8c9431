/**
 * Finds the smallest set of things that breaks together, when all of them do and none may at first. `isRed` is asked
 * about subsets in the given order; for a set that breaks by itself in any company, the answer takes about
 * `size of the set x log2(n)` questions. Things always come with what `needs` names.
 *
 * Each round looks for the shortest run of candidates that, beside what was found, is red: its last one belongs to the set.
 */
export async function smallestBreakingSet<T>(
  things: readonly T[],
  needs: (thing: T) => readonly T[],
  isRed: (subset: readonly T[]) => Promise<boolean>,
): Promise<T[]> {
  const found = new Set<T>();
  const taken = new Set<T>();
  let candidates = things;
  const subset = (length: number) => {
    const chosen = new Set([...taken, ...candidates.slice(0, length)]);
    return things.filter((thing) => chosen.has(thing));
  };
  for (;;) {
    const length = await shortestRed(candidates.length, (count) => isRed(subset(count)));
    if (length === 0) return things.filter((thing) => found.has(thing));
    const last = candidates[length - 1];
    if (last === undefined) throw new Error("The search left its bounds");
    found.add(last);
    for (const thing of closure(last, needs)) taken.add(thing);
    candidates = candidates.slice(0, length - 1).filter((thing) => !taken.has(thing));
  }
}

/** The smallest count that is red, when the greatest one is known to be. */
async function shortestRed(most: number, isRed: (count: number) => Promise<boolean>): Promise<number> {
  let green = -1;
  let red = most;
  while (red - green > 1) {
    const middle = Math.floor((red + green) / 2);
    if (await isRed(middle)) red = middle;
    else green = middle;
  }
  return red;
}

function closure<T>(thing: T, needs: (thing: T) => readonly T[]): Set<T> {
  const all = new Set([thing]);
  // A set is walked in the order of insertion, members added on the way included.
  for (const one of all) for (const need of needs(one)) all.add(need);
  return all;
}
