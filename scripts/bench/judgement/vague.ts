import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Decision } from "../../../src/core/decision.ts";
import type { LinkFacts, LookUp } from "../../../src/core/link.ts";
import { systemHost } from "../../../src/host/system.ts";
import { decide } from "../../../src/intake/decide.ts";
import { readGoalText } from "../../../src/intake/goal-text.ts";
import { parseLink } from "../../../src/intake/link.ts";
import { listsIn } from "../../../src/intake/lists.ts";
import { namedPaths } from "../../../src/intake/mentions.ts";

/** `context` is what is to be assumed of the outside; `ok` and `never` are read only after the decision. */
interface VagueRow {
  id: string;
  cls: string;
  input: string;
  context: string;
  ok: string[];
  never: string[];
}

export type Reaction = "ask" | "stop" | "focused" | "sequential" | "parallel";

export interface VagueMetrics {
  inputs: number;
  acceptable: number;
  /** Reactions that the row forbids. */
  never: number;
  reactions: { id: string; cls: string; reaction: Reaction; ok: boolean; question: string | null }[];
}

/** Runs intake on inputs that are no work orders, each in a repository made after its context. */
export async function judgeVague(file: string): Promise<VagueMetrics> {
  const rows = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as VagueRow);
  const reactions: VagueMetrics["reactions"] = [];
  let never = 0;
  for (const row of rows) {
    const decision = await decideIn(row.input, row.context);
    const reaction = reactionOf(decision);
    if (row.never.includes(reaction)) never += 1;
    reactions.push({ id: row.id, cls: row.cls, reaction, ok: row.ok.includes(reaction), question: decision.question });
  }
  return { inputs: rows.length, acceptable: reactions.filter(({ ok }) => ok).length, never, reactions };
}

/** What a run would do with a decision: say that nothing is left, ask, or go on in the mode. */
export function reactionOf(decision: Decision): Reaction {
  if (decision.clarity === "vague") return decision.nothingToDo === true ? "stop" : "ask";
  return decision.mode;
}

const host = systemHost();

async function decideIn(input: string, context: string): Promise<Decision> {
  const root = mkdtempSync(join(tmpdir(), "baro-vague-"));
  try {
    makeRepository(root, input, context);
    const { decision } = await decide(host, {
      goal: input,
      root,
      base: "HEAD",
      followUp:
        /follow-?up|earlier run exists|run to continue/i.test(context) && !/no (earlier|previous)/i.test(context),
      policy: "rules",
      ask: null,
      cacheDir: root,
      remoteUrl: remoteOf(input, context),
      lookUp: lookUpOf(context),
      signal: new AbortController().signal,
    });
    return decision;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The repository that a context describes: its files, its branches, what is merged. */
function makeRepository(root: string, input: string, context: string): void {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const identity = ["-c", "user.name=Ada Tester", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"];
  git("init", "--quiet", "--initial-branch=main");
  for (const [path, text] of Object.entries(filesOf(input, context))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  git("add", "--all");
  git(...identity, "commit", "--quiet", "--allow-empty", "--message", "Start");
  for (const branch of branchesIn(input, context)) {
    git("branch", branch);
    if (/not merged|unmerged|ahead of/i.test(context)) {
      git("checkout", "--quiet", branch);
      git(...identity, "commit", "--quiet", "--allow-empty", "--message", `Work on ${branch}`);
      git("checkout", "--quiet", "main");
    }
  }
}

function filesOf(input: string, context: string): Record<string, string> {
  if (/\bempty (repo|repository|project)\b|no (files|code)\b/i.test(context)) return {};
  const files: Record<string, string> = {
    "README.md": "# Sample\n",
    "package.json": '{ "name": "sample", "version": "1.2.0" }\n',
    "src/main.ts": "export {};\n",
    "src/router.ts": "export {};\n",
    "src/build.ts": "export {};\n",
    "test/main.test.ts": "export {};\n",
  };
  if (/director(y|ies)|folders?|modules?|packages?/i.test(context) && /\bexist/i.test(context)) {
    for (const name of listsIn(input).flat()) {
      if (/^[\w-]+$/.test(name)) files[`${name}/index.ts`] = "export {};\n";
    }
  }
  const there = /\b([\w./-]+) (?:already )?exists\b/.exec(context)?.[1];
  if (there !== undefined && /[A-Z.]/.test(there)) files[there] = "Some text.\n";
  const gone = /already (renamed|moved|deleted|removed|gone)/i.test(context)
    ? namedPaths(input, "/nowhere").inside[0]
    : undefined;
  const absent = /(n't|not) (exist|there)|no such|missing|absent|unknown (path|file)|typo in the path/i.test(context);
  if (!absent) {
    for (const path of namedPaths(input, "/nowhere").inside) {
      if (/\.\w+$/.test(path) && !path.includes("*") && path !== gone) files[path] = "Some text.\n";
    }
  }
  return files;
}

function branchesIn(input: string, context: string): string[] {
  if (!/\b(branch|ancestor|HEAD)\b/i.test(context) || /no such branch|branch .*not exist/i.test(context)) return [];
  const names = [...input.matchAll(/\b(?:merge|rebase|land|finish|branch)\s+(?:branch\s+)?([\w./-]+\w)/gi)].map(
    (match) => match[1] ?? "",
  );
  return [...new Set(names)].filter((name) => name !== "" && name !== "main");
}

/** The forge of the repository at hand: the link's own, unless the context says otherwise. */
function remoteOf(input: string, context: string): string | null {
  const link = parseLink(readGoalText(input).text);
  const elsewhere = /another|other|different|foreign|unrelated/i.test(context) && /repo/i.test(context);
  if (elsewhere || link?.repository == null) return "https://github.com/acme/sample.git";
  return `https://${link.host ?? "github.com"}/${link.repository}.git`;
}

/** A forge that answers what the context says; one that can't be reached answers nothing. */
function lookUpOf(context: string): LookUp | null {
  const state = /\bmerged\b/i.test(context)
    ? "merged"
    : /\bclosed\b/i.test(context)
      ? "closed"
      : /\bopen\b/i.test(context)
        ? "open"
        : null;
  const unreachable =
    /can(not|'t) be (reached|looked up)|unreachable|no (text|network|access|token)|offline|private|not at hand/i.test(
      context,
    );
  if (state === null || unreachable) return null;
  return (link) => {
    const kind = link.kind === "issue" || (link.kind === null && /\bissue\b/i.test(context)) ? "issue" : "pull-request";
    const facts: LinkFacts = {
      kind,
      state,
      title: "Handle trailing slashes",
      body: "",
      branch: kind === "issue" ? null : "topic",
      draft: false,
    };
    return Promise.resolve(facts);
  };
}
