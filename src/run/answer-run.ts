import { BaroError } from "../core/error.ts";
import type { RunEvent } from "../core/event.ts";
import type { Answerer } from "../core/question.ts";
import type { Host } from "../host/host.ts";
import { foldRun } from "../state/run-state.ts";
import { readJournal } from "../store/journal.ts";
import { leaveOrder } from "../store/orders.ts";
import { liveOwner } from "../store/owner.ts";
import { runFolder } from "../store/run-folder.ts";
import { chooseRun, type Places } from "./choose-run.ts";
import { readRun } from "./read-run.ts";

/** So long a run may take to hear an answer. */
const hearingMs = 10_000;
const pollMs = 50;

/**
 * Answers the open question of a live run, and waits until the run has taken the answer. Throws `usage` when nothing of this
 * id is open, or the answer is none.
 */
export async function answerRun(
  host: Host,
  places: Places,
  run: string,
  given: { id: string; answer: unknown; by: Answerer },
): Promise<void> {
  const { run: name } = await chooseRun(host, places, run);
  const folder = runFolder(places.stateDir, name);
  const cannot = (why: string) => new BaroError("usage", `Cannot answer ${given.id} of run "${name}": ${why}`);
  const events = readRun(places.stateDir, name);
  if (liveOwner(folder) === null) throw cannot("nobody works on it");
  if (foldRun(events).question?.id !== given.id) throw cannot("it was not asked, or has already been answered");
  const ticket = host.newId();
  leaveOrder(host, folder, { kind: "answer", ...given, ticket });
  const deadline = host.elapsed() + hearingMs;
  while (host.elapsed() < deadline) {
    const heard = readJournal(folder.journal)
      .slice(events.length)
      .find((event) => concerns(event, given.id, ticket));
    if (heard?.type === "answer.refused") throw cannot(heard.why);
    if (heard?.type === "question.answered" && heard.ticket !== ticket) throw cannot("somebody else has answered it");
    if (heard !== undefined || liveOwner(folder) === null) return;
    await host.sleep(pollMs);
  }
  throw new BaroError("failed", `Cannot answer ${given.id}: run "${name}" has not heard it in 10 s`);
}

function concerns(event: RunEvent, id: string, ticket: string): boolean {
  if (event.type === "answer.refused") return event.ticket === ticket;
  return event.type === "question.answered" && event.id === id;
}
