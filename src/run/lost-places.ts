import { existsSync } from "node:fs";
import { join } from "node:path";
import { BaroError } from "../core/error.ts";
import type { Host } from "../host/host.ts";
import { gitFolders } from "../settings/repository-root.ts";
import type { Interrupts } from "./interrupts.ts";
import type { RunStream } from "./stream.ts";

/** Between two looks. */
const lookMs = 1000;
/** A disk may be away for a moment: what is missing at this many looks in a row is gone. */
const looksMissing = 3;

/**
 * Stops a run whose state folder or repository was removed: nothing that it waits for can come any more. Looks until what is
 * returned is disposed of.
 */
export function watchPlaces(
  host: Pick<Host, "sleep">,
  { root, run, stream, interrupts }: { root: string; run: string; stream: RunStream; interrupts: Interrupts },
): Disposable {
  const over = new AbortController();
  const repository = [root, join(root, ".git"), ...gitFolders(root)];
  const findLoss = () => {
    if (!existsSync(stream.folder.journal)) return stateLost(stream.folder.path);
    const missing = repository.find((path) => !existsSync(path));
    return missing === undefined ? null : repositoryLost(missing, run);
  };
  void (async () => {
    for (let missing = 0; !over.signal.aborted; ) {
      await host.sleep(lookMs, over.signal);
      const loss = findLoss();
      missing = loss === null ? 0 : missing + 1;
      if (loss === null || missing < looksMissing || over.signal.aborted) continue;
      interrupts.giveUp(loss);
      return;
    }
  })();
  return { [Symbol.dispose]: () => over.abort() };
}

function stateLost(path: string): BaroError {
  return new BaroError("no-state", `Cannot go on: the run's folder "${path}" was removed`, {
    hint: "Start the run again",
  });
}

function repositoryLost(path: string, run: string): BaroError {
  return new BaroError("no-repository", `Cannot go on: "${path}" was removed`, {
    hint: `Put the repository back, then run: baro resume ${run}`,
  });
}
