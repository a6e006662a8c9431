import { expect, test } from "bun:test";
import { isMadeFrom } from "../../src/ecosystems/known.ts";
import { evidenceOfFiles } from "../../src/repository/evidence.ts";
import { historyOf } from "../../src/repository/history.ts";
import { sharedFileKind } from "../../src/surface/pairs/shared-file.ts";
import { provenSharedKind } from "../../src/surface/pairs/shared-kind.ts";

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

test("provenSharedKind() goes by name, then by what a file holds, then by its history", () => {
  const files = ["src/all.ts", "src/work.ts", "src/settings.ts", "CHANGELOG.md"];
  const imports = ["a", "b", "c", "d", "e"].map((name) => `src/${name}.ts`);
  const facts = { imports, packages: [], defines: [], words: [] };
  const commits = Array.from({ length: 100 }, (_, at) => (at % 3 === 0 ? ["src/settings.ts"] : ["src/work.ts"]));
  const evidence = {
    ...evidenceOfFiles("base", files),
    facts: new Map([
      ["src/all.ts", { ...facts, lines: 6 }],
      ["src/work.ts", { ...facts, lines: 300 }],
    ]),
  };
  expect(provenSharedKind("CHANGELOG.md", evidence)).toBe("changelog");
  expect(provenSharedKind("src/all.ts", evidence)).toBe("barrel");
  const busy = { ...evidence, history: historyOf(commits) };
  expect(provenSharedKind("src/settings.ts", busy)).toBe("hub");
  expect(provenSharedKind("src/other.ts", busy)).toBeNull();
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
