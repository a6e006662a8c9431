import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Mode, modes } from "../../src/core/mode.ts";
import { type FileKind, fileKind } from "../../src/ecosystems/file-kind.ts";
import { type FileFacts, readFiles } from "../../src/intake/facts.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { reachesRead, titlesRead } from "../../src/intake/history.ts";
import type { IntakeFacts, PastChange } from "../../src/intake/intake-facts.ts";
import { countTitles, likestChanges } from "../../src/intake/likeness.ts";
import { titleStems } from "../../src/intake/tokens.ts";
import { type MirrorCommit, mirrorOf, readMirror } from "./mirror-log.ts";

/** How a title is given to intake: as it stands, without `type(scope):`, with its second line, with the whole message. */
export const forms = ["title", "stripped", "line2", "body"] as const;
export type Form = (typeof forms)[number];

export interface GoalRow {
  repo: string;
  label: 0 | 1 | 2;
  source: "strict" | "weak" | "dev";
  /** What intake would have read and known; only those forms that differ. */
  forms: Partial<Record<Form, { goal: string; facts: IntakeFacts }>>;
}

interface Listed {
  repo: string;
  title: string;
  label: Mode;
  land: string;
  base?: string;
  line2?: string;
  source?: "strict" | "weak";
}

export interface RowsRequest {
  mirrors: string;
  train: string;
  dev: string | null;
  cache: string;
  /** At most so many focused rows of each repository. */
  focused: number;
}

/** Calls `each` with the rows of one repository after the other, so that one history at a time is held. */
export function eachRepository(request: RowsRequest, each: (repo: string, rows: GoalRow[]) => void): void {
  const listed = [
    ...sampled(readListed(request.train), request.focused),
    ...(request.dev === null ? [] : readListed(request.dev)),
  ];
  for (const [repo, own] of Map.groupBy(listed, (row) => row.repo)) {
    const root = mirrorOf(request.mirrors, repo);
    const commits = readMirror(root, join(request.cache, `${repo.replace("/", "+")}.log`), {
      bases: own.flatMap(({ base }) => base ?? []),
      lands: own.flatMap(({ base, land }) => (base === undefined ? [land] : [])),
    });
    const order = new Map([...commits.keys()].map((id, index) => [id, index]));
    const based = own.flatMap((row) => {
      const base =
        row.base === undefined
          ? commits.get(row.land)?.parent
          : [...order.keys()].find((id) => id.startsWith(row.base ?? "-"));
      return base === undefined || base === null || !commits.has(base) ? [] : [{ row, base }];
    });
    based.sort((a, b) => (order.get(a.base) ?? 0) - (order.get(b.base) ?? 0));
    const files = fileFactsOf(
      root,
      based.map(({ base }) => base),
    );
    each(
      repo,
      based.map(({ row, base }) => readRow(row, base, commits, files)),
    );
  }
}

/** At most so many focused rows of each repository: of the other two, which are rare, all. */
function sampled(rows: readonly Listed[], focused: number): Listed[] {
  const key = ({ repo, land }: Listed) => createHash("sha1").update(`${repo} ${land}`).digest("hex");
  const groups = Map.groupBy(
    rows.filter(({ label }) => label === "focused"),
    ({ repo }) => repo,
  );
  const chosen = [...groups.values()].flatMap((group) =>
    group.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)).slice(0, focused),
  );
  return [...rows.filter(({ label }) => label !== "focused"), ...chosen];
}

function readListed(file: string): Listed[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Listed);
}

function readRow(row: Listed, base: string, commits: Map<string, MirrorCommit>, files: FilesOf): GoalRow {
  const history = historyOf(base, commits);
  const frequency = countTitles(history);
  const forms: GoalRow["forms"] = {};
  for (const [form, goal] of Object.entries(formsOf(row, commits.get(row.land)?.message ?? "")) as [Form, string][]) {
    const likest = likestChanges(titleStems(readGoalText(goal)), history, frequency);
    const precedents = likest.flatMap(({ change, likeness }) => {
      const size = commits.get(change.commit)?.size;
      return size === undefined ? [] : [{ commit: change.commit, title: change.title, likeness, ...size }];
    });
    forms[form] = { goal, facts: { ...nothingKnown, ...files.read(base, goal), history, precedents } };
  }
  return { repo: row.repo, label: modes.indexOf(row.label) as 0 | 1 | 2, source: row.source ?? "dev", forms };
}

const nothingKnown = {
  branches: [],
  made: null,
  followUp: false,
  link: null,
  linkIsHere: null,
  linked: null,
  missing: [],
};

