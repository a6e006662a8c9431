import { type SkippedCheck, skippedText } from "../core/check.ts";
import type { Emit, RunEvent } from "../core/event.ts";
import { findChecks, ownChecks } from "../ecosystems/checks/find-checks.ts";
import type { FindReport, ScopeCheck } from "../ecosystems/checks/scope-check.ts";
import { readCommitFiles } from "../git/commit-files.ts";
import type { Host } from "../host/host.ts";
import { foldRun } from "../state/run-state.ts";

/** What a run's checks depend on. */
export interface ChecksRequest {
  host: Host;
  /** `verify`: the checks that were asked for; `null`: find the project's own. */
  options: { verify: string[] | null };
  repository: { root: string };
  base: string;
  /** The folder that the person stands in, whose checks come first; empty: the root. */
  folder?: string;
  stream: { events: readonly RunEvent[]; emit: Emit };
}

/** What a run is checked with, and what it is not. */
export interface ChecksOfRun {
  checks: string[];
  /** What of a check a story takes that changed these paths; `null`: nothing. What the person named is never scoped. */
  scope: ScopeCheck;
  /** How a check also writes down what it found. What the person named is run as it is. */
  report: FindReport;
  /** Whether a command is a check of the project's own, whoever named it: what it says it says of the files. */
  isOfFiles(command: string): Promise<boolean>;
  skipped: SkippedCheck[];
}

/** The checks that were asked for, else the project's own. What is said about them is said once, also over a resume. */
export async function runChecks(request: ChecksRequest): Promise<ChecksOfRun> {
  const { host, options, repository, base, folder, stream } = request;
  let own: Promise<readonly string[]> | null = null;
  const isOfFiles = async (command: string) => {
    own ??= readCommitFiles(host, repository.root, base).then((files) => ownChecks(files, folder));
    return (await own).includes(command);
  };
  if (options.verify !== null)
    return { checks: options.verify, scope: (command) => command, report: () => null, isOfFiles, skipped: [] };
  const { checks, scope, report, notices, skipped } = await findChecks(
    host,
    repository.root,
    await readCommitFiles(host, repository.root, base),
    folder,
  );
  const { unchecked, notices: said } = foldRun(stream.events);
  const told = new Set(said);
  const known = new Set(unchecked.map(skippedText));
  for (const message of notices) if (!told.has(message)) await stream.emit({ type: "run.notice", message });
  for (const one of skipped) if (!known.has(skippedText(one))) await stream.emit({ type: "check.skipped", ...one });
  return { checks, scope, report, isOfFiles, skipped };
}
