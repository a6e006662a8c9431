import { placesText } from "../../report/places-text.ts";
import type { RunOptions } from "../../settings/options.ts";
import { parseWorkerSpec } from "../../settings/worker-spec.ts";

/** The line that says where stories will run; none where they run here, as they do for most. */
export function namedPlaces({ workers, queue }: Pick<RunOptions, "workers" | "queue">): string[] {
  const text = placesText({ workers: workers.map(parseWorkerSpec), queue });
  return text === null ? [] : [text];
}
