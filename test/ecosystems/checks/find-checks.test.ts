import { expect, test } from "bun:test";
import { chmodSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findChecks } from "../../../src/ecosystems/checks/find-checks.ts";
import { readCommitFiles } from "../../../src/git/commit-files.ts";
import { systemHost } from "../../../src/host/system.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../../support/scratch.ts";

/** A host whose PATH has git and these programs of the test's own. */
function hostWith(folder: string, programs: Record<string, string>) {
  writeFiles(
    folder,
    Object.fromEntries(Object.entries(programs).map(([name, body]) => [name, `#!/bin/sh\n${body}\n`])),
  );
  for (const name of Object.keys(programs)) chmodSync(join(folder, name), 0o755);
  const git = (process.env["PATH"] ?? "").split(":").find((part) => Bun.which("git", { PATH: part }) !== null);
  writeFiles(folder, { "only-git/git": `#!/bin/sh\nexec ${git}/git "$@"\n` });
  chmodSync(join(folder, "only-git/git"), 0o755);
  return { ...systemHost(), env: { ...process.env, PATH: `${folder}:${join(folder, "only-git")}` } };
}

const tested = '{"scripts":{"test":"node --test"}}';

test("findChecks() reads the base, not the working tree", async () => {
  using programs = scratchFolder();
  using repository = scratchRepository({ "package.json": tested });
  const base = repository.git("rev-parse", "HEAD");
  repository.commit("Later", { "package.json": "{}" });
  repository.write({ "Cargo.toml": "" });
  const found = await findChecks(
    hostWith(programs.path, { npm: "" }),
    repository.path,
    await readCommitFiles(systemHost(), repository.path, base),
  );
  expect(found).toMatchObject({
    checks: ["npm test"],
    notices: ["Checks found in the project: `npm test` (package.json)"],
    skipped: [],
  });
});

test("findChecks() skips, and says so, what can't be run on this machine", async () => {
  using programs = scratchFolder();
  using repository = scratchRepository({ "package.json": tested, "pnpm-lock.yaml": "", "Cargo.toml": "[package]\n" });
  const files = await readCommitFiles(systemHost(), repository.path, "HEAD");
  expect(await findChecks(hostWith(programs.path, { cargo: "" }), repository.path, files)).toMatchObject({
    checks: ["cargo test"],
    notices: ["Checks found in the project: `cargo test` (Cargo.toml)"],
    skipped: [
      {
        command: "pnpm test",
        cause: "missing",
        why: "pnpm is not on the PATH",
        next: "install pnpm, or name a check with --verify",
      },
    ],
  });
});

test("findChecks() asks a Python whether it has pytest, the project's own first", async () => {
  using programs = scratchFolder();
  using repository = scratchRepository({ "test_a.py": "def test_a(): pass\n" });
  const files = await readCommitFiles(systemHost(), repository.path, "HEAD");
  const host = hostWith(programs.path, { python3: "exit 1" });
  expect((await findChecks(host, repository.path, files)).skipped).toEqual([
    {
      command: "python3 -m pytest",
      cause: "missing",
      why: "`python3 -m pytest --version` fails",
      next: "install python3, or name a check with --verify",
    },
  ]);
  repository.write({ ".venv/bin/python3": "#!/bin/sh\nexit 0\n" });
  chmodSync(join(repository.path, ".venv/bin/python3"), 0o755);
  expect((await findChecks(host, repository.path, files)).checks).toEqual(["python3 -m pytest"]);
});

test("findChecks() says why a repository of documents is not checked", async () => {
  using repository = scratchRepository({ "README.md": "# Notes\n", "docs/a.md": "a\n" });
  expect(
    await findChecks(systemHost(), repository.path, await readCommitFiles(systemHost(), repository.path, "HEAD")),
  ).toMatchObject({
    checks: [],
    notices: [],
    skipped: [
      {
        command: null,
        cause: "nothing",
        why: "the repository holds only documents",
        next: "name a check with --verify",
      },
    ],
  });
});

