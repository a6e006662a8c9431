import { lstat, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A script of the environment is small; a binary that happens to name a path is left as it is. */
const mostBytes = 1024 * 1024;

/**
 * Makes a copied virtual environment the worktree's own. Its scripts start the interpreter by absolute path, and a package
 * installed in editable form is found by absolute path: both would lead back into the person's checkout.
 */
export async function relocatePython(environment: string, root: string, worktree: string): Promise<void> {
  const folders = [join(environment, "bin"), ...(await packageFolders(environment))];
  const pattern = new RegExp(`${root.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?=[/"'\\s:;)]|$)`, "g");
  for (const folder of folders) {
    for (const name of await readdir(folder)) {
      if (folder === folders[0] || /\.(pth|egg-link)$|^__editable__/.test(name)) {
        await rewrite(join(folder, name), pattern, worktree);
      }
    }
  }
}

async function packageFolders(environment: string): Promise<string[]> {
  const versions = await readdir(join(environment, "lib")).catch(() => []);
  const folders = versions.map((version) => join(environment, "lib", version, "site-packages"));
  const there = await Promise.all(
    folders.map((folder) =>
      lstat(folder).then(
        (stat) => stat.isDirectory(),
        () => false,
      ),
    ),
  );
  return folders.filter((_folder, position) => there[position] === true);
}

async function rewrite(file: string, pattern: RegExp, worktree: string): Promise<void> {
  const stat = await lstat(file);
  if (!stat.isFile() || stat.size > mostBytes) return;
  const text = await readFile(file, "utf8");
  if (text.includes("\0")) return;
  const moved = text.replace(pattern, () => worktree);
  if (moved !== text) await writeFile(file, moved);
}
