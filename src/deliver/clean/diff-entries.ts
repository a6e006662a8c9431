import { git, gitBytes } from "../../git/git.ts";
import type { Host } from "../../host/host.ts";

/** One path of a diff, as git records it. */
export interface DiffEntry {
  path: string;
  /** `000000` when there is no file on that side. */
  oldMode: string;
  newMode: string;
  oldBlob: string;
  newBlob: string;
}

/** Lines that were added and removed, in all and without those that differ in their ending alone. */
export interface LineCount {
  changed: number;
  changedBesidesEndings: number;
}

const fixed = ["--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none", "-z"] as const;

/** Every path that differs between two commits. */
export async function listEntries(host: Host, root: string, base: string, commit: string): Promise<DiffEntry[]> {
  const fields = (await git(host, root, ["diff", "--raw", "--abbrev=40", ...fixed, base, commit])).split("\0");
  const entries: DiffEntry[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [oldMode = "", newMode = "", oldBlob = "", newBlob = ""] = (fields[index] ?? "").slice(1).split(" ");
    entries.push({ path: fields[index + 1] ?? "", oldMode, newMode, oldBlob, newBlob });
  }
  return entries;
}

/** How many lines of each path changed, and how many did so in more than their ending. */
export async function countLines(
  host: Host,
  root: string,
  base: string,
  commit: string,
): Promise<ReadonlyMap<string, LineCount>> {
  const count = async (...options: string[]) => {
    const output = await git(host, root, ["diff", "--numstat", ...fixed, ...options, base, commit]);
    return new Map(
      output.split("\0").flatMap((record): [string, number][] => {
        const [added = "", removed = "", path] = record.split("\t");
        return path === undefined ? [] : [[path, (Number(added) || 0) + (Number(removed) || 0)]];
      }),
    );
  };
  const [all, besides] = await Promise.all([count(), count("--ignore-cr-at-eol")]);
  return new Map([...all].map(([path, changed]) => [path, { changed, changedBesidesEndings: besides.get(path) ?? 0 }]));
}

/** The sizes of blobs, by name; those that are not here (a submodule's commit) are left out. */
export async function blobSizes(
  host: Host,
  root: string,
  blobs: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (blobs.length === 0) return new Map();
  const stdin = `${blobs.join("\n")}\n`;
  const output = await git(host, root, ["cat-file", "--batch-check=%(objectname) %(objectsize)"], { stdin });
  return new Map(
    output.split("\n").flatMap((line): [string, number][] => {
      const [blob = "", size = ""] = line.split(" ");
      return /^\d+$/.test(size) ? [[blob, Number(size)]] : [];
    }),
  );
}

/** A blob's first bytes. */
export function readBlob(host: Host, root: string, blob: string, bytes: number): Promise<Buffer> {
  return gitBytes(host, root, ["cat-file", "blob", blob], { maxStdoutBytes: bytes });
}
