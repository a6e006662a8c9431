import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { mayBeAtWork, readOwner, writeOwner } from "../host/owner-mark.ts";
import { removeTree } from "../host/remove-tree.ts";

const ownerFile = "owner";

/** Says in a folder that it is this process's: it means nothing to anybody when that is gone. */
export function own(host: Pick<Host, "pid">, folder: string): void {
  writeOwner(host, join(folder, ownerFile));
}

/** Removes what killed processes left in `parent`, of the folders whose name begins so. */
export async function reapDead(parent: string, prefix = ""): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(parent, name);
    const owner = readOwner(join(folder, ownerFile));
    // One that is only being made has no owner yet.
    // What can't be removed keeps nobody from starting; it is tried again next time.
    if (owner !== null && !mayBeAtWork(owner)) await removeTree(folder).catch(() => {});
  }
}
