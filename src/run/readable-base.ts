import { createHash } from "node:crypto";
import { BaroError } from "../core/error.ts";
import { listBaseBlobs } from "../git/base-files.ts";
import { readBlobs } from "../git/blobs.ts";
import { readGitWords } from "../git/explain.ts";
import { type GitHost, noFetch, tryGit } from "../git/git.ts";
import { shellWord } from "../text/quoting.ts";
import { brokenBase } from "./whole-base.ts";

/** So much is read before anything is spent; beyond that it would be waited for. */
const mostRead = { files: 3_000, fileBytes: 4 * 1024 * 1024, bytes: 24 * 1024 * 1024, ms: 5_000 };

/**
 * Throws `no-base` when the content of a file that every checkout would have to write is broken: git notices that, if at
 * all, only when it writes the file. `first`: paths and patterns whose files come first; of a repository with more than can
 * be read at once, the rest shows when it is checked out. Of a partial clone one file that it lacks is asked for: what can't
 * be fetched now can't be checked out later.
 */
export async function requireReadableFiles(
  host: GitHost,
  root: string,
  base: string,
  first: readonly string[],
  most: typeof mostRead = mostRead,
): Promise<void> {
  if (await isPartial(host, root)) return await requireReachable(host, root, base);
  const blobs = await listBaseBlobs(host, root, base);
  const starts = first.map((pattern) => pattern.replace(/[*?{[].*$/, "")).filter((start) => start !== "");
  const isFirst = (path: string) => starts.some((start) => path.startsWith(start));
  const paths = [...blobs.keys()];
  const inOrder = [...paths.filter(isFirst), ...paths.filter((path) => !isFirst(path))].slice(0, most.files);
  const ids = inOrder.flatMap((path) => blobs.get(path) ?? []);
  const replaced = await replacedIds(host, root);
  const own = ids.filter((id) => !replaced.has(id));
  const broken = await firstBroken(host, root, own, most);
  if (broken === null) return;
  const path = inOrder.find((one) => blobs.get(one) === broken.id);
  throw brokenBase(root, base.slice(0, 10), `the content of "${path}": ${broken.why}`);
}

/** What `git replace` shows in the place of these is another content on purpose. */
async function replacedIds(host: GitHost, root: string): Promise<ReadonlySet<string>> {
  const listed = await tryGit(host, root, ["for-each-ref", "--format=%(refname:lstrip=2)", "refs/replace"]);
  return new Set(listed.stdout.toString("latin1").split("\n"));
}

async function requireReachable(host: GitHost, root: string, base: string): Promise<void> {
  const options = ["--objects", "--no-walk", "--missing=print", "--end-of-options"];
  const listed = await tryGit(host, root, ["rev-list", ...options, base], { env: noFetch, timeoutMs: fetchMs });
  const lacking = /^\?([0-9a-f]{40,64})$/m.exec(listed.stdout.toString("latin1"))?.[1];
  if (lacking === undefined) return;
  const fetched = await tryGit(host, root, ["cat-file", "-e", lacking], { timeoutMs: fetchMs });
  if (fetched.exitCode === 0 || fetched.timedOut) return;
  const { reason } = readGitWords(fetched.stderr.toString("utf8"));
  throw new BaroError(
    "no-base",
    `Cannot build on ${base.slice(0, 10)}: this partial clone lacks files of it, and can't fetch them (${reason})`,
    {
      hint: `See its remote with: git -C ${shellWord(root)} remote -v`,
    },
  );
}

/** A remote that takes longer is not one that refuses. */
const fetchMs = 20_000;

async function isPartial(host: GitHost, root: string): Promise<boolean> {
  const names = "^(extensions\\.partialclone|remote\\..*\\.promisor)$";
  return (await tryGit(host, root, ["config", "--get-regexp", names])).exitCode === 0;
}

/** The first of these that is not what its id says, or that git can't read. */
async function firstBroken(host: GitHost, root: string, ids: readonly string[], most: typeof mostRead) {
  const read = new Set<string>();
  let bytes = 0;
  const limits = { maxBytes: most.fileBytes, signal: AbortSignal.timeout(most.ms) };
  for await (const portion of readBlobs(host, root, ids, limits)) {
    for (const [id, content] of portion) {
      read.add(id);
      bytes += content?.length ?? 0;
      if (content !== null && idOf(content, id.length) !== id) return { id, why: "it is not what its name says" };
    }
    if (bytes >= most.bytes) break;
  }
  if (limits.signal.aborted) return null;
  const last = ids.findLastIndex((id) => read.has(id));
  const upTo = bytes >= most.bytes ? last : ids.length;
  const unread = ids.slice(0, upTo).find((id) => !read.has(id));
  if (unread === undefined) return null;
  const result = await tryGit(host, root, ["cat-file", "blob", unread], { env: noFetch, timeoutMs: most.ms });
  const why = readGitWords(result.stderr.toString("utf8")).reason;
  return result.exitCode === 0 || result.timedOut ? null : { id: unread, why };
}

/** What git calls this content. */
function idOf(content: Buffer, length: number): string {
  const hash = createHash(length === 40 ? "sha1" : "sha256");
  return hash.update(`blob ${content.length}\0`).update(content).digest("hex");
}
