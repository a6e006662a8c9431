import { expect, test } from "bun:test";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, privateState, runArtifact } from "./artifact.ts";
import { openScreen, type Screen } from "./screen.ts";
import { keys, pasted } from "./terminal.ts";

interface Place {
  files?: Record<string, string>;
  columns?: number;
  rows?: number;
  args?: string[];
  env?: Record<string, string>;
}

const question = "What should be";

/** `baro` alone in a project on a terminal. What `play` leaves open is left with Ctrl-C. */
async function alone(place: Place, play: (screen: Screen, goal: () => string) => Promise<void>) {
  using state = privateState();
  using repo = scratchRepository({
    "README.md": "# Teh project\n",
    "package.json": JSON.stringify({ scripts: { test: "true" } }),
    ...place.files,
  });
  const env = { ...state.env, ...place.env };
  const args = ["--agent", "demo", "--intake", "rules", ...(place.args ?? [])];
  const { columns = 80, rows = 24 } = place;
  const screen = openScreen({ program: artifact, args, cwd: repo.path, env, columns, rows });
  const runs = join(state.path, "state", "runs");
  const goal = () => {
    const [run = ""] = readdirSync(runs);
    const [first = "{}"] = readFileSync(join(runs, run, "journal.jsonl"), "utf8").split("\n");
    return (JSON.parse(first) as { goal: string }).goal;
  };
  await play(screen, goal);
  screen.type(keys.interrupt);
  const exitCode = await screen.exit;
  const left = existsSync(runs) ? readdirSync(runs) : [];
  return { exitCode, left, screen, everything: screen.everything() };
}

const count = (lines: readonly string[], text: string) => lines.filter((line) => line.includes(text)).length;

test.each([
  [40, 12],
  [80, 24],
  [200, 50],
])(
  "baro alone says on %i by %i what it is and what it found, and takes a goal of several lines",
  async (columns, rows) => {
    const { exitCode, left, everything } = await alone({ columns, rows }, async (screen, goal) => {
      await screen.shows("npm test");
      screen.type("Fix the greeting");
      await screen.shows("Fix the greeting");
      screen.type(keys.newLine);
      screen.type("in README.md");
      const lines = await screen.shows("in README.md");
      expect(count(lines, question)).toBe(1);
      expect(count(lines, "Fix the greeting")).toBe(1);
      expect(lines.every((line) => line.length <= columns)).toBe(true);
      expect(lines.some((line) => line.includes("Enter: done"))).toBe(true);
      screen.type(keys.enter);
      await screen.shows("is suggested");
      expect(goal()).toBe("Fix the greeting\nin README.md");
    });
    expect(exitCode).toBe(130);
    expect(left).toEqual([]);
    const said = everything.join(" ").replaceAll("│", " ").replace(/\s+/g, " ");
    expect(said).toContain("the right shape for a coding task");
    expect(said).toContain("Without a key: baro demo");
  },
);

