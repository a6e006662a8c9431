import type { Watcher } from "../../core/person.ts";
import type { Host } from "../../host/host.ts";

/** Every event as one JSON line on stdout. */
export function ndjsonWatcher(host: Pick<Host, "writeOut">): Watcher {
  return {
    see: (event) => host.writeOut(`${JSON.stringify(event)}\n`),
    pause: () => {},
  };
}
