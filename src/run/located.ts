import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { BaroError } from "../core/error.ts";
import { readGitWords } from "../git/explain.ts";
import { type GitHost, tryGit } from "../git/git.ts";
import { plainLine } from "../text/plain.ts";
import { shellWord } from "../text/quoting.ts";

/** What git says of the place that a person stands in. */
interface Located {
  bare: boolean;
  gitDir: string;
  shallow: boolean;
  /** The folder below its root. */
  prefix: string;
  /** Of a linked worktree, its own; null: git does not say. */
  ownGitDir: string | null;
  /** Null: there is no working tree here. */
  root: string | null;
}

const placeQuestions = ["--is-bare-repository", "--git-common-dir", "--is-shallow-repository", "--show-prefix"];

/** Asks git where a person stands. Throws `no-repository` outside of one. */
export async function locate(host: GitHost, cwd: string): Promise<Located> {
  const all = ["--git-dir", "--show-toplevel"];
  const said = await ask(host, cwd, ["rev-parse", ...placeQuestions, ...all]);
  const lines = said?.split("\n") ?? [];
  // Where there is no working tree git answers the last question not, and a name may hold a line break.
  const isPlain = lines.length === placeQuestions.length + all.length;
  const [facts, others] = isPlain
    ? [lines, lines.slice(placeQuestions.length)]
    : [
        (await locateAtAll(host, cwd)).split("\n"),
        await Promise.all(all.map((question) => ask(host, cwd, ["rev-parse", question]))),
      ];
  const [bare = "", gitDir = "", shallow = "", prefix = ""] = facts;
  const [ownGitDir = null, root = null] = others;
  return { bare: bare === "true", gitDir, shallow: shallow === "true", prefix, ownGitDir, root };
}

/** The answers to the first questions, each on a line. Throws `no-repository` with what is wrong where git gives none. */
async function locateAtAll(host: GitHost, cwd: string): Promise<string> {
  const result = await tryGit(host, cwd, ["rev-parse", ...placeQuestions]);
  if (result.exitCode === 0) return result.stdout.toString("utf8").replace(/\n$/, "");
  const { reason, advice } = readGitWords(result.stderr.toString("utf8"));
  const broken = brokenRepositoryAround(cwd);
  if (/^not a git repository \(or any/.test(reason) && broken !== null) {
    const around = dirname(broken);
    if (around !== cwd && (await ask(host, around, ["rev-parse", "--git-dir"])) !== null)
      throw notLookedUp(cwd, around, host);
    throw new BaroError("no-repository", `Cannot use "${broken}": git does not recognise it as a repository`, {
      hint: "Repair what is missing (HEAD, config), or clone it again",
    });
  }
  if (/^not a git repository \(or any/.test(reason)) {
    const named = host.env["GIT_DIR"] ?? "";
    throw new BaroError("no-repository", `Cannot find a git repository around "${cwd}"`, {
      hint:
        named === ""
          ? "Run baro inside a repository, or make one with: git init"
          : `Run baro inside a repository: the one that GIT_DIR names (${plainLine(named)}) is not looked at`,
    });
  }
  throw new BaroError("no-repository", `Cannot use the git repository around "${cwd}": ${reason}`, {
    hint: advice ?? `See git's own message with: git -C ${shellWord(cwd)} status`,
  });
}

/** Git stops to look at folders that it is told of, and where another file system begins. */
function notLookedUp(cwd: string, around: string, { env }: GitHost): BaroError {
  const isTold = (env["GIT_CEILING_DIRECTORIES"] ?? "") !== "";
  const why = isTold ? "GIT_CEILING_DIRECTORIES says not to" : "another file system begins in between";
  return new BaroError(
    "no-repository",
    `Cannot find a git repository around "${cwd}": git does not look as far as "${around}" (${why})`,
    {
      hint: `Run baro in "${around}"${isTold ? ", or unset GIT_CEILING_DIRECTORIES" : ""}`,
    },
  );
}

/** What a `.git` of a repository holds, some of which is left when it is broken. */
const partsOfRepository = ["HEAD", "config", "objects", "refs", "packed-refs"];

/**
 * The nearest `.git` in a folder or those around it that was a repository; git passes over one that is broken. An empty
 * folder of that name was never one: sandboxes leave such behind in `/tmp`.
 */
function brokenRepositoryAround(folder: string): string | null {
  const own = join(folder, ".git");
  const type = statSync(own, { throwIfNoEntry: false });
  if (type?.isFile() || partsOfRepository.some((part) => existsSync(join(own, part)))) return own;
  const around = dirname(folder);
  return around === folder ? null : brokenRepositoryAround(around);
}

/** The trimmed answer of a read-only git command; null when git says no. */
export async function ask(host: GitHost, cwd: string, args: readonly string[]): Promise<string | null> {
  const result = await tryGit(host, cwd, args);
  return result.exitCode === 0 ? result.stdout.toString("utf8").replace(/\n$/, "") : null;
}
