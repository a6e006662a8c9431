import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { setImmediate as turn } from "node:timers/promises";
import { pathText, placeBelow } from "../core/path-text.ts";

/** Git reads these by itself wherever they are, whole. */
const controlFiles: ReadonlySet<string> = new Set([".gitattributes", ".gitignore", ".gitmodules", ".mailmap"]);
/** So much longer than at the base one may be. */
const mostControlBytes = 1024 * 1024;

/** So many entries are looked at before anything else may go on. */
const atOnce = 500;

/**
 * Everything below a folder of a worktree that is not a folder itself, without opening or following anything; the files of
 * one folder at a time. `folder` is "" or ends in "/"; `isSkipped` is asked about folders, which end in "/".
 */
export async function* walkFiles(
  root: string,
  folder: string,
  isSkipped: (folder: string) => boolean,
): AsyncGenerator<{ path: string; entry: Entry }[]> {
  const ahead = [folder];
  let looked = 0;
  for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
    const entries = entriesOf(root, at);
    const files: { path: string; entry: Entry }[] = [];
    for (const entry of entries) {
      const path = `${at}${entry.name}`;
      if (!entry.isDirectory()) files.push({ path, entry });
      else if (path !== ".git" && !isSkipped(`${path}/`)) ahead.push(`${path}/`);
    }
    yield files;
    looked += entries.length;
    if (looked >= atOnce) {
      looked = 0;
      await turn();
    }
  }
}

/** What there is to know of a name in a folder. */
type Kinds =
  | "isFile"
  | "isDirectory"
  | "isSymbolicLink"
  | "isFIFO"
  | "isSocket"
  | "isCharacterDevice"
  | "isBlockDevice";
export type Entry = { name: string } & Pick<Dirent, Kinds>;

/** Of a folder that can't be read, nothing. Waiting for each would take several times as long as reading it. */
function entriesOf(root: string, folder: string): Entry[] {
  const place = placeBelow(root, folder);
  try {
    const entries = readdirSync(place, { withFileTypes: true, encoding: "utf8" });
    return entries.some(({ name }) => /\ufffd|\\x/.test(name)) ? oneByOne(root, folder) : entries;
  } catch {
    return [];
  }
}

/** Where a name is no text, only its bytes lead to it. */
function oneByOne(root: string, folder: string): Entry[] {
  return readdirSync(placeBelow(root, folder), { encoding: "buffer" }).flatMap((bytes) => {
    const name = pathText(bytes);
    const stat = lstatSync(placeBelow(root, `${folder}${name}`), { throwIfNoEntry: false });
    return stat === undefined ? [] : [Object.assign(stat, { name })];
  });
}

/** What was taken away of a folder and was not told to whoever may put it back: a look while somebody is at work tells nobody. */
const taken = new Map<string, Set<string>>();

/** These are put back, or the folder is made anew. */
export function forgetTaken(root: string, paths: readonly string[] | null): void {
  if (paths === null) taken.delete(root);
  else for (const path of paths) taken.get(root)?.delete(path);
}

/**
 * The paths of what must not be opened in a folder that an agent worked in: pipes, sockets and devices anywhere, and files that git
 * would read by itself when they are too large to be that. Those that git would open are taken away before it looks, and are
 * told until something else is there or `forgetTaken` is told of them. `bytesAtBase`: how long a file is in the commit that was
 * checked out; one that is that long already is nobody's doing.
 */
export async function findSpecial(
  root: string,
  isSkipped: (folder: string) => boolean,
  bytesAtBase: (path: string) => Promise<number>,
): Promise<string[]> {
  const found = new Set<string>();
  const gone = taken.get(root) ?? new Set();
  for await (const files of walkFiles(root, "", isSkipped)) {
    for (const { path, entry } of files) {
      if (!controlFiles.has(entry.name)) {
        if (isSpecial(entry)) found.add(path);
      } else if (await isBadControl(root, path, entry, bytesAtBase)) {
        await rm(placeBelow(root, path), { force: true });
        gone.add(path);
      }
    }
  }
  if (gone.size > 0) taken.set(root, gone);
  const isAway = (path: string) => lstatSync(placeBelow(root, path), { throwIfNoEntry: false }) === undefined;
  return [...found, ...[...gone].filter(isAway)];
}

function isSpecial(entry: Entry): boolean {
  return !entry.isSymbolicLink() && !entry.isFile();
}

async function isBadControl(
  root: string,
  path: string,
  entry: Entry,
  bytesAtBase: (path: string) => Promise<number>,
): Promise<boolean> {
  if (isSpecial(entry)) return true;
  if (!entry.isFile()) return false;
  const bytes = lstatSync(placeBelow(root, path), { throwIfNoEntry: false })?.size ?? 0;
  // A checkout may write two bytes for each end of a line.
  return bytes > mostControlBytes && bytes > mostControlBytes + 2 * (await bytesAtBase(path));
}
