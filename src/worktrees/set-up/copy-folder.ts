import { constants, copyFile, lstat, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BaroError, messageOf } from "../../core/error.ts";
import { childEnvironment } from "../../host/environment.ts";
import type { Host } from "../../host/host.ts";
import { removeTree } from "../../host/remove-tree.ts";
import { type CommandResult, runCommand } from "../../host/run-command.ts";
import { copySideBySide } from "./copy-side-by-side.ts";
import type { FolderState } from "./folder-state.ts";

/**
 * Copies a folder so that no write into the copy reaches the original: blocks are shared where the file system can keep
 * them apart (copy-on-write), files never are. Mode bits and links stay; links into the person's checkout are turned to
 * the worktree, and caches are left behind.
 */
export async function copyFolder(
  host: Host,
  request: { root: string; worktree: string; path: string; state: FolderState; signal?: AbortSignal | undefined },
): Promise<void> {
  const { root, worktree, path, state, signal } = request;
  const to = join(worktree, path);
  await removeTree(to);
  await mkdir(dirname(to), { recursive: true });
  await copyWhole(host, { from: join(root, path), to, files: state.files }, signal);
  await Promise.all(state.caches.map((cache) => removeTree(join(to, cache))));
  for (const link of state.absoluteLinks) {
    if (!link.target.startsWith(`${root}/`)) continue;
    await rm(join(to, link.path), { force: true });
    await symlink(`${worktree}${link.target.slice(root.length)}`, join(to, link.path));
  }
}

/** Each system's own program is several times faster at this than a loop of ours. */
const copyArguments: Readonly<Record<string, readonly (readonly string[])[]>> = {
  darwin: [
    ["-c", "-R", "-p"],
    ["-R", "-p"],
  ],
  linux: [["-a", "--reflink=auto"], ["-a"]],
};

/** The system's program for it copies `from` to `to`, or what is in `from` into it. */
async function copyWhole(
  host: Host,
  { from, to, files }: { from: string; to: string; files: number },
  signal: AbortSignal | undefined,
): Promise<void> {
  const copy = (paths: readonly string[], into: string) => copyPaths(host, paths, into, signal);
  // Nobody has said of another system's program that two of them are faster than one.
  const shares = host.platform === "linux";
  try {
    if (shares && (await copySideBySide({ from, to, files }, (batch) => copy(batch.from, batch.into)))) return;
    await copy([from], to);
  } catch (error) {
    // A half-made copy would become the place that the next try copies into.
    await removeTree(to).catch(() => {});
    if (error instanceof BaroError) throw error;
    throw cannotCopy(from, messageOf(error));
  }
}

async function copyPaths(
  host: Host,
  from: readonly string[],
  to: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  let last: CommandResult | null = null;
  for (const args of copyArguments[host.platform] ?? [["-R", "-p"]]) {
    const request = { program: "cp", args: [...args, ...from, to], cwd: "/", env: childEnvironment(host.env), signal };
    // In a group of its own: Ctrl-C is ours to hear.
    last = await runCommand(host, { ...request, detached: true });
    if (last.exitCode === 0) return;
    // It has copied nothing.
    if (!/unrecognized|illegal|invalid option/i.test(last.stderr.toString("utf8"))) break;
  }
  throw cannotCopy(from[0] ?? "", last?.stderr.toString("utf8").trim().split("\n").at(-1) ?? "");
}

function cannotCopy(path: string, why: string): BaroError {
  return new BaroError("failed", `Cannot copy "${path}" for a worktree: ${why}`, {
    hint: "Make room on the disk, or look at the folder's permissions",
  });
}

/** Whether the file system can copy without copying bytes. */
export async function sharesBlocks(from: string, folder: string): Promise<boolean> {
  const probe = join(folder, ".baro-clone-probe");
  try {
    await copyFile(from, probe, constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch {
    return false;
  } finally {
    await rm(probe, { force: true });
  }
}

/** A script of the environment is small; a binary that happens to name a path is left as it is. */
const mostBytes = 1024 * 1024;

/**
 * Makes a copied virtual environment the worktree's own. Its scripts start the interpreter by absolute path, and a package
 * installed in editable form is found by absolute path: both would lead back into the person's checkout.
 */
export async function relocatePython(environment: string, root: string, worktree: string): Promise<void> {
  const folders = [join(environment, "bin"), ...(await packageFolders(environment))];
  const pattern = new RegExp(`${RegExp.escape(root)}(?=[/"'\\s:;)]|$)`, "g");
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