test("a check that this machine can't run is not told as if there were none", async () => {
  const files = { "package.json": "{}", "pubspec.yaml": "name: shop\n", "test/shop_test.dart": "void main() {}\n" };
  await alone({ files, env: { PATH: "/usr/bin:/bin" } }, async (screen) => {
    const lines = await screen.shows("(can't run here)");
    expect(lines.some((line) => /checks +dart test \(can't run here\)/.test(line))).toBe(true);
  });
});

test("what was found is beside the question: repository, branch, agent, checks, an example", async () => {
  await alone({ columns: 100 }, async (screen) => {
    await screen.shows("npm test");
    const text = screen.lines().join("\n");
    expect(text).toMatch(/repository {2}\/\S+, branch main/);
    expect(text).toMatch(/agent {7}demo/);
    expect(text).toMatch(/checks {6}npm test/);
    expect(text).toMatch(/example {5}The date parser/);
  });
});

const issue = `Login fails after an hour\n\nSteps:\n\n1. sign in\n2. wait\n\n    GET /me -> 401\n\nExpected: still signed in`;

test.each([
  ["marked by the terminal", pasted(issue)],
  ["at a terminal that does not mark it", issue.replaceAll("\n", "\r")],
])("a pasted issue stays whole, %s", async (_, sent) => {
  await alone({}, async (screen, goal) => {
    await screen.shows("npm test");
    screen.type(sent);
    await screen.shows("still signed in");
    screen.type(keys.enter);
    await screen.shows("is suggested");
    expect(goal()).toBe(issue);
  });
});

test("keys edit the text, and what a paste may hide does nothing", async () => {
  await alone({}, async (screen, goal) => {
    await screen.shows("npm test");
    screen.type(pasted("Fix \u001b]0;owned\u0007the \u001b[31mtypo\u202e in 漢字 שלום README.md\u0003"));
    await screen.shows("Fix the typo in 漢字 שלום README.md");
    screen.type(keys.left + keys.left + keys.left + keys.backspace);
    await screen.shows("READM.md");
    screen.type("E");
    await screen.shows("README.md");
    screen.type(keys.enter);
    await screen.shows("is suggested");
    expect(goal()).toBe("Fix the typo in 漢字 שלום README.md");
  });
});

test("a paste of 100 KB is shown in its bounds and refused with what to do", async () => {
  const { exitCode, left } = await alone({}, async (screen) => {
    await screen.shows("npm test");
    screen.type(pasted(`${"All the lines of a log file, 漢字.\n".repeat(3000)}THE END`));
    await screen.shows("THE END");
    screen.type(keys.enter);
    const lines = await screen.shows("in a file in the repository");
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(count(lines, question)).toBe(1);
  });
  expect(exitCode).toBe(130);
  expect(left).toEqual([]);
});

test("Ctrl-G goes on in the person's editor and comes back", async () => {
  using state = privateState();
  const editor = join(state.path, "my editor");
  writeFileSync(editor, '#!/bin/sh\n[ "$1" = --wait ] || exit 3\nprintf "and more\\n" >> "$2"\n');
  chmodSync(editor, 0o755);
  await alone({ env: { EDITOR: `'${editor}' --wait` } }, async (screen, goal) => {
    await screen.shows("npm test");
    screen.type(`Fix the greeting in README.md${keys.newLine}`);
    await screen.shows("Fix the greeting");
    screen.type(keys.editor);
    const lines = await screen.shows("and more");
    expect(count(lines, question)).toBe(1);
    screen.type(keys.enter);
    await screen.shows("is suggested");
    expect(goal()).toBe("Fix the greeting in README.md\nand more");
  });
});

test("an editor that fails takes nothing away", async () => {
  await alone({ env: { VISUAL: "no-such-editor" } }, async (screen) => {
    await screen.shows("npm test");
    screen.type("Fix the greeting");
    await screen.shows("Fix the greeting");
    screen.type(keys.editor);
    await screen.shows("not found");
    await screen.shows("Fix the greeting");
  });
});

test.each([
  [20, 5],
  [10, 3],
])("a screen of %i columns and %i rows takes a goal", async (columns, rows) => {
  await alone({ columns, rows }, async (screen, goal) => {
    await screen.shows("What");
    screen.type("Fix README.md");
    await screen.until((lines) => /Fix|md|│ {2}d/.test(lines.join("")));
    screen.type(keys.enter);
    await screen.until((lines) => lines.some((line) => line.includes("foc")));
    expect(goal()).toBe("Fix README.md");
  });
});

test.each([
  ["--plain", ["--plain"], {}],
  ["no TERM", [], { TERM: "" }],
  ["TERM=dumb", [], { TERM: "dumb" }],
] as const)("in sentences a pasted issue stays whole too: %s", async (_, args, env) => {
  await alone({ args: [...args], env, rows: 40 }, async (screen, goal) => {
    await screen.shows("An empty line ends it");
    screen.type(`${issue}\n\n`);
    await screen.shows("is suggested");
    expect(goal()).toBe(issue);
    expect(screen.everything().join("\n")).not.toMatch(/[│◆●]/u);
  });
});

test("the locale C draws the same", async () => {
  await alone({ env: { LANG: "C", LC_ALL: "C" } }, async (screen, goal) => {
    await screen.shows("npm test");
    screen.type("Fix 漢字 in README.md");
    await screen.shows("Fix 漢字 in README.md");
    screen.type(keys.enter);
    await screen.shows("is suggested");
    expect(goal()).toBe("Fix 漢字 in README.md");
  });
});

test("outside a repository, and without an agent, it says what to do before anything is written", async () => {
  using state = privateState();
  using repo = scratchRepository({ "README.md": "# Teh project\n" });
  const env = { ...state.env, PATH: "/usr/bin:/bin" };
  const at = (cwd: string) => openScreen({ program: artifact, args: [], cwd, env, columns: 120 });
  const outside = at(state.path);
  expect(await outside.exit).toBe(5);
  expect(outside.everything().join(" ")).toContain("baro demo");
  expect(outside.everything().join("\n")).toMatch(/hint: Run baro inside a repository, or make one with: git init/);
  const without = at(repo.path);
  expect(await without.exit).toBe(5);
  expect(without.everything().join("\n")).not.toContain(question);
  expect(without.everything().join("\n")).toMatch(/no coding agent is ready\s+hint: Install one/);
});

test("without a terminal baro alone is short and ends with 3", async () => {
  using state = privateState();
  const { exitCode, stdout, stderr } = await runArtifact({ cwd: state.path, env: state.env, args: [] });
  expect(exitCode).toBe(3);
  expect(stdout).toBe("");
  expect(stderr).toContain('baro "GOAL"');
  expect(stderr).toContain("baro --help");
  expect(stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(3);
});
