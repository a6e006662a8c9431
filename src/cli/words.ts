import { BaroError } from "../core/error.ts";
import { nearestName } from "../text/nearest.ts";

/** A word of a command line that must be one of a few. Throws `usage` naming them and the nearest. */
export function wordAmong<T extends string>(word: string, allowed: readonly T[], what: string): T {
  const found = allowed.find((value) => value === word);
  if (found !== undefined) return found;
  const nearest = nearestName(word, allowed);
  throw new BaroError("usage", `Cannot use ${what} "${word}": it must be one of ${allowed.join(", ")}`, {
    hint: nearest === null ? undefined : `Did you mean ${nearest}?`,
  });
}
