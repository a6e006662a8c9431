import { type GitHost, gitBytes } from "../git/git.ts";

/** Every file of a commit, submodules left out, symbolic links included as what they are: a name. */
export async function listBaseFiles(host: GitHost, root: string, base: string): Promise<string[]> {
  const output = await gitBytes(host, root, ["ls-tree", "-r", "-z", "--full-tree", base]);
  const files: string[] = [];
  eachEntry(output, (path) => files.push(path));
  return files;
}

/** As `listBaseFiles`, with the ids of the regular files' contents (a symbolic link has no content of its own). */
export async function listBaseBlobs(
  host: GitHost,
  root: string,
  base: string,
  signal?: AbortSignal,
): Promise<Map<string, string | null>> {
  const args = ["ls-tree", "-r", "-z", "--full-tree", base];
  const output = await gitBytes(host, root, args, signal === undefined ? {} : { signal });
  const blobs = new Map<string, string | null>();
  eachEntry(output, (path, blob, mode) => blobs.set(path, mode === symlinkMode ? null : blob));
  return blobs;
}

const symlinkMode = "120000";

/** Entries read "MODE TYPE ID\tPATH". A name that is not UTF-8 is kept with U+FFFD: it can't be matched, nor harm. */
function eachEntry(output: Buffer, found: (path: string, blob: string, mode: string) => void): void {
  const text = output.toString("utf8");
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\0", start);
    const stop = end < 0 ? text.length : end;
    const tab = text.indexOf("\t", start);
    const type = text.slice(start + 7, start + 11);
    if (type === "blob" && tab > 0 && tab < stop) {
      found(text.slice(tab + 1, stop), text.slice(start + 12, tab), text.slice(start, start + 6));
    }
    start = stop + 1;
  }
}
