import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { worktreeFolder } from "../core/worktree-folder.ts";
import { attributeFiles, writeAttributes } from "../git/attribute-files.ts";
import type { Host } from "../host/host.ts";

/**
 * Writes the `.gitattributes` files of a commit to a folder of their own, for merges that must not depend on what lies in
 * the person's checkout. `null`: there are none.
 */
export async function attributesFolder(
  host: Host,
  options: { root: string; run: string; cacheDir: string },
  commit: string,
): Promise<string | null> {
  const files = await attributeFiles(host, options.root, commit);
  if (files.length === 0) return null;
  const folder = join(worktreeFolder(options.cacheDir, options.run), "attributes", commit.slice(0, 16));
  await mkdir(folder, { recursive: true });
  await writeAttributes(host, options.root, files, folder);
  return folder;
}
