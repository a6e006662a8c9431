import { expect, test } from "bun:test";
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DependencyFolder, findDependencyFolders } from "../../../src/worktrees/set-up/dependency-folders.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../../support/scratch.ts";
import { setUpIn } from "./set-up-in.ts";

const found = async (files: string[], there: string[]) => {
  using folder = scratchFolder();
  writeFiles(folder.path, Object.fromEntries(there.map((path) => [path, ""])));
  return (await findDependencyFolders(folder.path, files)).folders;
};

test.each<[string, string[], string[], DependencyFolder[]]>([
  [
    "a workspace's packages, decided by the one lockfile",
    ["package.json", "pnpm-lock.yaml", "packages/a/package.json"],
    ["node_modules/x", "packages/a/node_modules/y"],
    [
      { path: "node_modules", kind: "node", inputs: ["pnpm-lock.yaml"] },
      { path: "packages/a/node_modules", kind: "node", inputs: ["pnpm-lock.yaml"] },
    ],
  ],
  [
    "packages that have a lockfile of their own",
    ["package.json", "package-lock.json", "app/package.json", "app/yarn.lock"],
    ["app/node_modules/x"],
    [{ path: "app/node_modules", kind: "node", inputs: ["app/yarn.lock"] }],
  ],
  [
    "packages without a lockfile",
    ["package.json"],
    ["node_modules/x"],
    [{ path: "node_modules", kind: "node", inputs: ["package.json"] }],
  ],
  [
    "packages that the commit holds itself",
    ["package.json", "node_modules/x/index.js"],
    ["node_modules/x/index.js"],
    [],
  ],
  ["a folder beside no manifest", ["README.md"], ["node_modules/x", ".venv/pyvenv.cfg"], []],
  [
    "a virtual environment",
    ["pyproject.toml", "uv.lock"],
    [".venv/pyvenv.cfg", "venv/notes.txt"],
    [{ path: ".venv", kind: "python", inputs: ["uv.lock"] }],
  ],
  [
    "PHP, Ruby and Elixir",
    ["composer.json", "composer.lock", "Gemfile", "Gemfile.lock", "mix.exs", "mix.lock"],
    ["vendor/autoload.php", "vendor/bundle/x", ".bundle/config", "deps/x"],
    [
      { path: "vendor", kind: "plain", inputs: ["composer.lock"] },
      { path: "vendor/bundle", kind: "plain", inputs: ["Gemfile.lock"] },
      { path: ".bundle", kind: "plain", inputs: ["Gemfile.lock"] },
      { path: "deps", kind: "plain", inputs: ["mix.lock"] },
    ],
  ],
  [
    "build folders, which are never shared",
    ["Cargo.toml", "go.mod", "pom.xml", "A.csproj"],
    ["target/x", "bin/x", "obj/x"],
    [],
  ],
])("findDependencyFolders() of %s", async (_name, files, there, folders) => {
  expect(await found(files, there)).toEqual(folders);
});

test("packages that are too large to copy are left out, and it is said", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({ ".gitignore": ".venv/\n", "pyproject.toml": "" });
  mkdirSync(join(repository.path, ".venv"));
  writeFileSync(join(repository.path, ".venv/pyvenv.cfg"), "");
  // Three gigabytes that take no room on the disk.
  const file = openSync(join(repository.path, ".venv/model.bin"), "w");
  ftruncateSync(file, 3 * 1024 ** 3);
  closeSync(file);
  const { take, told } = setUpIn(repository.path, folder.path);
  const { path } = await take();
  expect(existsSync(join(path, ".venv"))).toBe(false);
  expect(told).toEqual([
    ".venv (2 files, 3072 MB) is too large to be copied for every worktree: worktrees do without it",
  ]);
});
