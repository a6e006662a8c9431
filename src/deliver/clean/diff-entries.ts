import { besideWithAttributes } from "../../git/beside-files.ts";
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

/** Every path that differs between two commits, and how many lines of each do. */
export async function listEntries(
  host: Host,
  root: string,
  base: string,
  commit: string,
): Promise<{ entries: DiffEntry[]; changed: Map<string, number> }> {
  const args = ["diff", "--raw", "--numstat", "--abbrev=40", ...fixed, base, commit];
  const output = await besideWithAttributes(host, root, commit, ({ cwd, env }) => git(host, cwd, args, { env }));
  const fields = output.split("\0");
  const entries: DiffEntry[] = [];
  let index = 0;
  // `:MODES OBJECTS STATE` and the path of each; the counts of all come after the last of them.
  for (; fields[index]?.startsWith(":") === true; index += 2) {
    const [oldMode = "", newMode = "", oldBlob = "", newBlob = ""] = (fields[index] ?? "").slice(1).split(" ");
    entries.push({ path: fields[index + 1] ?? "", oldMode, newMode, oldBlob, newBlob });
  }
  return { entries, changed: readCounts(fields.slice(index)) };
}

/** How many lines of each path changed, as is known, and how many did so in more than their ending. */
export async function countLines(
  host: Host,
  root: string,
  { base, commit, changed: all }: { base: string; commit: string; changed: ReadonlyMap<string, number> },
): Promise<ReadonlyMap<string, LineCount>> {
  const args = ["diff", "--numstat", ...fixed, "--ignore-cr-at-eol", base, commit];
  const output = await besideWithAttributes(host, root, commit, ({ cwd, env }) => git(host, cwd, args, { env }));
  const besides = readCounts(output.split("\0"));
  return new Map([...all].map(([path, changed]) => [path, { changed, changedBesidesEndings: besides.get(path) ?? 0 }]));
}

/** `ADDED\tREMOVED\tPATH`; a path may hold tabs, and of a binary file no lines are counted. */
function readCounts(records: readonly string[]): Map<string, number> {
  return new Map(
    records.flatMap((record): [string, number][] => {
      const [, added = "", removed = "", path] = /^([\d-]+)\t([\d-]+)\t([\s\S]*)$/.exec(record) ?? [];
      return path === undefined ? [] : [[path, (Number(added) || 0) + (Number(removed) || 0)]];
    }),
  );
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
