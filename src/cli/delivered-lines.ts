import type { EventOf } from "../core/event.ts";
import { plainLine } from "../text/plain.ts";

/** What came of a delivery; an address and what to type next stand alone on their lines, to be copied. */
export function deliveredLines({ why, url, next }: EventOf<"delivery.finished">): string[] {
  return [why, ...(url === null ? [] : [url]), ...(next === null ? [] : [next])].map(plainLine);
}