function historyOf(base: string, commits: Map<string, MirrorCommit>): PastChange[] {
  const history: PastChange[] = [];
  for (let at: string | null = base; at !== null && history.length < titlesRead; ) {
    const commit: MirrorCommit | undefined = commits.get(at);
    if (commit === undefined) break;
    history.push(history.length < reachesRead ? commit.change : { ...commit.change, reach: null });
    at = commit.parent;
  }
  return history;
}

const trailer = /^(?:co-authored-by|signed-off-by|reviewed-by|change-id|pr-url|closes|fixes|refs?)\b/i;

/** The forms of a title. A squashed change's list of commits is hindsight: a message that has one gives no body. */
function formsOf(row: Listed, message: string): Partial<Record<Form, string>> {
  const stripped = row.title.replace(
    /^(?:[a-zA-Z]+\s*(?:\([^)]*\))?!?|\[[^\]]{1,40}\]|[\w./@-]+(?:\s*,\s*[\w./@-]+){0,3})\s*:\s+(?=\S)/,
    "",
  );
  const lines = message.split("\n");
  const title = lines.findIndex((line) => line.trim() !== "" && !/^Merge (pull request|branch|remote)/.test(line));
  const rest = lines.slice(title + 1).filter((line) => !trailer.test(line.trim()));
  const squashed = rest.filter((line) => /^\s*\* /.test(line)).length >= 2 || rest.some((line) => /^-{5,}$/.test(line));
  const body = squashed ? "" : rest.join("\n").trim();
  const line2 = row.line2 ?? (body.split("\n")[0] ?? "").slice(0, 140);
  return {
    title: row.title,
    ...(stripped === row.title ? {} : { stripped }),
    ...(line2.trim() === "" ? {} : { line2: `${row.title}\n\n${line2}` }),
    ...(body.length < 30 ? {} : { body: `${row.title}\n\n${body}` }),
  };
}

interface FilesOf {
  read(base: string, goal: string): FileFacts;
}

/** What each base's list of files says of a goal. The bases are walked in the order given, by what changed between. */
function fileFactsOf(root: string, bases: readonly string[]): FilesOf {
  const trees = treesOf(root, bases);
  const changes = changesBetween(root, trees);
  const kinds = new Map<string, FileKind>();
  const paths = new Set<string>(
    git(root, ["ls-tree", "-r", "-z", "--name-only", "--full-tree", trees[0] ?? ""])
      .split("\0")
      .filter(Boolean),
  );
  let at = 0;
  let sorted: { at: number; files: string[] } | null = null;
  return {
    read(base, goal) {
      for (; bases[at] !== base; at++) {
        for (const [status, path] of changes[at] ?? []) status === "D" ? paths.delete(path) : paths.add(path);
      }
      if (sorted?.at !== at) sorted = { at, files: [...paths].sort() };
      const kindOf = (path: string) => {
        const kind = kinds.get(path) ?? fileKind(path);
        kinds.set(path, kind);
        return kind;
      };
      return readFiles(readGoalText(goal), sorted.files, root, { kindOf });
    },
  };
}

function treesOf(root: string, bases: readonly string[]): string[] {
  const input = bases.map((base) => `${base}^{tree}\n`).join("");
  return git(root, ["cat-file", "--batch-check=%(objectname)"], input).trim().split("\n");
}

/** The files that each tree has and the one before lacks (`A`), or the other way round (`D`). */
function changesBetween(root: string, trees: readonly string[]): (readonly [string, string])[][] {
  const pairs = trees.slice(1).map((tree, index) => `${trees[index]} ${tree}`);
  const args = ["diff-tree", "--stdin", "-r", "--no-renames", "--name-status", "--diff-filter=AD", "-z"];
  const parts = git(root, args, pairs.map((pair) => `${pair}\n`).join("")).split(/([0-9a-f]{40} [0-9a-f]{40})\n/);
  const byPair = new Map<string, (readonly [string, string])[]>();
  for (let place = 1; place < parts.length; place += 2) {
    const fields = (parts[place + 1] ?? "").split("\0");
    const changed = fields.flatMap((status, index) =>
      index % 2 === 0 && status !== "" ? [[status, fields[index + 1] ?? ""] as const] : [],
    );
    byPair.set(parts[place] ?? "", changed);
  }
  return pairs.map((pair) => byPair.get(pair) ?? []);
}

function git(root: string, args: readonly string[], input = ""): string {
  return spawnSync("git", ["--git-dir", root, ...args], { input, encoding: "utf8", maxBuffer: 1 << 30 }).stdout;
}
