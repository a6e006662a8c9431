import { lstatSync } from "node:fs";
import { join } from "node:path";
import { BaroError } from "../core/error.ts";
import type { CommandResult } from "../host/run-command.ts";
import { type GitHost, tryGit } from "./git.ts";
import { type Entry, walkFiles } from "./special-files.ts";

/** An answer that takes longer may never come. */
const patienceMs = 3_000;

/**
 * What `git status` says of the person's own checkout. Git opens some files wherever they are, and waits for ever for a
 * pipe in their place: that is looked for when the answer is late. Throws `git-failed` with its name. `signal`: when
 * nobody waits for the answer any more.
 */
export async function checkoutStatus(
  host: GitHost,
  root: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<CommandResult> {
  // Git may have no need of it now, and wait for it when the work is compared.
  const atRoot = [...openedByGit].find((name) => isBlocking(lstatSync(join(root, name), { throwIfNoEntry: false })));
  if (atRoot !== undefined) throw blockedBy(root, atRoot);
  const [answered, stop] = [new AbortController(), new AbortController()];
  let blocking: string | null = null;
  const look = host.sleep(patienceMs, answered.signal).then(async () => {
    if (answered.signal.aborted) return;
    blocking = await findBlocking(root, answered.signal);
    if (blocking !== null) stop.abort();
  });
  try {
    const result = await tryGit(host, root, ["status", ...args], {
      signal: signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]),
    });
    if (blocking === null) return result;
  } finally {
    answered.abort();
    await look;
  }
  throw blockedBy(root, blocking);
}

function blockedBy(root: string, path: string): BaroError {
  return new BaroError(
    "git-failed",
    `Cannot look at "${root}": "${path}" is a pipe or a device, which would block git`,
    {
      hint: `Remove "${path}"`,
    },
  );
}

const openedByGit: ReadonlySet<string> = new Set([".gitattributes", ".gitignore"]);

async function findBlocking(root: string, signal: AbortSignal): Promise<string | null> {
  for await (const files of walkFiles(root, "", () => signal.aborted)) {
    const blocking = files.find(({ entry }) => openedByGit.has(entry.name) && isBlocking(entry));
    if (blocking !== undefined) return blocking.path;
  }
  return null;
}

function isBlocking(
  entry: Pick<Entry, "isFIFO" | "isSocket" | "isCharacterDevice" | "isBlockDevice"> | undefined,
): boolean {
  if (entry === undefined) return false;
  return entry.isFIFO() || entry.isSocket() || entry.isCharacterDevice() || entry.isBlockDevice();
}
