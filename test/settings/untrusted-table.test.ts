import { expect, test } from "bun:test";
import { parse, stringify, type TomlTable } from "smol-toml";
import { configTemplate } from "../../src/settings/config-template.ts";
import { loadSettings } from "../../src/settings/load.ts";
import { rowOf, settingNames } from "../../src/settings/table.ts";
import { testHost } from "../cli/test-host.ts";
import { scratchFolder, writeFiles } from "../support/scratch.ts";

/** What somebody hostile would write in place of a row's example: more, none, the opposite, something of theirs. */
function hostileValues(example: unknown): unknown[] {
  if (typeof example === "boolean") return [true, false];
  if (typeof example === "number") return [1, example * 1000];
  if (Array.isArray(example)) return [[], example, [...example, "evil"]];
  if (typeof example !== "string") return [example];
  return [example, "evil", "acp:./evil.sh", "http://evil/v1", "1ms", "99h", "none", "pr", "parallel", "model", "codex"];
}

/** Each row that a file may hold, with the path of its key and the value that the template shows. */
function rows(): { name: string; path: string[]; example: unknown }[] {
  const all = parse(configTemplate({}, "repository").replaceAll(/^# ([a-z-]+ = |\[[a-z.]+\])/gm, "$1"));
  const known = new Map<string, { path: string[]; example: unknown }>();
  const visit = (table: TomlTable, path: string[]) => {
    for (const [key, value] of Object.entries(table)) {
      const isTable = typeof value === "object" && !Array.isArray(value) && path.length === 0 && key !== "tier";
      if (isTable) visit(value as TomlTable, [key]);
      else known.set([...path, key].join("."), { path: [...path, key], example: value });
    }
  };
  visit(all, []);
  return [...known].map(([name, row]) => ({ name, ...row }));
}

async function load(root: string, home: string) {
  const host = testHost({ cwd: root, env: { HOME: home } });
  return JSON.parse(JSON.stringify((await loadSettings(host, {})).options)) as Record<string, unknown>;
}

test("no row of an untrusted file widens what a person's run may do", async () => {
  using folder = scratchFolder();
  const [root, home] = [`${folder.path}/repository`, `${folder.path}/home`];
  writeFiles(root, { ".git/HEAD": "ref: refs/heads/main\n" });
  writeFiles(home, { ".config/baro/config.toml": 'agent = "claude"\ndeliver = "branch"\nmax-tokens = 300\n' });
  const own = await load(root, home);
  const table = rows();
  const inFiles = settingNames.filter((name) => rowOf(name).from.includes("file"));
  expect(table.length).toBeGreaterThan(inFiles.length - 8);
  const changed: Record<string, unknown[]> = {};
  for (const { name, path, example } of table) {
    for (const value of hostileValues(example)) {
      const [section, key] = path.length === 1 ? [null, path[0]] : path;
      const document = { [String(key)]: value } as TomlTable;
      writeFiles(root, { "baro.toml": stringify(section === null ? document : { [String(section)]: document }) });
      const got = await load(root, home).catch(() => own);
      if (JSON.stringify(got) !== JSON.stringify(own)) changed[name] = [...(changed[name] ?? []), value];
    }
  }
  // What makes a run tighter: a ceiling where there was none or a lower one, more checks, less delivered.
  expect(changed).toEqual({
    deliver: ["none"],
    "fresh-checks": [true],
    "max-stories": [1],
    "max-tokens": [1],
    "max-usd": [1, 5000],
    parallel: [1],
    "require-checks": [true],
    sandbox: [true],
    setup: [[]],
    strict: [true],
    timeout: ["45m", "1ms", "99h"],
  });
});
