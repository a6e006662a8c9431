/**
 * A browser opens six connections to one server at most, for all of its tabs together. So many of them are kept open; the
 * others are for what is asked and answered in between.
 */
const mostLines = 4;

/**
 * Does something that keeps a line to the server open, where this browser has one left (`stays`); else it is to look and to
 * let go. Of the tabs only those that are seen have a line, so it takes five windows side by side to come to that.
 */
export async function withLine<T>(work: (stays: boolean) => Promise<T>, number = 0): Promise<T> {
  if (number === mostLines) return await work(false);
  return await navigator.locks.request(`baro-line-${number}`, { ifAvailable: true }, async (line) =>
    line === null ? await withLine(work, number + 1) : await work(true),
  );
}
