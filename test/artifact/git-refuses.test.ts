import { expect, test } from "bun:test";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { installStandIn, signedIn } from "../support/stand-in/install.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";

type Repository = ReturnType<typeof scratchRepository>;
interface Case {
  what: string;
  /** Breaks it; gives the folder to start in, below the repository, and what else is in the environment. */
  make(repo: Repository): unknown;
  /** Of stderr; null: it works. */
  said: RegExp | null;
}

const inGit = (repo: Repository, path: string) => join(repo.path, ".git", path);
const write = (path: string, text: string) => (repo: Repository) => writeFileSync(inGit(repo, path), text);
const folderAt = (path: string) => (repo: Repository) => {
  rmSync(inGit(repo, path), { force: true });
  mkdirSync(inGit(repo, path), { recursive: true });
};
const set = (name: string, value: string) => (repo: Repository) => void repo.git("config", name, value);
const nowhere = "1234567890123456789012345678901234567890\n";

const cases: Case[] = [
  {
    what: "an index that is no index",
    make: write("index", "garbage"),
    said: /its index is broken.*\nhint: .*read-tree HEAD/,
  },
  {
    what: "an index whose shared half is gone",
    make: (repo) => {
      repo.git("update-index", "--split-index");
      const shared = repo.git("rev-parse", "--shared-index-path");
      rmSync(join(repo.path, shared));
    },
    said: /its index is broken \(.*sharedindex/,
  },
  {
    what: "branches that can't be read",
    make: write("packed-refs", "garbage\n"),
    said: /can't read its branches \(unexpected line in .*packed-refs/,
  },
  { what: "a folder in the place of packed branches", make: folderAt("packed-refs"), said: /can't read its branches/ },
  {
    what: "a branch that names nothing",
    make: write("refs/heads/main", "zzz\n"),
    said: /can't read its branches \(broken ref refs\/heads\/main\)/,
  },
  { what: "HEAD at a commit that is gone", make: write("HEAD", nowhere), said: /commit 123456789012 can't be read/ },
  {
    what: "no commit at all",
    make: (repo) => void repo.git("checkout", "--quiet", "--orphan", "new"),
    said: /has no commit yet/,
  },
  {
    what: "a format that no git knows",
    make: set("core.repositoryformatversion", "99"),
    said: /Expected git repo version <= 1, found 99/,
  },
  { what: "a broken configuration", make: write("config", "[core\n"), said: /bad config line 1 in file/ },
  {
    what: "an included file that is broken, here alone",
    make: (repo) => {
      write("broken", "[user\n")(repo);
      repo.git("config", `includeIf.gitdir:${repo.path}/.path`, "broken");
    },
    said: /bad config line 1 in file .*broken/,
  },
  {
    what: "a setting of the wrong kind",
    make: set("core.autocrlf", "sometimes"),
    said: /bad boolean config value 'sometimes' for 'core.autocrlf'/i,
  },
  { what: "a shallow file that is broken", make: write("shallow", "nonsense\n"), said: /bad shallow line/ },
  {
    what: "a folder where excluded names are kept",
    make: folderAt("info/exclude"),
    said: /cannot use .*info\/exclude as an exclude file/,
  },
  {
    what: "a partial clone whose remote is gone",
    make: (repo) => {
      repo.git("config", "uploadpack.allowFilter", "true");
      repo.git(
        "clone",
        "--quiet",
        "--filter=blob:none",
        "--no-checkout",
        `file://${repo.path}`,
        join(repo.path, "part"),
      );
      repo.git("-C", "part", "remote", "set-url", "origin", "file:///no/such");
      return { folder: "part" };
    },
    said: /this partial clone lacks files of it, and can't fetch them/,
  },
  {
    what: "branches that are kept in a way that this git passes over",
    make: (repo) => {
      repo.git("config", "extensions.refStorage", "later");
      rmSync(inGit(repo, "refs/heads"), { recursive: true });
      writeFileSync(inGit(repo, "refs/heads"), "this repository uses another format\n");
      writeFileSync(inGit(repo, "HEAD"), "ref: refs/heads/.invalid\n");
    },
    said: /(?:they are kept as later\)\nhint: Use a git that knows it|refstorage)/i,
  },
  {
    what: "a worktree whose repository is gone",
    make: (repo) => {
      repo.git("worktree", "add", "--quiet", "linked");
      rmSync(inGit(repo, "worktrees"), { recursive: true });
      return { folder: "linked" };
    },
    said: /not a git repository: .*worktrees\/linked/,
  },
  {
    what: "a folder that git does not look above of",
    make: (repo) => {
      mkdirSync(join(repo.path, "sub"));
      return { folder: "sub", env: { GIT_CEILING_DIRECTORIES: repo.path } };
    },
    said: /git does not look as far as ".*" \(GIT_CEILING_DIRECTORIES says not to\)\nhint: Run baro in/,
  },
  {
    what: "settings in the environment that are broken",
    make: () => ({ env: { GIT_CONFIG_COUNT: "3" } }),
    said: /missing config key GIT_CONFIG_KEY_0/,
  },
  { what: "a lock on the index", make: write("index.lock", ""), said: null },
  { what: "another branch that is broken", make: write("refs/heads/other", "zzz\n"), said: null },
  { what: "a branch at a commit that is gone", make: write("refs/heads/other", nowhere), said: null },
  { what: "a folder where a sparse checkout is told", make: folderAt("info/sparse-checkout"), said: null },
  { what: "an alternate that is gone", make: write("objects/info/alternates", "/no/such\n"), said: null },
  { what: "hooks that are nowhere", make: set("core.hooksPath", "/no/such"), said: null },
  {
    what: "other repositories in the environment",
    make: () => ({
      env: {
        GIT_DIR: "/no/such",
        GIT_WORK_TREE: "/tmp",
        GIT_INDEX_FILE: "/no/index",
        GIT_OBJECT_DIRECTORY: "/no/objects",
        GIT_NAMESPACE: "n",
      },
    }),
    said: null,
  },
];

test.each(cases.map((one) => [one.what, one] as const))(
  "%s: git's reason before an agent is started, or it works",
  async (_what, { make, said }) => {
    using state = privateState();
    using repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
    const bin = join(state.path, "bin");
    const agent = installStandIn(bin, "claude", [{ do: "write", path: "a.txt", content: "x\n" }, { do: "end" }]);
    const { folder = "", env = {} } = (make(repo) ?? {}) as { folder?: string; env?: Record<string, string> };
    const all = { ...state.env, ...signedIn, PATH: `${bin}${delimiter}${state.env["PATH"]}`, ...env };
    const flags = ["--mode", "focused", "--intake", "rules", "--no-verify", "--deliver", "branch", "--json"];
    const args = ["Fix the typo in a.txt", ...agent, ...flags];
    const ended = await runArtifact({ cwd: join(repo.path, folder), env: all, args });
    expect([ended.exitCode, eventsOf(ended.events, "story.started").length]).toEqual(said === null ? [0, 1] : [5, 0]);
    if (said !== null) expect(ended.stderr).toMatch(said);
  },
  40_000,
);
