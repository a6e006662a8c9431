import { expect, test } from "bun:test";
import { fileKind, isCode, isSnapshot, isTest, testedSubject } from "../../src/ecosystems/file-kind.ts";
import {
  ecosystems,
  installFrom,
  isLeftByTools,
  isLockfile,
  isMadeFrom,
  isManifest,
} from "../../src/ecosystems/known.ts";

test.each([
  ["Package.resolved", "Package.swift"],
  ["ios/Podfile.lock", "ios/Podfile"],
  ["app/pubspec.lock", "app/pubspec.yaml"],
  ["npm-shrinkwrap.json", "packages/a/package.json"],
  ["pdm.lock", "pyproject.toml"],
  ["gems.locked", "gems.rb"],
  ["packages.lock.json", "src/App/App.fsproj"],
  ["rebar.lock", "rebar.config"],
  ["flake.lock", "flake.nix"],
  [".terraform.lock.hcl", "network.tf"],
])("%s is a lockfile, made from %s", (lockfile, manifest) => {
  expect(isLockfile(lockfile)).toBe(true);
  expect(isMadeFrom(lockfile, manifest)).toBe(true);
  expect(isManifest(lockfile)).toBe(false);
});

test("every lockfile names a manifest, and no name is both", () => {
  for (const { lockfiles = [] } of ecosystems) for (const { from } of lockfiles) expect(from.length).toBeGreaterThan(0);
  const exact = ecosystems.flatMap(({ lockfiles = [] }) => lockfiles.flatMap(({ names }) => names));
  for (const name of exact) if (typeof name === "string") expect([name, isManifest(name)]).toEqual([name, false]);
});

test.each([
  ["src/FooSpec.kt", "test", "Foo"],
  ["src/FooTest.java", "test", "Foo"],
  ["lib/parse_test.dart", "test", "parse"],
  ["Sources/App/ParserTests.swift", "test", "Parser"],
  ["spec/parse_spec.rb", "test", "parse"],
  ["a/parse.spec.tsx", "test", "parse"],
  ["pkg/parse_test.go", "test", "parse"],
  ["tests/test_parse.py", "test", "parse"],
  ["src/parse_SUITE.erl", "test", "parse"],
  ["lib/main.dart", "code", null],
  ["src/latest.java", "code", null],
  ["src/contest.cs", "code", null],
  ["src/Shop.Tests/Basket.cs", "test", null],
  ["src/Shop.UnitTests/Basket.cs", "test", null],
  ["src/commonTest/kotlin/Basket.kt", "test", null],
  ["src/Shop.Latest/Basket.cs", "code", null],
  ["deploy/main.tf", "code", null],
  ["site/index.html", "doc", null],
  ["app/index.html", "code", null],
  ["README.md", "doc", null],
  ["tests/data.json", "other", null],
] as const)("%s is %s, of %p", (path, kind, subject) => {
  expect(fileKind(path)).toBe(kind);
  expect(testedSubject(path)).toBe(subject);
  if (kind === "test") expect([isTest(path), isCode(path)]).toEqual([true, true]);
});

test("what tools leave behind, and what runners record", () => {
  expect(["node_modules/a/b.js", "a/__pycache__/b.pyc", ".dart_tool/x", "zig-out/a"].every(isLeftByTools)).toBe(true);
  expect(["src/a.js", "target.ts", "deps.md"].some(isLeftByTools)).toBe(false);
  expect(["a/__snapshots__/b.snap", "snapshots/a.json", "t/a.ambr", "a.verified.txt"].every(isSnapshot)).toBe(true);
});

test("an install keeps to the lockfile that it is for", () => {
  const installer = { manager: "pnpm", modernYarn: false } as const;
  expect(installFrom("pnpm-lock.yaml", installer)?.args).toContain("--frozen-lockfile");
  expect(installFrom("web/yarn.lock", installer)?.program).toBe("yarn");
  expect(installFrom("uv.lock", installer)).toEqual({ program: "uv", args: ["sync", "--frozen", "--link-mode=copy"] });
  expect(installFrom("Podfile.lock", installer)).toBeNull();
});
