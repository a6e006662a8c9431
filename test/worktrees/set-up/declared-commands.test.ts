import { expect, test } from "bun:test";
import { type DeclaringFile, declaredCommands } from "../../../src/worktrees/set-up/declared-commands.ts";

test.each<[DeclaringFile, string, string[]]>([
  [
    ".cursor/worktrees.json",
    '{"setup-worktree": ["npm ci", " cp $ROOT_WORKTREE_PATH/.env .env "]}',
    ["npm ci", "cp $ROOT_WORKTREE_PATH/.env .env"],
  ],
  [".cursor/worktrees.json", '{"setup-worktree": "set up.sh"}', ["sh '.cursor/set up.sh'"]],
  [
    ".cursor/worktrees.json",
    '{"setup-worktree": ["a"], "setup-worktree-unix": ["b"], "setup-worktree-windows": ["c"]}',
    ["b"],
  ],
  [".cursor/worktrees.json", '{ // none\n "setup-worktree-windows": ["c"] }', []],
  [".cursor/worktrees.json", '{"setup-worktree": [1, null, ""]}', []],
  [".superset/config.json", '{"setup": ["./.superset/setup.sh"], "teardown": ["x"]}', ["./.superset/setup.sh"]],
  [".superset/config.json", '{"setup": "bun install"}', ["bun install"]],
  [".superset/config.json", "{", []],
  [
    ".conductor/settings.toml",
    '[scripts]\nsetup = """\npnpm install\ncp a b\n"""\nrun = "x"\n',
    ["pnpm install\ncp a b"],
  ],
  [".conductor/settings.toml", "[scripts\n", []],
  ["conductor.json", '{"scripts": {"setup": "npm install", "run": "x"}}', ["npm install"]],
  [
    ".devcontainer/devcontainer.json",
    '{ // c\n "postCreateCommand": "npm ci && npm run build", }',
    ["npm ci && npm run build"],
  ],
  [
    ".devcontainer/devcontainer.json",
    '{"postCreateCommand": ["npm", "ci", "a b", "it\'s"]}',
    ["npm ci 'a b' 'it'\\''s'"],
  ],
  [
    ".devcontainer.json",
    '{"postCreateCommand": {"a": "npm ci", "b": ["pip", "install"], "c": {"d": "x"}}}',
    ["npm ci", "pip install"],
  ],
  [".devcontainer.json", '{"image": "x"}', []],
])("declaredCommands() of %s with %j", (file, text, commands) => {
  expect(declaredCommands(file, text)).toEqual(commands);
});
