import { type GitHost, gitBytes } from "./git.ts";

/** Listings that are under way: several parts of a run ask for the same one as soon as it starts. */
const underWay = new Map<string, Promise<readonly string[]>>();
/** Of a commit, which has the same files for ever: the newest listing, and as long as nobody needs its room a long one. */
let newest: { key: string; files(): readonly string[] | undefined } | null = null;
/** So many names take a megabyte or two. */
const mostHeld = 20_000;

const isCommitId = (name: string) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name);

function keyOf(root: string, base: string): string {
  return `${root}\0${base}`;
}

function note(root: string, base: string, files: readonly string[]): void {
  if (!isCommitId(base)) return;
  const weak = new WeakRef(files);
  newest = { key: keyOf(root, base), files: files.length > mostHeld ? () => weak.deref() : () => files };
}

/** Every file of a commit; submodules are left out, symbolic links are names like any other. */
export function listBaseFiles(host: GitHost, root: string, base: string): Promise<readonly string[]> {
  const key = keyOf(root, base);
  const known = underWay.get(key);
  if (known !== undefined) return known;
  const listed = newest?.key === key ? newest.files() : undefined;
  if (listed !== undefined) return Promise.resolve(listed);
  const files = readBaseFiles(host, root, base).finally(() => underWay.delete(key));
  underWay.set(key, files);
  return files;
}

async function readBaseFiles(host: GitHost, root: string, base: string): Promise<string[]> {
  // Names without ids: of a hundred thousand files that is half as much to print, to pass on and to read.
  const args = ["ls-tree", "-r", "-z", "--full-tree", "--format=%(objectmode)%(path)", base];
  const entries = (await gitBytes(host, root, args)).toString("utf8").split("\0");
  const isFile = (entry: string) => entry !== "" && !entry.startsWith(submoduleMode);
  const files = entries.flatMap((entry) => (isFile(entry) ? [entry.slice(modeLength)] : []));
  note(root, base, files);
  return files;
}

const submoduleMode = "160000";
const modeLength = submoduleMode.length;

/** As `listBaseFiles`, with the ids of the files' contents; a symbolic link has no content of its own. */
export async function listBaseBlobs(
  host: GitHost,
  root: string,
  base: string,
  signal?: AbortSignal,
): Promise<Map<string, string | null>> {
  const args = ["ls-tree", "-r", "-z", "--full-tree", base];
  const output = await gitBytes(host, root, args, signal === undefined ? {} : { signal });
  const blobs = new Map<string, string | null>();
  eachTreeEntry(output, (path, id, isLink) => blobs.set(path, isLink ? null : id));
  note(root, base, [...blobs.keys()]);
  return blobs;
}

const symlinkMode = "120000";

/**
 * Reads the entries of `git ls-tree -z`: "MODE TYPE ID\tPATH". A name that is not UTF-8 is kept with U+FFFD: no pattern
 * names it, and nothing is read by it.
 */
export function eachTreeEntry(output: Buffer, found: (path: string, id: string, isLink: boolean) => void): void {
  const text = output.toString("utf8");
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\0", start);
    const stop = end < 0 ? text.length : end;
    const tab = text.indexOf("\t", start);
    if (text.startsWith("blob", start + 7) && tab > 0 && tab < stop) {
      found(text.slice(tab + 1, stop), text.slice(start + 12, tab), text.startsWith(symlinkMode, start));
    }
    start = stop + 1;
  }
}
