import { exitCodeOf } from "../../core/error.ts";
import { labelled } from "../../report/layout.ts";
import type { WorkerReport } from "../../run/workers.ts";
import { jsonDocument } from "../../settings/flags.ts";
import { plainLine } from "../../text/plain.ts";
import { listText, plural } from "../../text/units.ts";
import { command } from "../command.ts";
import { layoutFor, printLines } from "../output.ts";
import { openSession, printJson } from "../session.ts";

export const workers = command({
  name: "workers",
  description:
    "List the machines that stories run on, and what each offers. Starts baro on those reached over ssh; asks no model.",
  examples: ["baro workers", "baro workers --worker ssh:build-box", "baro workers --queue rediss://queue.example.com"],
  flags: [jsonDocument],
  run: async (host, { flags }) => {
    const { options } = await openSession(host, flags);
    const { lookAtWorkers } = await import("../../run/workers.ts");
    const found = await lookAtWorkers(host, options);
    if (options.json) printJson(host, found);
    else {
      const layout = layoutFor(host, options, "out");
      const column = Math.max(...found.map(({ worker }) => worker.length)) + 2;
      printLines(
        host,
        found.flatMap((one) => labelled(one.worker, plainLine(workerText(one)), column, layout)),
      );
    }
    return found.every(({ why }) => why === null) ? 0 : exitCodeOf["agent-missing"];
  },
});

/** What a worker can do, or why it can do nothing. */
function workerText({ why, advice, slots, agents, labels, version, repositories, waiting }: WorkerReport): string {
  if (why !== null) return `can't be used: ${why}${advice === null ? "" : ` → ${advice}`}`;
  if (waiting !== undefined) return `${plural(waiting, "worker")} waiting, ${plural(slots ?? 0, "agent")} at once`;
  const ready = agents.filter((one) => one.ready).map((one) => one.name);
  return [
    `${plural(slots ?? 1, "agent")} at once`,
    ready.length === 0 ? "no agent is ready" : `with ${listText(ready)}`,
    labels.join(" "),
    ...(repositories.length === 0 ? [] : [`only for ${repositories.join(", ")}`]),
    ...(version === null ? [] : [`baro ${version}`]),
  ].join(", ");
}
