import { expect, test } from "bun:test";
import { isRegenerated, sharedFileKind } from "../../src/surface/shared-file.ts";

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

test("lockfiles and snapshots are written by tools, the others by hand", () => {
  expect(isRegenerated("lockfile")).toBe(true);
  expect(isRegenerated("snapshot")).toBe(true);
  expect(isRegenerated("manifest")).toBe(false);
});
