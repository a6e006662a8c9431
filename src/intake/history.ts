import { type GitHost, tryGit } from "../git/git.ts";
import { reachOf } from "./change-size.ts";
import { readTitle } from "./goal-text.ts";
import type { PastChange } from "./intake-facts.ts";
import { titleStems } from "./tokens.ts";

/** So many titles are compared with the goal's; more found nothing more. */
export const titlesRead = 1500;
/** Of so many the reach is read too: enough to know a repository's habits, few enough for a tenth of a second. */
export const reachesRead = 300;
const timeoutMs = 2000;
/** Fifteen hundred long messages have a third of it; what one message of a hundred megabytes leaves out is not waited for. */
const maxStdoutBytes = 8 * 1024 * 1024;
/** No title is longer: what follows in a message that is one endless line says nothing about a change. */
const mostTitle = 500;
/** The lines of a message that may hold its title. */
const mostHead = 4000;
/** Formatters, renames and imports touch more than this and say nothing about a goal's shape. */
const bigBang = 400;

/**
 * The newest changes up to `base`, one per merge: what each was called and, of the newest, how far it reached. `null`
 * when the history could not be read in time.
 */
export async function readHistory(
  host: GitHost,
  root: string,
  base: string,
  signal?: AbortSignal,
): Promise<PastChange[] | null> {
  const read = async (count: number, shape: readonly string[]) => {
    const args = ["log", "--first-parent", "--no-show-signature", "-z", `--max-count=${count}`, ...shape];
    const result = await tryGit(host, root, [...args, "--format=%x01%H %B%x02", base, "--"], {
      timeoutMs,
      maxStdoutBytes,
      ...(signal === undefined ? {} : { signal }),
    });
    const records = result.stdout.toString("utf8").split("\u0001").slice(1);
    return records.length === 0 && result.exitCode !== 0 ? null : records.map(splitRecord);
  };
  const [titled, reaching] = await Promise.all([
    read(titlesRead, ["--no-patch"]),
    // Said outright, because the person's configuration may show merges and renames otherwise. The first commit, or the
    // one that a shallow clone begins with, is an import of all files: git would list every one of them.
    read(reachesRead, ["--min-parents=1", "--diff-merges=first-parent", "--no-renames", "--name-only"]),
  ]);
  if (titled === null || reaching === null) return null;
  const paths = new Map(reaching.map((record) => [record.commit, record.paths]));
  return titled.map(({ commit, message }) => pastChange(commit, titleOf(message), paths.get(commit) ?? []));
}

function splitRecord(record: string): { commit: string; message: string; paths: string[] } {
  const [head = "", names = ""] = record.split("\u0002");
  const space = head.indexOf(" ");
  const paths = names
    .split("\0")
    .map((name) => name.replace(/^\n/, ""))
    .filter((name) => name.trim() !== "");
  return { commit: head.slice(0, space), message: head.slice(space + 1), paths };
}

/** What a change's title and paths tell; without paths, or with far too many, its reach is unknown. */
export function pastChange(commit: string, title: string, files: readonly string[]): PastChange {
  const known = files.length > 0 && files.length <= bigBang;
  return { commit, title, words: titleStems(readTitle(title)), reach: known ? reachOf(files) : null };
}

/** A merge commit's own subject names a branch; what was merged is called in the first line after it. */
export function titleOf(message: string): string {
  const lines = message
    .slice(0, mostHead)
    .split("\n")
    .filter((line) => line.trim() !== "");
  const subject = lines[0] ?? "";
  const title = /^Merge (pull request|branch|remote)/.test(subject) ? (lines[1] ?? subject) : subject;
  return title.slice(0, mostTitle).replace(/\s*\(#\d+\)\s*$/, "");
}
