import { expect, test } from "bun:test";
import { isMadeFrom } from "../../src/ecosystems/known.ts";
import { evidenceOfFiles } from "../../src/repository/evidence.ts";
import { announcesNewCode, isRecordedFrom, sharedFileKind } from "../../src/surface/pairs/shared-file.ts";

test.each([
  ["package-lock.json", "lockfile"],
  ["crates/x/Cargo.lock", "lockfile"],
  ["go.sum", "lockfile"],
  ["packages/a/package.json", "manifest"],
  ["requirements-dev.txt", "manifest"],
  ["App/App.csproj", "manifest"],
  ["CHANGELOG.md", "changelog"],
  ["docs/news.rst", "changelog"],
  ["src/index.ts", "barrel"],
  ["src/net/mod.rs", "barrel"],
  ["app/__init__.py", "barrel"],
  ["src/routes.ts", "routes"],
  ["config/routes.rb", "routes"],
  ["src/plugins/registry.go", "registry"],
  ["src/locales/de.json", "messages"],
  ["app/i18n/en/common.yml", "messages"],
  ["db/migrate/20240101_add_users.rb", "migration"],
  ["prisma/schema.prisma", "migration"],
  ["src/__snapshots__/a.test.ts.snap", "snapshot"],
  [".github/workflows/ci.yml", "configuration"],
  ["tsconfig.build.json", "configuration"],
  ["src/parse.ts", null],
  ["docs/package.json.md", null],
  ["src/changelog/reader.ts", null],
  ["src/messages.ts", null],
] as const)("sharedFileKind(%s) is %p", (path, kind) => {
  expect(sharedFileKind(path)).toBe(kind);
});

test("announcesNewCode() goes by name, then by what a file holds", () => {
  const imports = ["a", "b", "c", "d", "e"].map((name) => `src/${name}.ts`);
  const facts = { imports, packages: [], defines: [], words: [], types: [], bases: [] };
  const evidence = {
    ...evidenceOfFiles("base", ["src/all.ts", "src/work.ts"]),
    facts: new Map([
      ["src/all.ts", { ...facts, lines: 6 }],
      ["src/work.ts", { ...facts, lines: 300 }],
    ]),
  };
  const paths = ["src/index.ts", "src/registry.ts", "app/routes.py", "src/all.ts", "src/work.ts", "CHANGELOG.md"];
  expect(paths.map((path) => announcesNewCode(path, evidence))).toEqual([true, true, true, true, false, false]);
});

test.each([
  ["src/__snapshots__/a.test.ts.snap", "src/a.test.ts", true],
  ["test/__snapshots__/test_a.ambr", "test/test_a.py", true],
  ["src/__snapshots__/b.test.ts.snap", "src/a.test.ts", false],
  ["lib/__snapshots__/a.test.ts.snap", "src/a.test.ts", false],
  ["src/a.ts", "src/a.test.ts", false],
])("isRecordedFrom(%s, %s) is %p", (snapshot, source, expected) => {
  expect(isRecordedFrom(snapshot, source)).toBe(expected);
});

test.each([
  ["package-lock.json", "package.json", true],
  ["pnpm-lock.yaml", "packages/a/package.json", true],
  ["Cargo.lock", "crates/x/Cargo.toml", true],
  ["web/yarn.lock", "package.json", false],
  ["web/yarn.lock", "website/package.json", false],
  ["package-lock.json", "rust/Cargo.toml", false],
  ["uv.lock", "pyproject.toml", true],
  ["go.sum", "tools/go.mod", true],
  ["go.sum", "go.txt", false],
])("isMadeFrom(%s, %s) is %p", (lockfile, manifest, expected) => {
  expect(isMadeFrom(lockfile, manifest)).toBe(expected);
});
