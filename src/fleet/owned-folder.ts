import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Host } from "../host/host.ts";
import {
  identifyProcess,
  isAlive,
  isWithinSight,
  type ProcessIdentity,
  placeOfThis,
} from "../host/process-identity.ts";
import { removeTree } from "../host/remove-tree.ts";

/** Says in a folder that it is this process's: it means nothing to anybody when that is gone. */
export async function own(host: Pick<Host, "pid">, folder: string): Promise<void> {
  const owner = { ...(identifyProcess(host.pid) ?? { pid: host.pid, start: null }), place: placeOfThis() };
  await writeFile(join(folder, "owner"), JSON.stringify(owner), { mode: 0o600 });
}

/** Removes what killed processes left in `parent`, of the folders whose name begins so. */
export async function reapDead(parent: string, prefix = ""): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(parent, name);
    const owner = await readFile(join(folder, "owner"), "utf8").then(readIdentity, () => null);
    // One that is only being made has no owner yet; one of another machine or container may be at work.
    if (owner === null || !isWithinSight(owner.place) || isAlive(owner)) continue;
    await removeTree(folder);
  }
}

const identity = z.object({
  pid: z.number(),
  start: z.string().nullable(),
  place: z.object({ machine: z.string(), boot: z.string(), space: z.string() }).nullable(),
});

function readIdentity(text: string): ProcessIdentity | null {
  try {
    return identity.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
