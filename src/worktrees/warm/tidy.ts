import { type BigIntStats, type Dirent, lstatSync, readdirSync } from "node:fs";
import { unlink } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import type { IndexEntry } from "../../git/index-entries.ts";
import { removeTree } from "../../host/remove-tree.ts";

/** A folder of a checkout, by what may be in it. */
interface Expected {
  files: Map<string, IndexEntry>;
  folders: Map<string, Expected>;
  /** Somebody else answers for what is in it. */
  others: boolean;
}

interface Tidying {
  root: string;
  device: bigint;
  /** The mode of every folder, which one process made with one mask. */
  mode: bigint;
  looked: number;
}

/** Between two looks at what else there is to do. */
const atOnce = 500;

/**
 * Takes out of a used checkout all that is not exactly as git made it: each file has the number, size and times that the
 * index tells, and no program can turn back the time of a change; each folder is a real one, open as it was made. What is
 * taken out is put there anew by the next checkout. Links are removed, never followed. `others`: folders that somebody else
 * answers for, as long as they are real ones. False: it can't be told, and the place is not to be used again.
 */
export async function tidyCheckout(
  root: string,
  entries: readonly IndexEntry[],
  others: readonly string[],
): Promise<boolean> {
  if (!hasFineTimes(entries)) return false;
  const { dev, mode } = lstatSync(root, { bigint: true });
  return tidyFolder({ root, device: dev, mode, looked: 0 }, "", expected(entries, others));
}

/** Where times come in whole seconds, two changes within one can't be told apart. */
function hasFineTimes(entries: readonly IndexEntry[]): boolean {
  const made = entries.filter(({ kind, left }) => kind !== "repository" && !left);
  return made.length === 0 || made.some(({ changedNs }) => changedNs % 1_000_000_000n !== 0n);
}

function expected(entries: readonly IndexEntry[], others: readonly string[]): Expected {
  const root = newFolder();
  for (const entry of entries) {
    const { folder, name } = folderOf(root, entry.path);
    // What a submodule holds is brought anew: nothing here says what it was.
    if (entry.kind !== "repository" && !entry.left) folder.files.set(name, entry);
  }
  for (const path of others) {
    const { folder, name } = folderOf(root, path);
    folder.folders.set(name, { ...newFolder(), others: true });
  }
  return root;
}

function newFolder(): Expected {
  return { files: new Map(), folders: new Map(), others: false };
}

function folderOf(root: Expected, path: string): { folder: Expected; name: string } {
  let folder = root;
  let start = 0;
  for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", start)) {
    const name = path.slice(start, end);
    let inner = folder.folders.get(name);
    if (inner === undefined) {
      inner = newFolder();
      folder.folders.set(name, inner);
    }
    folder = inner;
    start = end + 1;
  }
  return { folder, name: path.slice(start) };
}

async function tidyFolder(tidying: Tidying, path: string, folder: Expected): Promise<boolean> {
  for (const entry of readdirSync(`${tidying.root}/${path}`, { withFileTypes: true })) {
    // The worktree's repository is made anew whatever it is.
    if (path === "" && entry.name === ".git") continue;
    // A name that is not text can't be named to the system either.
    if (entry.name.includes("\uFFFD")) return false;
    const inside = path === "" ? entry.name : `${path}/${entry.name}`;
    if (!(await tidyEntry(tidying, inside, entry, folder))) return false;
    if (++tidying.looked % atOnce === 0) await turn();
  }
  return true;
}

async function tidyEntry(tidying: Tidying, path: string, entry: Dirent, folder: Expected): Promise<boolean> {
  const inner = folder.folders.get(entry.name);
  if (entry.isDirectory() && inner !== undefined && isAsMade(tidying, path)) {
    return inner.others || tidyFolder(tidying, path, inner);
  }
  return isUntouched(tidying, path, entry, folder.files.get(entry.name)) || remove(tidying, path, entry);
}

function isAsMade({ root, device, mode }: Tidying, path: string): boolean {
  const stat = lstatSync(`${root}/${path}`, { bigint: true });
  return stat.dev === device && stat.mode === mode;
}

function isUntouched({ root, device }: Tidying, path: string, found: Dirent, entry: IndexEntry | undefined): boolean {
  if (entry === undefined || (entry.kind === "link" ? !found.isSymbolicLink() : !found.isFile())) return false;
  const stat = lstatSync(`${root}/${path}`, { bigint: true, throwIfNoEntry: false });
  return stat !== undefined && stat.dev === device && stat.nlink === 1n && isTheSame(stat, entry);
}

function isTheSame(stat: BigIntStats, entry: IndexEntry): boolean {
  return (
    Number(BigInt.asUintN(32, stat.ino)) === entry.inode &&
    Number(BigInt.asUintN(32, stat.size)) === entry.size &&
    stat.mtimeNs === entry.modifiedNs &&
    stat.ctimeNs === entry.changedNs
  );
}

/** False: something is mounted there, which is not ours to remove. */
async function remove({ root, device }: Tidying, path: string, entry: Dirent): Promise<boolean> {
  const place = join(root, path);
  if (lstatSync(place, { bigint: true }).dev !== device) return false;
  if (entry.isDirectory()) await removeTree(place);
  else await unlink(place);
  return true;
}
