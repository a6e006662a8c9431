import { fileKind } from "../ecosystems/file-kind.ts";
import { type GitHost, tryGit } from "../git/git.ts";
import { readGoal } from "./goal-text.ts";
import type { PastChange } from "./intake-facts.ts";

/** Enough to know a repository's habits, few enough to be read in a tenth of a second. */
const historyLength = 400;
const timeoutMs = 2000;
/** Formatters, renames and imports touch more than this and say nothing about a goal's shape. */
const bigBang = 400;

/**
 * The newest changes up to `base`, one per merge: what each was called and how far it reached. `null` when the history
 * could not be read in time.
 */
export async function readHistory(
  host: GitHost,
  root: string,
  base: string,
  signal?: AbortSignal,
): Promise<PastChange[] | null> {
  // Said outright, because the person's configuration may show merges and signatures otherwise.
  const shape = ["--first-parent", "--diff-merges=first-parent", "--no-renames", "--no-show-signature", "--name-only"];
  const args = ["log", ...shape, "-z", `--max-count=${historyLength}`];
  const result = await tryGit(host, root, [...args, "--format=%x01%H %B%x02", base, "--"], {
    timeoutMs,
    maxStdoutBytes: 32 * 1024 * 1024,
    ...(signal === undefined ? {} : { signal }),
  });
  const records = result.stdout.toString("utf8").split("\u0001").slice(1);
  if (records.length === 0 && result.exitCode !== 0) return null;
  return records.map(readRecord).filter((change) => change !== null);
}

function readRecord(record: string): PastChange | null {
  const [head = "", names = ""] = record.split("\u0002");
  const space = head.indexOf(" ");
  const files = names.split("\0").filter((name) => name.trim() !== "");
  if (files.length === 0 || files.length > bigBang) return null;
  return pastChange(head.slice(0, space), titleOf(head.slice(space + 1)), files);
}

/** What a change's title and paths tell about its reach. */
export function pastChange(commit: string, title: string, files: readonly string[]): PastChange {
  const count = { code: 0, test: 0, doc: 0, other: 0 };
  const directories = new Set<string>();
  for (const file of files) {
    const name = file.replace(/^\n/, "");
    const kind = fileKind(name);
    count[kind] += 1;
    if (kind === "code") directories.add(name.slice(0, Math.max(name.lastIndexOf("/"), 0)));
  }
  return {
    commit,
    words: titleWords(title),
    codeFiles: count.code,
    testFiles: count.test,
    docFiles: count.doc,
    directories: directories.size,
  };
}

/** The words that titles are compared by: type and area count as words. */
export function titleWords(title: string): string[] {
  const { type, areas, words } = readGoal(title);
  return [
    ...new Set([...(type === null ? [] : [`${type}:`]), ...areas.map((area) => `(${area.toLowerCase()})`), ...words]),
  ];
}

/** A merge commit's own subject names a branch; what was merged is called in the first line after it. */
function titleOf(message: string): string {
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  const subject = lines[0] ?? "";
  const title = /^Merge (pull request|branch|remote)/.test(subject) ? (lines[1] ?? subject) : subject;
  return title.replace(/\s*\(#\d+\)\s*$/, "");
}
