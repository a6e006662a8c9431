import { afterAll, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dir, "..", "..");
const copy = mkdtempSync(join(tmpdir(), "baro-recipes-"));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** What each recipe of CONTRIBUTING tells to write, in its smallest form, and nothing else. */
const added: Readonly<Record<string, string>> = {
  "src/agents/echo/echo.ts": `import type { ProgramSpec } from "../program-spec.ts";
import { echoTranslation } from "./map.ts";

/** An agent that says its prompt. */
export const echo: ProgramSpec = {
  name: "echo",
  program: "echo",
  provider: () => "echo",
  tried: { from: "1.0.0", below: "2.0.0" },
  passes: () => [],
  stateFolders: () => [],
  command: ({ prompt }) => ({ args: [], env: {}, stdin: prompt }),
  newTranslation: echoTranslation,
  signedIn: () => null,
  advice: { install: "It is on every machine", signIn: "Nothing to do" },
  announcesTools: false,
};
`,
  "src/agents/echo/map.ts": `import { z } from "zod";
import type { Translation } from "../mapper.ts";

const sayLine = z.object({ say: z.string() });

/** Each line that says something is its text. */
export function echoTranslation(): Translation {
  return {
    skips: () => false,
    translate: (record) => {
      const line = sayLine.safeParse(record);
      return line.success ? [{ type: "agent.text", text: line.data.say }] : null;
    },
    end: () => ({ events: [], ok: true, why: "done" }),
  };
}
`,
  "src/plan/rules/short-titles.ts": `import type { Ruled } from "../../core/plan.ts";
import type { Story } from "../../core/story.ts";

/** Leaves every title as it is. */
export function shortTitles(stories: readonly Story[]): Ruled {
  return { stories: [...stories], changes: [] };
}
`,
  "src/forges/hut/hut.ts": readFileSync(join(root, "src/forges/bitbucket.ts"), "utf8")
    .replace("./forge.ts", "../forge.ts")
    .replace("const bitbucket", "const hut")
    .replaceAll(/bitbucket/gi, "hut"),
  "src/ecosystems/roc.ts": `import type { Ecosystem } from "./ecosystem.ts";
import type { Check, Project } from "./project.ts";

export const roc: Ecosystem = {
  name: "roc",
  manifests: ["app.roc"],
  code: ["roc"],
  checkTexts: () => ["app.roc"],
  checks: rocChecks,
};

function rocChecks(project: Project): Check[] {
  return project.has("app.roc") ? [{ command: "roc test", source: "app.roc", needs: [{ program: "roc" }] }] : [];
}
`,
  "src/report/one-word.ts": `import type { RunState } from "../state/run-state.ts";

/** How a run went, in a word. */
export function oneWord(state: RunState): string {
  return state.finished?.outcome ?? "running";
}
`,
  "src/cli/commands/wave.ts": `import { command } from "../command.ts";
import { printLines } from "../output.ts";
import { openSession } from "../session.ts";

export const wave = command({
  name: "wave",
  description: "Wave.",
  run: async (host, { flags }) => {
    const { options } = await openSession(host, flags);
    printLines(host, [options.loud ? "HELLO" : "hello"]);
    return 0;
  },
});
`,
};

/** The lines that the recipes have changed: in which file, after which text, what. */
const changed: readonly [file: string, after: string, line: string][] = [
  ["src/agents/registry.ts", 'import { codex } from "./codex/codex.ts";', '\nimport { echo } from "./echo/echo.ts";'],
  ["src/agents/registry.ts", "  codex,\n", "  echo,\n"],
  ["src/core/agent-name.ts", 'programNames = ["claude", "codex", ', '"echo", '],
  ["src/core/plan.ts", "export const ruleNames = [\n", '  "short-titles",\n'],
  [
    "src/plan/rules/descriptions.ts",
    "ruleDescriptions: Readonly<Record<RuleName, string>> = {\n",
    '  "short-titles": "Titles stay.",\n',
  ],
  [
    "src/plan/enforce.ts",
    'import { ownLockfiles } from "./rules/own-lockfile.ts";\n',
    'import { shortTitles } from "./rules/short-titles.ts";\n',
  ],
  ["src/plan/enforce.ts", "const shaped = shape(input.mode, ", "shortTitles("],
  ["src/plan/enforce.ts", "shortTitles(locked.stories", ").stories"],
  ["src/forges/forges.ts", 'import { gitlab } from "./gitlab/gitlab.ts";\n', 'import { hut } from "./hut/hut.ts";\n'],
  ["src/forges/forges.ts", "const forges: readonly Forge[] = [github, ", "hut, "],
  ["src/ecosystems/known.ts", 'import { python } from "./python.ts";\n', 'import { roc } from "./roc.ts";\n'],
  ["src/ecosystems/known.ts", "export const ecosystems: readonly Ecosystem[] = [\n", "  roc,\n"],
  ["src/core/event.ts", '  | { type: "run.paused"; paused: boolean }\n', '  | { type: "run.waved"; hand: string }\n'],
  ["src/cli/event-meanings.ts", 'RunEventBody["type"], string>> = {\n', '  "run.waved": "Somebody waves",\n'],
  ["src/cli/event-fields.ts", '  "run.paused": { paused: 1 },\n', '  "run.waved": { hand: 1 },\n'],
  [
    "src/state/run-state.ts",
    "      state.paused = event.paused;\n      return;\n",
    '    case "run.waved":\n      return;\n',
  ],
  [
    "src/report/event-line.ts",
    '"agents are started again";\n',
    '    case "run.waved":\n      return ["waves with the", event.hand, "hand"].join(" ");\n',
  ],
  [
    "src/settings/rows-screen.ts",
    "export const screenRows = {\n",
    '  loud: { ...own, kind: onOff, unset: false, help: "Wave louder", group: "output", takers: [...every, "wave"] },\n',
  ],
  [
    "src/cli/commands.ts",
    "export const commands = {\n",
    '  wave: { summary: "Wave", load: async () => (await import("./commands/wave.ts")).wave },\n',
  ],
];

