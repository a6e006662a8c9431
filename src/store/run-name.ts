/** The longest slug: branch names stay readable in a list. */
const maxSlugLength = 32;

/**
 * A run's name: words of the goal and a random id, fit for a folder, a ref and a branch on every platform:
 * `fix-stale-greeting-x7k2pq`. A goal without Latin letters is named by its id alone.
 */
export function runName(goal: string, id: string): string {
  const words = goal
    .normalize("NFKD")
    .replace(/https?:\/\/\S*/g, " ")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  let slug = "";
  for (const word of words ?? []) {
    const longer = slug === "" ? word.slice(0, maxSlugLength) : `${slug}-${word}`;
    if (longer.length > maxSlugLength) break;
    slug = longer;
  }
  return slug === "" ? `run-${id}` : `${slug}-${id}`;
}

/** The branch that a run's work is integrated on. */
export function workBranch(run: string): string {
  return `baro/${run}`;
}
