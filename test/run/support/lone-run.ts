import type { RunEventBody } from "../../../src/core/event.ts";
import { systemHost } from "../../../src/host/system.ts";
import type { Places } from "../../../src/run/choose-run.ts";
import { openJournal } from "../../../src/store/journal.ts";
import { takeOwnership } from "../../../src/store/owner.ts";
import { makeRunFolder, runFolder } from "../../../src/store/run-folder.ts";
import { scratchFolder } from "../../support/scratch.ts";

/** A run with this journal, in a folder of its own; `live`: this process works on it. */
export function loneRun(events: readonly RunEventBody[], { live = true } = {}) {
  const state = scratchFolder();
  const host = systemHost();
  const folder = runFolder(state.path, "words-abc1");
  makeRunFolder(folder);
  const journal = openJournal(host, folder.journal, "words-abc1", []);
  const repo = { root: `${state.path}/repo`, branch: "main", head: "0".repeat(40), dirty: false, remote: null };
  journal.append({
    type: "run.started",
    goal: "Do words",
    repo,
    agent: "demo",
    version: "1",
    flags: {},
    base: "0".repeat(40),
    workBranch: "baro/words-abc1",
    scripted: false,
  } as unknown as RunEventBody);
  for (const event of events) journal.append(event);
  const ownership = live ? takeOwnership(host, folder) : null;
  const places: Places = { stateDir: state.path, cwd: state.path };
  return {
    run: "words-abc1",
    folder,
    places,
    ownership,
    append: (event: RunEventBody) => journal.append(event),
    [Symbol.dispose]: () => {
      ownership?.release();
      journal.close();
      state[Symbol.dispose]();
    },
  };
}

/** The real machine on a clock that each wait moves on; `between` is what happens meanwhile. */
export function waitingHost(between: (waits: number) => void = () => {}) {
  let [now, waits] = [0, 0];
  return {
    ...systemHost(),
    elapsed: () => now,
    sleep: async (ms: number) => {
      now += ms;
      between(++waits);
    },
    waited: () => now,
  };
}
