// Makes rows for scripts/fit-pairs.ts from the histories of repositories: changes that touch two modules, cut in halves.
// Whether one half needs the other is read from the change itself: a name that one side adds, the base lacks and the
// other side uses, or an import of a file that the other side creates.
// Usage: bun scripts/fit/make-pairs.ts --mirrors DIR --per-repository N > rows.jsonl
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { folderOf, nameOf } from "../../src/core/path.ts";
import { isCompound } from "../../src/core/words.ts";
import { isCode } from "../../src/ecosystems/file-kind.ts";

const { values } = parseArgs({ options: { mirrors: { type: "string" }, "per-repository": { type: "string" } } });
const mirrors = values.mirrors ?? ".";
const wanted = Number(values["per-repository"] ?? 100);
const maxCommits = 12_000;
const maxFiles = 40;
const leastLines = 15;
/** Rows name no more files of a half than this. */
const maxNamed = 9;

interface FileChange {
  added: string[];
  lines: number;
  created: boolean;
  deleted: boolean;
}

function git(root: string, args: readonly string[], input = ""): string {
  const options = { cwd: root, input, maxBuffer: 2 ** 30, encoding: "utf8" } as const;
  return execFileSync("git", args, options);
}

function commitsOf(root: string): [string, string, string][] {
  const log = git(root, ["log", "--no-merges", "-n", String(maxCommits), "--format=%H%x00%P%x00%s"]);
  return log.split("\n").flatMap((line) => {
    const [commit = "", parents = "", title = ""] = line.split("\0");
    return parents === "" ? [] : [[commit, parents.split(" ")[0]!, title] as [string, string, string]];
  });
}

/** The same order on every machine: a linear congruential generator with a fixed seed. */
function shuffled<T>(items: readonly T[]): T[] {
  const result = [...items];
  let seed = 20_011;
  for (let at = result.length - 1; at > 0; at--) {
    seed = (seed * 48_271) % 2_147_483_647;
    const other = seed % (at + 1);
    [result[at], result[other]] = [result[other]!, result[at]!];
  }
  return result;
}

function rowOf(root: string, base: string, commit: string) {
  const changes = changesOf(root, base, commit);
  const code = [...changes].filter(([path, { deleted }]) => !deleted && isCode(path)).map(([path]) => path);
  if (code.length < 2 || changes.size > maxFiles) return null;
  const linesOf = (paths: readonly string[]) => paths.reduce((sum, path) => sum + (changes.get(path)?.lines ?? 0), 0);
  const [a, b] = modulesOf(code).sort((one, other) => linesOf(other) - linesOf(one));
  if (a === undefined || b === undefined || linesOf(b) < leastLines) return null;
  const pick = (paths: readonly string[]) => new Map(paths.map((path) => [path, changes.get(path)!] as const));
  const dependent = needs(root, base, pick(a), pick(b)) || needs(root, base, pick(b), pick(a));
  return { files_a: a.slice(0, maxNamed), files_b: b.slice(0, maxNamed), independent: !dependent };
}

/** The files grouped by the uppermost folders that tell them apart. */
function modulesOf(paths: readonly string[]): string[][] {
  for (let depth = 1; depth < 8; depth++) {
    const groups = Map.groupBy(paths, (path) => path.split("/").slice(0, -1).slice(0, depth).join("/"));
    if (groups.size > 1) return [...groups.values()];
  }
  return [];
}

function changesOf(root: string, base: string, commit: string): Map<string, FileChange> {
  const changes = new Map<string, FileChange>();
  let current: FileChange | null = null;
  for (const line of git(root, ["diff-tree", "-p", "-U0", "--no-renames", "--no-ext-diff", base, commit]).split("\n")) {
    if (line.startsWith("diff --git ")) {
      current = { added: [], lines: 0, created: false, deleted: false };
      changes.set(line.slice(line.lastIndexOf(" b/") + 3), current);
    } else if (current === null || line.startsWith("+++") || line.startsWith("---")) continue;
    else if (line.startsWith("new file")) current.created = true;
    else if (line.startsWith("deleted file")) current.deleted = true;
    else if (line.startsWith("+")) current.added.push(line.slice(1));
    if (/^[+-]/.test(line) && current !== null) current.lines++;
  }
  return changes;
}

const word = /[A-Za-z_][A-Za-z0-9_]{3,}/g;
const definition =
  /\b(?:function\*?|class|interface|type|enum|const|let|var|def|fn|struct|trait|union|record|object|module|mod|fun|val|func(?:\s*\([^)]*\))?)\s+(?:self\.)?([A-Za-z_$][\w$]{3,60})/g;
const importing = /\b(import|from|require|use|mod|include|load|autoload)\b|@import/;
const mostCandidates = 10;

/** Whether `user` holds a name that `maker` adds and the base lacks, or imports a file that `maker` creates. */
function needs(root: string, base: string, maker: Map<string, FileChange>, user: Map<string, FileChange>): boolean {
  const used = linesIn(user);
  const imports = used.filter((line) => importing.test(line));
  const created = [...maker].filter(([, change]) => change.created).map(([path]) => moduleName(path));
  const isImported = (name: string) =>
    name.length > 2 && imports.some((line) => new RegExp(`[/'".:\\s{,]${escaped(name)}\\b`).test(line));
  if (created.some(isImported)) return true;

  const made = linesIn(maker).join("\n");
  const defined = new Set([...made.matchAll(definition)].map((match) => match[1]!));
  const usedWords = new Set(used.join("\n").match(word) ?? []);
  const shared = [...new Set(made.match(word) ?? [])].filter(
    (name) => usedWords.has(name) && ((isCompound(name) && name.length > 5) || (defined.has(name) && name.length > 4)),
  );
  if (shared.length === 0) return false;
  const objects = [...maker.keys(), ...user.keys()].map((path) => `${base}:${path}\n`).join("");
  const before = new Set(git(root, ["cat-file", "--batch"], objects).match(word) ?? []);
  const fresh = shared.filter((name) => !before.has(name)).sort((a, b) => b.length - a.length);
  return fresh.slice(0, mostCandidates).some((name) => {
    return spawnSync("git", ["grep", "-q", "-w", "-F", "-e", name, base], { cwd: root }).status === 1;
  });
}

function linesIn(changes: Map<string, FileChange>): string[] {
  return [...changes.values()].flatMap(({ added }) => added.slice(0, 3000));
}

/** What an import would call the file: its name, or its folder's where the name says nothing. */
function moduleName(path: string): string {
  const bare = nameOf(path).replace(/\.\w+$/, "");
  return /^(index|mod|__init__|lib|main)$/.test(bare) ? nameOf(folderOf(path)) : bare;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

for (const mirror of readdirSync(mirrors)
  .filter((name) => name.includes("+"))
  .sort()) {
  const root = join(mirrors, mirror, "repo");
  let made = 0;
  for (const [commit, base, title] of shuffled(commitsOf(root))) {
    if (made === wanted) break;
    let row: ReturnType<typeof rowOf> = null;
    try {
      row = rowOf(root, base, commit);
    } catch {
      // A mirror may lack its largest files.
    }
    if (row === null) continue;
    made++;
    const names = { title_a: title, title_b: title };
    const id = `made/${mirror}/${commit.slice(0, 10)}`;
    console.log(
      JSON.stringify({ id, repo: mirror.replace("+", "/"), kind: "split", base, ...names, ...row, conflict: false }),
    );
  }
}
