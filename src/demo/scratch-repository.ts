import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type GitHost, git } from "../git/git.ts";
import { firstFiles, followedFiles, lowerCaseFiles, untested } from "./scratch-files.ts";

/** The two runs that the demo plays. */
export const demoNames = ["focused", "parallel"] as const;
export type DemoName = (typeof demoNames)[number];

export interface DemoRepository {
  /** Absolute, without symbolic links. */
  root: string;
  goal: string;
  /** The checks that the result must pass. */
  verify: string[];
  remove(): void;
}

const goals: Readonly<Record<DemoName, string>> = {
  focused:
    "Fix the failing test test/slug.test.sh: its expectation is stale, slugs are lower case since 2.0 (CHANGELOG.md).",
  parallel: `Write unit tests for each of ${list(untested.map(({ name }) => `lib/${name}.sh`))}: one new test file per module.`,
};

const [name, email] = ["baro demo", "demo@example.invalid"];

/** Settings of the repository alone, so that the person's signing, hooks and line ends don't reach into it. */
const settings = {
  "user.name": name,
  "user.email": email,
  "commit.gpgSign": "false",
  "core.hooksPath": "/dev/null",
  "core.autocrlf": "false",
};

/** Nothing of the person's own settings has a part in it, nor who they say they are. */
const noSettings = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: name,
  GIT_AUTHOR_EMAIL: email,
  GIT_COMMITTER_NAME: name,
  GIT_COMMITTER_EMAIL: email,
};

/**
 * Makes a small repository with a history and real tests in a new temporary folder: one test fails in `focused`, four
 * are missing in `parallel`. The person's settings of git have no part in it. The caller removes it.
 */
export async function makeScratchRepository(
  host: GitHost,
  which: DemoName,
  parent: string = tmpdir(),
): Promise<DemoRepository> {
  const root = realpathSync(mkdtempSync(join(parent, `baro-demo-${which}-`)));
  await git(host, root, ["init", "--quiet", "--template=", "--initial-branch=main"], { env: noSettings });
  for (const setting of Object.entries(settings)) await git(host, root, ["config", ...setting]);
  await commitFiles(host, root, "Start with functions on texts", firstFiles);
  await commitFiles(host, root, "Make slugs lower case", lowerCaseFiles);
  if (which === "parallel") await commitFiles(host, root, "Let the slug test follow", followedFiles);
  return {
    root,
    goal: goals[which],
    verify: ["sh test/run.sh"],
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

async function commitFiles(
  host: GitHost,
  root: string,
  message: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  await git(host, root, ["add", "--all"], { env: noSettings });
  await git(host, root, ["commit", "--quiet", "--message", message], { env: noSettings });
}

function list(items: readonly string[]): string {
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
