import type { Emit, RunEvent } from "../core/event.ts";
import type { RunOptions } from "../core/options.ts";
import { findChecks } from "../ecosystems/checks/find-checks.ts";
import type { Host } from "../host/host.ts";

/** What a run's checks depend on. */
export interface ChecksRequest {
  host: Host;
  options: Pick<RunOptions, "verify">;
  repository: { root: string };
  base: string;
  stream: { events: readonly RunEvent[]; emit: Emit };
}

/** The checks that were asked for, else the project's own. What is said about them is said once, also over a resume. */
export async function runChecks({ host, options, repository, base, stream }: ChecksRequest): Promise<string[]> {
  if (options.verify !== null) return options.verify;
  const { checks, notices } = await findChecks(host, { root: repository.root, base });
  const told = new Set(stream.events.flatMap((event) => (event.type === "run.notice" ? [event.message] : [])));
  for (const message of notices) if (!told.has(message)) await stream.emit({ type: "run.notice", message });
  return checks;
}
