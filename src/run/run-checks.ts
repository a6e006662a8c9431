import { findChecks } from "../conduct/checks/find-checks.ts";
import type { Session } from "./session.ts";

/** The checks that were asked for, else the project's own. What is said about them is said once, also over a resume. */
export async function runChecks(session: Session): Promise<string[]> {
  const { host, options, repository, base, stream } = session;
  if (options.verify !== null) return options.verify;
  const { checks, notices } = await findChecks(host, { root: repository.root, base });
  const told = new Set(stream.events.flatMap((event) => (event.type === "run.notice" ? [event.message] : [])));
  for (const message of notices) if (!told.has(message)) await stream.emit({ type: "run.notice", message });
  return checks;
}
