import { expect, test } from "bun:test";
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { removeAgentSettings } from "../../../src/agents/ask/repository-settings.ts";
import { scratchFolder, writeFiles } from "../../support/scratch.ts";

test("settings for agents go from where an agent stands and from above it, and nothing else does", async () => {
  using folder = scratchFolder();
  const root = join(folder.path, "w");
  writeFiles(root, { "a.txt": "", ".pi/x.ts": "", ".envrc": "", "sub/deep/.claude/x": "", "sub/.mcp.json": "" });
  writeFiles(root, { "beside/.claude/x": "", ".storybook/main.ts": "", "sub/.env.example": "", "sub/deep/b.txt": "" });
  writeFiles(folder.path, { ".claude/x": "", ".npmrc": "" });
  await removeAgentSettings(root, join(root, "sub/deep"));
  const files = readdirSync(folder.path, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const left = files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.path.length + 1)).toSorted();
  expect(left).toEqual([
    ".claude/x",
    ".npmrc",
    ...["w/.storybook/main.ts", "w/a.txt", "w/beside/.claude/x", "w/sub/.env.example", "w/sub/deep/b.txt"],
  ]);
});

test("a link on the way leads to nothing that is taken away", async () => {
  using folder = scratchFolder();
  const root = join(folder.path, "w");
  writeFiles(folder.path, { "home/.claude/settings.json": "{}", "home/hooks/x.json": "", "home/.env": "" });
  mkdirSync(root);
  for (const name of ["sub", ".github", ".codex"]) symlinkSync(join(folder.path, "home"), join(root, name));
  await removeAgentSettings(root, join(root, "sub"));
  expect(readdirSync(join(folder.path, "home")).toSorted()).toEqual([".claude", ".env", "hooks"]);
  expect(readdirSync(join(folder.path, "home/hooks"))).toEqual(["x.json"]);
  expect(readdirSync(root).toSorted()).toEqual([".github", "sub"]);
});
