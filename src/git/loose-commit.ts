import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { inflate } from "node:zlib";

/** What a commit holds, as far as it is needed to make it anew. */
export interface CommitContent {
  tree: string;
  author: { name: string; email: string; date: string };
  message: string;
}

/** A commit of a person or of ours is a few hundred bytes; what is larger is left to git. */
const mostBytes = 256 * 1024;
const unpack = promisify(inflate);

/**
 * Reads a commit that lies in a file of its own, as one does that was just made: starting a git for each takes many times
 * as long. Its name is its content's, and is checked. Null: it lies elsewhere, or holds what only git should read.
 */
export async function readLooseCommit(gitDir: string, id: string): Promise<CommitContent | null> {
  const folder = join(await commonDirOf(gitDir), "objects", id.slice(0, 2));
  const packed = await readFile(join(folder, id.slice(2))).catch(() => null);
  if (packed === null || packed.length > mostBytes) return null;
  const bytes = (await unpack(packed, { maxOutputLength: mostBytes }).catch(() => null)) as Buffer | null;
  if (bytes === null) return null;
  const hash = createHash(id.length === 64 ? "sha256" : "sha1")
    .update(bytes)
    .digest("hex");
  return hash === id ? readCommit(bytes) : null;
}

/** A linked worktree has a git directory of its own, which says where the objects are. */
async function commonDirOf(gitDir: string): Promise<string> {
  const said = await readFile(join(gitDir, "commondir"), "utf8").catch(() => null);
  return said === null ? gitDir : join(gitDir, said.trim());
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
