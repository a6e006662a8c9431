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
  /** Entries since anything else could be done. */
  looked: number;
}

/** So many entries are looked at before anything else may go on. */
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
  let [last, lastFolder] = ["", root];
  for (const entry of entries) {
    const slash = entry.path.lastIndexOf("/");
    // An index is sorted: most files are beside the one before.
    if (slash < 0) [last, lastFolder] = ["", root];
    else if (slash + 1 !== last.length || !entry.path.startsWith(last)) {
      last = entry.path.slice(0, slash + 1);
      lastFolder = folderOf(root, entry.path).folder;
    }
    // What a submodule holds is brought anew: nothing here says what it was.
    if (entry.kind !== "repository" && !entry.left) lastFolder.files.set(entry.path.slice(slash + 1), entry);
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

/** A folder at a time: to wait for each file would take as long as looking at it. */
async function tidyFolder(tidying: Tidying, path: string, folder: Expected): Promise<boolean> {
  if (folder.others) return true;
  const entries = entriesOf(tidying.root, path);
  if (entries === null) return false;
  for (const entry of entries) {
    const inside = below(path, entry.name);
    const inner = entry.isDirectory() ? folder.folders.get(entry.name) : undefined;
    const isFolder = inner !== undefined && isAsMade(tidying, inside);
    if (!isFolder && isUntouched(tidying, inside, entry, folder.files.get(entry.name))) continue;
    const isDone = isFolder ? await tidyFolder(tidying, inside, inner) : await remove(tidying, inside, entry);
    if (!isDone) return false;
  }
  await letOthers(tidying, entries.length);
  return true;
}

/** Null: there is a name that is not text, which can't be named to the system either. */
function entriesOf(root: string, path: string): Dirent[] | null {
  const entries = readdirSync(`${root}/${path}`, { withFileTypes: true });
  if (entries.some(({ name }) => name.includes("\uFFFD"))) return null;
  // The worktree's repository is made anew whatever it is.
  return path === "" ? entries.filter(({ name }) => name !== ".git") : entries;
}

async function letOthers(tidying: Tidying, looked: number): Promise<void> {
  tidying.looked += looked;
  if (tidying.looked < atOnce) return;
  tidying.looked = 0;
  await turn();
}

function below(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
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
