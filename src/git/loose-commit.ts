import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";

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
  const hash = createHash(id.length === 64 ? "sha256" : "sha1")
    .update(bytes)
    .digest("hex");
  return hash === id ? readCommit(bytes) : null;
}

/** A linked worktree has a git directory of its own, which says where the objects are. */
export function commonDirOf(gitDir: string): string {
  const said = readIfThere(join(gitDir, "commondir"));
  return said === null ? gitDir : join(gitDir, said.toString("utf8").trim());
}

function readIfThere(file: string): Buffer | null {
  try {
    // To be told of a missing file by an error takes longer than to ask first.
    return existsSync(file) ? readFileSync(file) : null;
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
