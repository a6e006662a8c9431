// Stands in for our own program where another process of it is started: `own-program.ts STATE_DIR WHAT …`. What it was
// started with, and what it read, goes to STATE_DIR/heard.json first.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEventBody } from "../../../src/core/event.ts";
import { systemHost } from "../../../src/host/system.ts";
import { openJournal, readJournal } from "../../../src/store/journal.ts";
import { takeOwnership } from "../../../src/store/owner.ts";
import { makeRunFolder, runFolder } from "../../../src/store/run-folder.ts";

const [stateDir = "", what = "", ...words] = process.argv.slice(2);
const host = systemHost();
const stdin = words.includes("-") ? await host.readStdin(1_000_000) : "";
writeFileSync(join(stateDir, "heard.json"), JSON.stringify({ words, stdin, cwd: process.cwd(), pid: process.pid }));

/** Begins a run, or goes on with one, and holds it. */
function hold(run: string, events: RunEventBody[]): void {
  const folder = runFolder(stateDir, run);
  makeRunFolder(folder);
  const ownership = takeOwnership(host, folder);
  const before = readJournal(folder.journal);
  const journal = openJournal(host, folder.journal, run, before);
  for (const event of events) journal.append(event);
  if (what !== "holds") ownership.release();
}
const repo = { root: join(stateDir, "repo"), branch: "main", head: "0".repeat(40), dirty: false, remote: null };
const started = { type: "run.started", goal: "Do", repo, flags: {}, workBranch: "baro/x" } as unknown as RunEventBody;
const delivered = { type: "delivery.finished", kind: "pr", branch: "b", url: "u", why: "w", next: null } as const;

switch (what) {
  case "holds":
    hold("new-run1", [started]);
    setInterval(() => {}, 1000);
    break;
  case "is-quick":
    hold("quick-run2", [started]);
    break;
  case "delivers":
    hold("old-run0", [delivered]);
    break;
  case "prints":
    process.stdout.write(`said ${stdin}`);
    process.exitCode = 3;
    break;
  default:
    process.stderr.write(
      "note: of no matter\nerror: Cannot start: the first\nerror: Cannot start: no agent\nhint: Install one\n",
    );
    process.exitCode = 5;
}
