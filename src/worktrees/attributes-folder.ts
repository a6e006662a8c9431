import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { worktreeFolder } from "../core/worktree-folder.ts";
import { gitBytes } from "../git/git.ts";
import type { Host } from "../host/host.ts";

const name = ".gitattributes";

/**
 * Writes the `.gitattributes` files of a commit to a folder of their own, for merges that must not depend on what lies in
 * the person's checkout. `null`: there are none.
 */
export async function attributesFolder(
  host: Host,
  options: { root: string; run: string; cacheDir: string },
  commit: string,
): Promise<string | null> {
  const listed = await gitBytes(host, options.root, ["ls-tree", "-r", "-z", "--full-tree", commit]);
  // A path is bytes: latin1 keeps each of them.
  const entries = listed
    .toString("latin1")
    .split("\0")
    .flatMap((entry) => {
      const path = entry.slice(entry.indexOf("\t") + 1);
      const [mode, , id = ""] = entry.split(/[ \t]/, 3);
      return mode !== "120000" && (path === name || path.endsWith(`/${name}`)) ? [{ id, path }] : [];
    });
  if (entries.length === 0) return null;
  const folder = join(worktreeFolder(options.cacheDir, options.run), "attributes", commit.slice(0, 16));
  await mkdir(folder, { recursive: true });
  for (const { id, path } of entries) {
    const text = await gitBytes(host, options.root, ["cat-file", "blob", id]);
    const parent = path.slice(0, path.length - name.length);
    await mkdir(bytesOf(`${folder}/`, parent), { recursive: true });
    await writeFile(bytesOf(`${folder}/`, path), text);
  }
  return folder;
}

function bytesOf(folder: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(folder), Buffer.from(path, "latin1")]);
}