cpSync(join(root, "src"), join(copy, "src"), { recursive: true });
cpSync(join(root, "docs", "schemas"), join(copy, "docs", "schemas"), { recursive: true });
for (const file of ["package.json", "tsconfig.json", "scripts/house.ts", "test/architecture.test.ts"]) {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  cpSync(join(root, file), join(copy, file));
}
symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
const notThere: string[] = [];
for (const [file, text] of Object.entries(added)) {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), text);
}
for (const [file, after, line] of changed) {
  const text = readFileSync(join(copy, file), "utf8");
  if (!text.includes(after)) notThere.push(`${file}: ${after}`);
  writeFileSync(
    join(copy, file),
    text.replace(after, () => after + line),
  );
}

/** Runs a program in the copy; what it prints, with its exit code at the end. */
function runHere(args: readonly string[], stdin = ""): string {
  const home = {
    BARO_HOME: join(copy, "state"),
    XDG_CACHE_HOME: join(copy, "cache"),
    XDG_CONFIG_HOME: join(copy, "config"),
  };
  const result = spawnSync(process.execPath, args, {
    cwd: copy,
    input: stdin,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: copy, ...home },
  });
  return `${result.stdout}${result.stderr}exit ${result.status}`;
}

const baro = (...args: string[]) => runHere(["src/main.ts", ...args]);

test("every file and every place that the recipes name is there", () => {
  expect(notThere).toEqual([]);
  const recipes = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
  const places = new Set([...changed.map(([file]) => file), ...Object.keys(added)]);
  // What a recipe leaves to whoever follows it has a NAME in its path, or is a folder.
  const named = [...recipes.matchAll(/`(src\/[\w./-]+)`/g)].map(([, path = ""]) => path);
  const told = (file: string) => named.some((path) => file === path || file.startsWith(path.replace(/NAME.*$/, "")));
  expect([...places].filter((file) => !told(file))).toEqual([]);
});

test("what the recipes say is enough for the compiler", () => {
  writeFileSync(join(copy, "tsconfig.copy.json"), JSON.stringify({ extends: "./tsconfig.json", include: ["src"] }));
  const { status, stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", "tsconfig.copy.json"], {
    cwd: copy,
    encoding: "utf8",
  });
  expect(stdout).toBe("");
  expect(status).toBe(0);
}, 120_000);

test("what the recipes say keeps to the architecture", () => {
  const said = runHere(["test", "test/architecture.test.ts"]);
  expect(said.split("\n").filter((line) => line.startsWith("(fail)"))).toEqual([]);
  expect(said).toEndWith("exit 0");
}, 120_000);

test("a new agent's lines are mapped", () => {
  expect(runHere(["src/main.ts", "map", "echo"], '{"say":"hello"}\n')).toContain(
    '{"type":"agent.text","text":"hello"}',
  );
}, 60_000);

test("a new setting is a flag, a variable and a line of help, and a new command reads it", () => {
  expect(baro("wave")).toBe("hello\nexit 0");
  expect(baro("wave", "--loud")).toBe("HELLO\nexit 0");
  expect(baro("wave", "--help", "--all")).toContain("Wave louder");
  expect(baro("--help")).toContain("wave");
  expect(baro("help", "events")).toContain("run.waved");
}, 120_000);

test("a new ecosystem's files are code, and a new forge can be named", async () => {
  const kinds = (await import(join(copy, "src/ecosystems/file-kind.ts"))) as { isCode(path: string): boolean };
  expect(kinds.isCode("a.roc")).toBe(true);
  const { forgeNamed } = (await import(join(copy, "src/forges/forges.ts"))) as { forgeNamed(name: string): object };
  expect(forgeNamed("hut")).toMatchObject({ kind: "hut" });
});
