import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { commandNames, commands } from "../../src/cli/commands.ts";
import { eventRows } from "../../src/cli/event-fields.ts";
import { renderHelp } from "../../src/cli/help.ts";
import { runProgram } from "../../src/cli/program.ts";
import { bugExitCode, exitCodeOf } from "../../src/core/error.ts";
import { groups } from "../../src/settings/row.ts";
import { widthOf } from "../../src/text/cells.ts";
import { sampleRun } from "../report/sample-run.ts";
import { scratchFolder } from "../support/scratch.ts";
import { testHost } from "./test-host.ts";

test.each(commandNames)(
  "baro %s --help works outside a repository, without a home, and touches nothing",
  async (name) => {
    using folder = scratchFolder();
    const host = testHost({ cwd: folder.path, env: { HOME: undefined } });
    expect(await runProgram(host, [name, "--help"])).toBe(0);
    expect(host.out()).toContain(`Usage: baro ${name}`);
    expect(host.err()).toBe("");
    expect(readdirSync(folder.path)).toEqual([]);
  },
);

test.each(commandNames)("baro %s --help names every flag and its default", async (name) => {
  const command = await commands[name].load();
  const help = renderHelp(command, 100, true);
  for (const { name: flag, help: said, off } of command.flags) {
    if (said !== null) expect(help).toContain(`--${flag}`);
    if (off !== undefined) expect(help).toContain(`--no-${flag}`);
    for (const text of [said, off]) if (text) expect(text, `--${flag} says its default in brackets`).toMatch(/\(.+\)/);
  }
});

test.each([40, 60, 80, 110])("baro run --help fits %i columns but for its examples", async (columns) => {
  const help = renderHelp(await commands.run.load(), columns, true);
  const [body = ""] = help.split("\nExamples:");
  const longest = Math.max(
    ...body
      .split("\n")
      .filter((line) => !line.startsWith("  -"))
      .map(widthOf),
  );
  expect(longest).toBeLessThanOrEqual(columns);
});

test("baro --help lists every command", async () => {
  const host = testHost();
  expect(await runProgram(host, ["--help"])).toBe(0);
  for (const name of commandNames) expect(host.out()).toMatch(new RegExp(`^  ${name} |^Also: .*\\b${name}\\b`, "m"));
  expect(host.out()).toMatchSnapshot();
});

test("baro run --help reads well", async () => {
  expect(renderHelp(await commands.run.load(), 80, true)).toMatchSnapshot();
  expect(renderHelp(await commands.run.load(), 80, false)).toMatchSnapshot();
});

test.each([[["--help"]], [["run", "--help"]]])("baro %j fits 80x24 with a prompt below it", async (argv) => {
  const host = testHost();
  await runProgram(host, argv);
  const lines = host.out().trimEnd().split("\n");
  expect(lines.length).toBeLessThanOrEqual(23);
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
});

test.each(commandNames)("baro %s --help has its flags below the title of their group", async (name) => {
  const command = await commands[name].load();
  const parts = renderHelp(command, 80, true).split("\n\n");
  for (const flag of command.flags) {
    const part = parts.find((text) => text.startsWith(`${groups[flag.group]}:`));
    expect(part).toMatch(new RegExp(`^  (-., )?--(no-)?${flag.name}\\b`, "m"));
  }
});

test.each([["run --help --all"], ["run --all --help"], ["help run --all"]])(
  "baro %s shows what baro run --help leaves out",
  async (line) => {
    const [host, short] = [testHost(), testHost()];
    expect(await runProgram(host, line.split(" "))).toBe(0);
    expect(await runProgram(short, ["run", "--help"])).toBe(0);
    const { flags } = await commands.run.load();
    const rest = flags.filter(({ group }) => group !== "common");
    for (const { name } of rest) {
      expect(host.out()).toMatch(new RegExp(`^  --(no-)?${name}\\b`, "m"));
      expect(short.out()).not.toMatch(new RegExp(`^  --(no-)?${name}\\b`, "m"));
    }
    expect(short.out()).toContain(`${rest.length} more flags, and examples: baro run --help --all`);
  },
);

test("baro help exit-codes names every exit code that an error can have", async () => {
  const host = testHost();
  await runProgram(host, ["help", "exit-codes"]);
  const shown = host.out();
  for (const code of new Set([...Object.values(exitCodeOf), bugExitCode])) {
    expect(shown).toMatch(new RegExp(`^ .*\\b${code}\\b`, "m"));
  }
});

test("baro help events names every event of a run with its fields", async () => {
  const host = testHost();
  expect(await runProgram(host, ["help", "events"])).toBe(0);
  const known = new Map(eventRows());
  for (const { v, seq, at, run, type, ...said } of sampleRun) {
    expect([v, seq, at, run]).not.toContain(undefined);
    const fields = ["story", "attempt", ...(known.get(type)?.split(", ") ?? [])];
    for (const field of Object.keys(said)) expect(fields, type).toContain(field);
  }
  expect(host.out()).toMatchSnapshot();
});

test("baro --version prints one line", async () => {
  const host = testHost({ env: { HOME: undefined } });
  expect(await runProgram(host, ["--version"])).toBe(0);
  expect(host.out()).toMatch(/^baro \d+\.\d+\.\d+\n$/);
});
