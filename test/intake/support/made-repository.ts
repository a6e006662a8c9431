import { readFiles } from "../../../src/intake/facts.ts";
import { readGoalText, readTitle } from "../../../src/intake/goal-text.ts";
import type { IntakeFacts, PastChange, Precedent } from "../../../src/intake/intake-facts.ts";
import { likestChanges } from "../../../src/intake/likeness.ts";
import { isThisRepository, parseLink } from "../../../src/intake/link.ts";
import { titleStems } from "../../../src/intake/tokens.ts";
import { factsWith } from "../known-facts.ts";

/** The files of a made repository: modules with tests, documents, tools, a second language, and a few odd names. */
export const madeFiles: readonly string[] = [
  ".github/workflows/ci.yml",
  "CHANGELOG.md",
  "Cargo.toml",
  "README.md",
  "VERSION",
  "crates/engine/src/lib.rs",
  "crates/engine/src/parser.rs",
  "docs/api/auth.md",
  "docs/api/billing.md",
  "docs/guide/first-steps.md",
  "docs/live.rst",
  "package.json",
  ...["auth", "billing", "mail", "search"].flatMap((name) => [
    `packages/${name}/package.json`,
    `packages/${name}/src/client.ts`,
    `packages/${name}/src/index.ts`,
    `packages/${name}/src/parse-config.ts`,
    `packages/${name}/test/client.test.ts`,
    `packages/${name}/test/index.test.ts`,
  ]),
  "packages/mail/src/providers/google.ts",
  "packages/mail/src/providers/outlook.ts",
  "packages/search/README.md",
  "scripts/release.sh",
  "src/app.ts",
  "src/cli/main.ts",
  "src/cli/parseDate.ts",
  "src/db/migrations/0001_start.sql",
  "src/db/pool.ts",
  "src/util/Strings.ts",
  "src/util/strings.test.ts",
  "tests/e2e/login.spec.ts",
  "tests/e2e/search.spec.ts",
  "tools/helpers.py",
  "web/index.html",
];

const titles = [
  "feat(auth): add refresh tokens",
  "fix(auth): reject an empty password",
  "fix(billing): round half up",
  "docs: describe the first steps",
  "docs(api): list every error of auth",
  "test(mail): cover the outlook provider",
  "test: add unit tests for all packages",
  "refactor: move the date parser into its own file",
  "refactor(search)!: drop the old index format",
  "chore(deps): bump typescript from 5.8 to 5.9",
  "perf(search): cache parsed queries",
  "ci: run the tests on three systems",
  "search: rank exact matches first",
  "[mail] send in batches",
  "Add a provider for Google",
  "Support sqlite and postgres in the pool",
  "Rewrite the parser of the engine",
  "Rename Strings to text",
  "Fix flaky login test",
  "Migrate all packages to ES modules",
  "Remove unused helpers",
  "Update README",
  "Release 2.3.0",
  "Introduce a config file, read it in the cli and document it",
];

/** Its changes, newest first; the reach of those far back is not known. */
const madeHistory: readonly PastChange[] = titles.map((title, at) => ({
  commit: at.toString(16).padStart(40, "0"),
  title,
  words: titleStems(readTitle(title)),
  reach:
    at > 20 ? null : { codeFiles: (at * 5) % 13, testFiles: (at * 3) % 5, docFiles: at % 3, directories: (at * 7) % 6 },
}));

/** Sizes of past changes, as different from each other as their places in the list. */
function sizeOf(change: PastChange, likeness: number): Precedent {
  const at = Number.parseInt(change.commit, 16);
  const lines = 3 + ((at * 97) % 700);
  const reach = change.reach ?? { codeFiles: 1, testFiles: 0, docFiles: 0, directories: 1 };
  return {
    ...reach,
    commit: change.commit,
    title: change.title,
    likeness,
    lines,
    textLines: Math.round(lines / 3),
    writtenLines: Math.round(lines * 0.9),
    largestLines: Math.round(lines / 2),
    largeTexts: at % 4,
  };
}

/** What is known of a goal in the made repository, without git and without a forge. */
export function madeFacts(goal: string, more: Partial<IntakeFacts> = {}, folder = ""): IntakeFacts {
  const text = readGoalText(goal);
  const link = parseLink(text.text);
  const precedents = likestChanges(titleStems(text), madeHistory).map(({ change, likeness }) =>
    sizeOf(change, likeness),
  );
  return factsWith({
    ...readFiles(text, madeFiles, "/home/ada/app", { folder }),
    history: madeHistory,
    precedents,
    link,
    linkIsHere: link === null ? null : isThisRepository(link, "git@github.com:acme/app.git"),
    ...more,
  });
}
