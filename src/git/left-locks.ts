import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Removes the locks that killed git processes left on refs that nobody else writes: those of `refs`, and of all below
 * those that end in `/`. Only for whoever owns these refs and knows that no git of the former owner is alive any more.
 * `commonDir`: the git directory that has the refs. Refs that are not files have no such locks.
 */
export async function removeLeftLocks(commonDir: string, refs: readonly string[]): Promise<void> {
  for (const ref of refs) {
    const path = join(commonDir, ref);
    if (!ref.endsWith("/")) {
      await rm(`${path}.lock`, { force: true });
      continue;
    }
    const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
    // No ref may end in `.lock`.
    const locks = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".lock"));
    await Promise.all(locks.map((lock) => rm(join(lock.parentPath, lock.name), { force: true })));
  }
}
