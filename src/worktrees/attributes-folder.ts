import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { git, gitBytes } from "../git/git.ts";
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
  const listed = await git(host, options.root, ["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit]);
  const paths = listed.split("\0").filter((path) => path === name || path.endsWith(`/${name}`));
  if (paths.length === 0) return null;
  const folder = join(options.cacheDir, "worktrees", options.run, "attributes");
  await mkdir(folder, { recursive: true });
  for (const path of paths) {
    const text = await gitBytes(host, options.root, ["cat-file", "blob", `${commit}:${path}`]);
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}