test("findChecks() takes the tool that is there when its manager is missing", async () => {
  using programs = scratchFolder();
  using repository = scratchRepository({
    "pyproject.toml": "pytest",
    "uv.lock": "",
    "tests/test_a.py": "",
    "composer.json": '{"scripts":{"test":"phpunit"}}',
    "phpunit.xml": "",
  });
  const files = await readCommitFiles(systemHost(), repository.path, "HEAD");
  const host = hostWith(programs.path, { php: "" });
  const none = await findChecks(host, repository.path, files);
  expect(none.skipped.map(({ command }) => command)).toEqual(["uv run python -m pytest", "composer test"]);
  repository.write({ ".venv/bin/python3": "#!/bin/sh\nexit 0\n", "vendor/bin/phpunit": "" });
  chmodSync(join(repository.path, ".venv/bin/python3"), 0o755);
  const found = await findChecks(host, repository.path, files);
  expect(found.checks).toEqual(["python3 -m pytest", "php vendor/bin/phpunit"]);
  expect(found.skipped).toEqual([]);
});

test.each([".venv/bin/python3", "venv/bin/python3"])(
  "findChecks() runs no program that a repository brings: %s",
  async (file) => {
    using programs = scratchFolder();
    const ran = join(programs.path, "ran");
    using repository = scratchRepository({ "test_a.py": "def test_a(): pass\n" });
    const host = hostWith(programs.path, { python3: "exit 1" });
    repository.write({ [file]: `#!/bin/sh\n: > ${ran}\n` });
    chmodSync(join(repository.path, file), 0o755);
    const look = async () =>
      findChecks(host, repository.path, await readCommitFiles(systemHost(), repository.path, "HEAD"));
    // Not committed, it is the person's own.
    await look();
    expect(existsSync(ran)).toBe(true);
    rmSync(ran);
    repository.commit("Bring it", {});
    expect((await look()).skipped[0]).toMatchObject({ cause: "missing" });
    expect(existsSync(ran)).toBe(false);
  },
);

test.each<[string, Record<string, string>, Record<string, string>, string, string[]]>([
  ["pnpm", { "package.json": tested, "pnpm-lock.yaml": "" }, { "node_modules/x/a.js": "" }, "npm test", ["npm"]],
  [
    "yarn, for a program that watches",
    { "package.json": '{"scripts":{"test":"jest --watch"}}', "yarn.lock": "" },
    { "node_modules/x/a.js": "" },
    "CI=true npm test",
    ["npm"],
  ],
  [
    "composer, for a script that is one program",
    { "composer.json": '{"scripts":{"test":"phpunit --testdox tests"}}' },
    { "vendor/bin/phpunit": "" },
    "php vendor/bin/phpunit --testdox tests",
    ["php"],
  ],
  ["composer, beside a program elsewhere", { "composer.json": "{}", "phpunit.xml": "" }, {}, "phpunit", ["phpunit"]],
  [
    "a phpunit that composer does not bring",
    { "composer.json": "{}", "phpunit.xml": "" },
    {},
    "phpunit",
    ["php", "composer", "phpunit"],
  ],
  ["bundler", { Gemfile: "", "spec/a_spec.rb": "" }, {}, "rspec", ["rspec"]],
  ["bazel", { "MODULE.bazel": "", BUILD: "" }, {}, "bazelisk test //...", ["bazelisk"]],
  [
    "tox",
    { "tox.ini": "[testenv]\n", "tests/test_a.py": "import unittest\n" },
    {},
    "python3 -m unittest discover -s tests -t .",
    ["python3"],
  ],
])("findChecks() does without %s where something else is there", async (_name, files, there, command, programs) => {
  using folder = scratchFolder();
  using repository = scratchRepository(files);
  repository.write(there);
  const host = hostWith(folder.path, Object.fromEntries(programs.map((name) => [name, ""])));
  const found = await findChecks(host, repository.path, await readCommitFiles(systemHost(), repository.path, "HEAD"));
  expect({ checks: found.checks, skipped: found.skipped }).toEqual({ checks: [command], skipped: [] });
});

test.each<[string, Record<string, string>, Record<string, string>]>([
  ["nothing is installed", { "package.json": tested, "pnpm-lock.yaml": "" }, {}],
  [
    "the script calls its package manager",
    { "package.json": '{"scripts":{"test":"pnpm -r test"}}', "pnpm-lock.yaml": "" },
    { "node_modules/x/a.js": "" },
  ],
])("findChecks() does not do without pnpm where %s", async (_name, files, there) => {
  using folder = scratchFolder();
  using repository = scratchRepository(files);
  repository.write(there);
  const host = hostWith(folder.path, { npm: "" });
  const found = await findChecks(host, repository.path, await readCommitFiles(systemHost(), repository.path, "HEAD"));
  expect(found.skipped.map(({ command, why }) => [command, why])).toEqual([["pnpm test", "pnpm is not on the PATH"]]);
});
