import { readPlain } from "../host/read-plain.ts";

/** What git noted of a file when it was checked out, exactly as the system told it. */
export interface IndexEntry {
  path: string;
  kind: "file" | "link" | "repository";
  /** Of a sparse checkout: the file is not there. */
  left: boolean;
  /** The low 32 bits of each, as an index holds them. */
  inode: number;
  size: number;
  modifiedNs: bigint;
  changedNs: bigint;
}

const headerBytes = 12;
const statBytes = 40;
const extended = 0x4000;
const stages = 0x3000;
const leftOut = 0x4000;
const kinds: Readonly<Record<number, IndexEntry["kind"]>> = { 8: "file", 10: "link", 14: "repository" };

/**
 * The entries of an index of ours (version 2 or 3, whole, without conflicts); null for any other. See gitformat-index:
 * each entry is padded to eight bytes.
 */
export function readIndexEntries(bytes: Buffer, idBytes: 20 | 32): IndexEntry[] | null {
  if (bytes.length < headerBytes || bytes.toString("latin1", 0, 4) !== "DIRC") return null;
  const version = bytes.readUInt32BE(4);
  if (version !== 2 && version !== 3) return null;
  const entries: IndexEntry[] = [];
  let at = headerBytes;
  for (let left = bytes.readUInt32BE(8); left > 0; left--) {
    const flagsAt = at + statBytes + idBytes;
    if (flagsAt + 2 > bytes.length) return null;
    const flags = bytes.readUInt16BE(flagsAt);
    const more = (flags & extended) === 0 ? 0 : bytes.readUInt16BE(flagsAt + 2);
    const nameAt = flagsAt + ((flags & extended) === 0 ? 2 : 4);
    const end = bytes.indexOf(0, nameAt);
    const kind = kinds[bytes.readUInt32BE(at + 24) >>> 12];
    if (end < 0 || kind === undefined || (flags & stages) !== 0) return null;
    entries.push({
      path: bytes.toString("utf8", nameAt, end),
      kind,
      left: (more & leftOut) !== 0,
      inode: bytes.readUInt32BE(at + 20),
      size: bytes.readUInt32BE(at + 36),
      changedNs: timeAt(bytes, at),
      modifiedNs: timeAt(bytes, at + 8),
    });
    at += (end - at + 8) & ~7;
  }
  return entries;
}

/** Seconds are kept in 32 bits. */
function timeAt(bytes: Buffer, at: number): bigint {
  return BigInt(bytes.readUInt32BE(at)) * 1_000_000_000n + BigInt(bytes.readUInt32BE(at + 4));
}

/** A million files have one of some 100 MB. */
const mostIndexBytes = 1024 * 1024 * 1024;

/** A worktree's index, which lies where an agent of no sandbox can put something else in its place. Throws then. */
export async function readIndexFile(index: string): Promise<Buffer> {
  const bytes = await readPlain(index, mostIndexBytes);
  if (bytes === null) throw new Error(`Cannot read "${index}": it is not there, or no plain file`);
  return bytes;
}
