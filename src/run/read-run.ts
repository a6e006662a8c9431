import { BaroError } from "../core/error.ts";
import type { RunEvent } from "../core/event.ts";
import { foldRun } from "../state/run-state.ts";
import { brokenJournal, readJournal } from "../store/journal.ts";
import { isWhole } from "../store/journal-edges.ts";
import { runFolder } from "../store/run-folder.ts";

/**
 * The events of a run, which are known to fold. The envelope of each is checked where they are read; a field of the wrong
 * type, as a broken disk or another program leaves it, shows here. Throws `failed`.
 */
export function readRun(stateDir: string, run: string): RunEvent[] {
  const { journal } = runFolder(stateDir, run);
  const events = readJournal(journal);
  if (!events.every(isWhole)) throw brokenJournal(journal, null);
  try {
    foldRun(events);
  } catch (error) {
    throw error instanceof BaroError ? error : brokenJournal(journal, error);
  }
  return events;
}
