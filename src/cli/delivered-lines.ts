import type { EventOf } from "../core/event.ts";
import { plainLine } from "../text/plain.ts";
import { typedFor } from "../text/typed-command.ts";

/**
 * What came of a delivery; an address and what to type next stand alone on their lines, to be copied. `elsewhere`: the
 * repository that it is of, where the person stands in another.
 */
export function deliveredLines(
  { why, url, next }: EventOf<"delivery.finished">,
  elsewhere: string | null = null,
): string[] {
  const lines = [why, ...(url === null ? [] : [url]), ...(next === null ? [] : [typedFor(elsewhere, next)])];
  return lines.map(plainLine);
}
