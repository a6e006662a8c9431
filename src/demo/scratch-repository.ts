import fs, { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { add, commit, init, setConfig } from "isomorphic-git";
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

const author = { name: "baro demo", email: "demo@example.invalid" };

/** Settings of the repository alone, so that the person's signing, hooks and line ends don't reach into it. */
const settings = {
  "user.name": author.name,
  "user.email": author.email,
  "commit.gpgSign": false,
  "core.hooksPath": "/dev/null",
  "core.autocrlf": false,
};

/**
 * Makes a small repository with a history and real tests in a new temporary folder: one test fails in `focused`, four
 * are missing in `parallel`. Neither the person's git nor its settings have a part in it. The caller removes it.
 */
export async function makeScratchRepository(which: DemoName, parent: string = tmpdir()): Promise<DemoRepository> {
  const root = realpathSync(mkdtempSync(join(parent, `baro-demo-${which}-`)));
  await init({ fs, dir: root, defaultBranch: "main" });
  for (const [path, value] of Object.entries(settings)) await setConfig({ fs, dir: root, path, value });
  await commitFiles(root, "Start with functions on texts", firstFiles);
  await commitFiles(root, "Make slugs lower case", lowerCaseFiles);
  if (which === "parallel") await commitFiles(root, "Let the slug test follow", followedFiles);
  return {
    root,
    goal: goals[which],
    verify: ["sh test/run.sh"],
    remove: () => fs.rmSync(root, { recursive: true, force: true }),
  };
}

async function commitFiles(root: string, message: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    fs.mkdirSync(dirname(join(root, path)), { recursive: true });
    fs.writeFileSync(join(root, path), text);
  }
  await add({ fs, dir: root, filepath: Object.keys(files) });
  await commit({ fs, dir: root, message, author });
}

function list(items: readonly string[]): string {
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
