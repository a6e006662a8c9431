import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";
import type { Host } from "../host/host.ts";
import { readPlainBytes } from "../host/read-plain.ts";

/** What a commit holds, as far as it is needed to make it anew. */
export interface CommitContent {
  tree: string;
  author: { name: string; email: string; date: string };
  message: string;
}

/** A commit of a person or of ours is a few hundred bytes; what is larger is left to git. */
const mostBytes = 256 * 1024;

/**
 * Reads a commit that lies in a file of its own, as one does that was just made: starting a git for each takes many times
 * as long. Its name is its content's, and is checked. Null: it lies elsewhere, or holds what only git should read.
 */
export function readLooseCommit(gitDir: string, id: string): CommitContent | null {
  const packed = readIfThere(join(commonDirOf(gitDir), "objects", id.slice(0, 2), id.slice(2)));
  const bytes = packed === null || packed.length > mostBytes ? null : unpacked(packed);
  if (bytes === null) return null;
  return hashOf(bytes, id.length === 64) === id ? readCommit(bytes) : null;
}

/** Keeps a commit in a file of its own, as git does, and gives its name. Null: the system does not let us. */
export function writeLooseCommit(
  commonDir: string,
  content: Buffer,
  { sha256, by }: { sha256: boolean; by: Pick<Host, "newId" | "now"> },
): string | null {
  const bytes = Buffer.concat([Buffer.from(`commit ${content.length}\0`), content]);
  const id = hashOf(bytes, sha256);
  const folder = join(commonDir, "objects", id.slice(0, 2));
  const file = join(folder, id.slice(2));
  try {
    if (existsSync(file)) {
      // Younger than what a clean-up takes away.
      utimesSync(file, by.now() / 1000, by.now() / 1000);
      return id;
    }
    mkdirSync(folder, { recursive: true });
    // A clean-up of git's takes what a killed process leaves under such a name.
    const draft = join(folder, `tmp_obj_${by.newId()}`);
    writeFileSync(draft, deflateSync(bytes, { level: 1 }), { mode: 0o444, flag: "wx" });
    renameSync(draft, file);
    return id;
  } catch {
    // Git does it, or says why it can't be done.
    return null;
  }
}

function hashOf(bytes: Uint8Array, sha256: boolean): string {
  return createHash(sha256 ? "sha256" : "sha1")
    .update(bytes)
    .digest("hex");
}

/** A linked worktree has a git directory of its own, which says where the objects are. */
export function commonDirOf(gitDir: string): string {
  const said = readIfThere(join(gitDir, "commondir"));
  return said === null ? gitDir : join(gitDir, said.toString("utf8").trim());
}

function readIfThere(file: string): Buffer | null {
  try {
    // To be told of a missing file by an error takes longer than to ask first.
    return existsSync(file) ? readPlainBytes(file, mostBytes) : null;
  } catch {
    return null;
  }
}

function unpacked(bytes: Buffer): Buffer | null {
  try {
    return inflateSync(bytes, { maxOutputLength: mostBytes });
  } catch {
    return null;
  }
}

function readCommit(bytes: Buffer): CommitContent | null {
  const text = bytes.toString("utf8");
  const start = text.indexOf("\0") + 1;
  const end = text.indexOf("\n\n", start);
  if (!text.startsWith("commit ") || end < 0) return null;
  const header = text.slice(start, end);
  // A message in another encoding is for git to turn into text.
  if (/^encoding /m.test(header) || text.includes("\uFFFD")) return null;
  const tree = /^tree ([0-9a-f]+)$/m.exec(header)?.[1];
  const [, name, email, seconds, zone] = /^author (.*?) ?<([^<>]*)> (\d+) ([+-]\d{4})$/m.exec(header) ?? [];
  if (tree === undefined || name === undefined || email === undefined) return null;
  return { tree, author: { name, email, date: `@${seconds} ${zone}` }, message: text.slice(end + 2) };
}
