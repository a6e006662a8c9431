import { BaroError } from "../core/error.ts";
import type { Answerer } from "../core/question.ts";
import type { Host } from "../host/host.ts";
import { foldRun } from "../state/run-state.ts";
import { requireRun } from "../store/find-run.ts";
import { readJournal } from "../store/journal.ts";
import { leaveOrder } from "../store/orders.ts";
import { liveOwner } from "../store/owner.ts";
import { runFolder } from "../store/run-folder.ts";

/** So long a run may take to hear an answer. */
const hearingMs = 10_000;
const pollMs = 50;

/**
 * Answers the open question of a live run, and waits until the run has taken the answer. Throws `usage` when nothing of this
 * id is open, or the answer is none.
 */
export async function answerRun(
  host: Host,
  stateDir: string,
  run: string,
  given: { id: string; answer: unknown; by: Answerer },
): Promise<void> {
  const { run: name } = requireRun(stateDir, run);
  const folder = runFolder(stateDir, name);
  const cannot = (why: string) => new BaroError("usage", `Cannot answer ${given.id} of run "${name}": ${why}`);
  const events = readJournal(folder.journal);
  const { question } = foldRun(events);
  if (liveOwner(folder) === null) throw cannot("nobody works on it");
  if (question?.id !== given.id) throw cannot("it is not asked, or answered already");
  const ticket = host.newId();
  leaveOrder(host, folder, { kind: "answer", ...given, ticket });
  const deadline = host.elapsed() + hearingMs;
  while (host.elapsed() < deadline) {
    for (const event of readJournal(folder.journal).slice(events.length)) {
      if (event.type === "answer.refused" && event.ticket === ticket) throw cannot(event.why);
      if (event.type !== "question.answered" || event.id !== given.id) continue;
      if (event.ticket !== ticket) throw cannot("somebody else has answered it");
      return;
    }
    if (liveOwner(folder) === null) return;
    await host.sleep(pollMs);
  }
  throw new BaroError("failed", `Cannot answer ${given.id}: run "${name}" has not heard it in 10 s`);
}
