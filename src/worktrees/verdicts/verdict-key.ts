import { createHash } from "node:crypto";
import { lstatSync, statSync } from "node:fs";
import type { WorktreeSource } from "../../git/worktree.ts";
import { childEnvironment } from "../../host/environment.ts";
import type { Host } from "../../host/host.ts";
import type { Sandbox } from "../../host/sandbox.ts";
import { makingOf } from "../warm/warm-note.ts";

/** What a check runs in, beside the files of its commit. */
export interface Surroundings {
  /** What the person lets through to checks. */
  env: Readonly<Record<string, string>>;
  sandbox: Sandbox | null;
  /** Of this program, which reads what runners print. */
  version: string;
  /** Of the worktree's set-up, for this commit; null: it can't be told. See `WorktreeSetUp.traces`. */
  setUp: readonly unknown[] | null;
}

/** It differs from one window to the next, and decides about colours at most. */
const idle: ReadonlySet<string> = new Set(["TERM"]);

/**
 * One text for all that a verdict on a commit's files hangs on, as far as it can be told: the files, the command, the
 * variables, the folders that programs come from, packages and other files that the set-up brings, the sandbox, and this
 * program itself. Null: more than that may decide, and no verdict of one run is one for another.
 */
export async function verdictKey(
  host: Host,
  source: WorktreeSource,
  of: { tree: string; command: string },
  { env, sandbox, version, setUp }: Surroundings,
): Promise<string | null> {
  // Who passes a variable on has a check that reaches for something outside: a service, a key, an account.
  if (setUp === null || Object.keys(env).length > 0) return null;
  const making = await makingOf(source, 0);
  if (making === null) return null;
  const variables = Object.entries(childEnvironment(host.env, {})).filter(([name]) => !idle.has(name));
  const parts = [
    [of.tree, of.command, version, host.platform, host.arch, making],
    variables.toSorted(([one], [other]) => (one < other ? -1 : 1)),
    programFolders(host.env["PATH"] ?? ""),
    sandbox === null ? null : [sandbox.program, sandbox.network, sandbox.system, sandbox.tools],
    setUp,
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** A folder's time changes with every program that is installed, taken away or put in the place of another. */
function programFolders(path: string): unknown[] {
  return path.split(":").map((folder) => {
    const stat = folder === "" ? undefined : statSync(folder, { throwIfNoEntry: false, bigint: true });
    return [folder, stat?.ino.toString(), stat?.mtimeNs.toString()];
  });
}

/** A file as it is known again without being read: no program can turn back the time of a change. */
export function traceOf(file: string): readonly unknown[] {
  const stat = lstatSync(file, { throwIfNoEntry: false, bigint: true });
  return [file, stat?.ino.toString(), stat?.size.toString(), stat?.ctimeNs.toString()];
}
