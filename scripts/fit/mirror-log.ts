import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readNumstat, sizeOf } from "../../src/intake/change-size.ts";
import { pastChange, titleOf, titlesRead } from "../../src/intake/history.ts";
import type { ChangeSize, PastChange } from "../../src/intake/intake-facts.ts";

/** A commit of a mirror, by its first parent. */
export interface MirrorCommit {
  id: string;
  parent: string | null;
  message: string;
  change: PastChange;
  size: ChangeSize;
}

/**
 * All commits that the histories of `bases` and the changes `lands` need, read in one pass of git and kept in
 * `cacheDir`. A mirror may lack large contents; a commit that can't be measured is left out.
 */
export function readMirror(
  gitDirectory: string,
  cacheFile: string,
  wanted: { bases: readonly string[]; lands: readonly string[] },
): Map<string, MirrorCommit> {
  if (!existsSync(cacheFile)) {
    const ids = historiesOf(gitDirectory, wanted);
    writeFileSync(`${cacheFile}.part`, readRecords(gitDirectory, ids));
    renameSync(`${cacheFile}.part`, cacheFile);
  }
  const commits = new Map<string, MirrorCommit>();
  for (const record of readFileSync(cacheFile, "utf8").split("\u0001").slice(1)) {
    const commit = readCommit(record);
    commits.set(commit.id, commit);
  }
  return commits;
}

/** The ids of the newest commits on the first-parent line of each base, and of the changes themselves. */
function historiesOf(gitDirectory: string, { bases, lands }: { bases: readonly string[]; lands: readonly string[] }) {
  const starts = git(gitDirectory, [
    "rev-parse",
    ...bases.map((base) => `${base}^{commit}`),
    ...lands.map((land) => `${land}^1`),
  ])
    .trim()
    .split("\n");
  const parents = new Map<string, string | undefined>();
  for (const line of git(gitDirectory, ["rev-list", "--parents", "--stdin"], starts.join("\n")).split("\n")) {
    const [id, parent] = line.split(" ");
    if (id !== undefined && id !== "") parents.set(id, parent);
  }
  const depth = new Map<string, number>();
  for (const start of starts) {
    let at: string | undefined = start;
    for (let left = titlesRead; at !== undefined && left > 0 && (depth.get(at) ?? 0) < left; left--) {
      depth.set(at, left);
      at = parents.get(at);
    }
  }
  return [...new Set([...depth.keys(), ...lands])];
}

const shape = ["--diff-merges=first-parent", "--no-renames", "--no-ext-diff", "--no-textconv", "--numstat", "-z"];

function readRecords(gitDirectory: string, ids: readonly string[]): string {
  const parts: string[] = [];
  for (let left = ids; left.length > 0; ) {
    const args = ["log", "--no-walk=unsorted", "--stdin", ...shape, "--format=%x01%H %P%x03%B%x02"];
    const run = spawnSync("git", ["--git-dir", gitDirectory, ...args], {
      input: left.join("\n"),
      encoding: "utf8",
      maxBuffer: 1 << 30,
    });
    if (run.status === 0) return parts.join("") + run.stdout;
    // The commit that git stopped at lacks contents: go on after it.
    const whole = run.stdout.split("\u0001").slice(1, -1);
    parts.push(...whole.map((record) => `\u0001${record}`));
    left = left.slice(whole.length + 1);
  }
  return parts.join("");
}

function readCommit(record: string): MirrorCommit {
  const [head = "", rest = ""] = record.split("\u0003");
  const [message = "", numstat = ""] = rest.split("\u0002");
  const [id = "", parent] = head.split(" ");
  const files = readNumstat(numstat.split("\0"));
  return {
    id,
    parent: parent === undefined || parent === "" ? null : parent,
    message,
    change: pastChange(
      id,
      titleOf(message),
      // As the product sees it: the first commit brings everything in, and is no change like others.
      parent === undefined || parent === "" ? [] : files.map(({ path }) => path),
    ),
    size: sizeOf(files),
  };
}

function git(gitDirectory: string, args: readonly string[], input = ""): string {
  const run = spawnSync("git", ["--git-dir", gitDirectory, ...args], { input, encoding: "utf8", maxBuffer: 1 << 30 });
  return run.stdout;
}

/** Where a repository's mirror is. */
export function mirrorOf(mirrors: string, repo: string): string {
  return join(mirrors, repo.replace("/", "+"), "repo");
}
