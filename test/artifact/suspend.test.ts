import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import type { ScriptedTurn, ScriptRequest } from "../../src/demo/scripted/script.ts";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, privateState } from "./artifact.ts";
import { openScreen, type Screen } from "./screen.ts";
import { type Scenario, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";
import { keys } from "./terminal.ts";

const goal = "Fix the typo in a.txt";
const plan = { stories: ["A", "B"].map((title, at) => story(`S${at + 1}`, { title, writes: [`${title}.txt`] })) };
const hasBash = spawnSync("bash", ["--version"]).error === undefined;
const suspend = "\u001a";

/** baro as a job of an interactive shell, where Ctrl-Z and fg are what they are for a person. */
async function inShell(
  args: string,
  size: { columns: number; rows: number },
  play: (screen: Screen) => Promise<void>,
  stories: Scenario["stories"] = { [goal]: [writing({ "a.txt": "fixed\n" })] },
) {
  await using endpoint = await scriptedEndpoint({ stories, plan });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n", "A.txt": "a\n", "B.txt": "b\n" });
  const env = { ...state.env, ...endpoint.env, PS1: "shell> ", HISTFILE: "/dev/null", BARO_AGENT: "openai:scripted-1" };
  const screen = openScreen({ program: "bash", args: ["--norc", "--noprofile", "-i"], cwd: repo.path, env, ...size });
  await screen.shows("shell>");
  screen.type(`'${artifact}' ${args}\r`);
  try {
    await play(screen);
  } finally {
    const isAtShell = (lines: string[]) => (lines.findLast((line) => line !== "") ?? "").trim() === "shell>";
    if (!isAtShell(screen.lines())) screen.type(keys.interrupt);
    await screen.until(isAtShell);
    screen.type("exit\r");
    await screen.exit;
  }
}

/** Ctrl-Z gives the shell a screen that it can be typed at, and fg comes back to the whole question. */
async function awayAndBack(screen: Screen, whole: (lines: string[]) => boolean): Promise<void> {
  await screen.until(whole);
  screen.type(suspend);
  await screen.until((lines) => (lines.findLast((line) => line !== "") ?? "").startsWith("shell>"));
  expect(screen.cursorIsShown()).toBe(true);
  // The shell reads lines again, and echoes them.
  screen.type("echo be''tween\r");
  await screen.until((lines) => lines.some((line) => line.trim() === "between"));
  screen.type("fg\r");
  await screen.until(whole);
}

const once = (lines: string[], text: string | RegExp) =>
  lines.filter((line) => (typeof text === "string" ? line.includes(text) : text.test(line))).length === 1;
const sizes = [
  { columns: 40, rows: 16 },
  { columns: 100, rows: 30 },
];

test.skipIf(!hasBash).each(sizes)(
  "the goal's text stays, and is typed on after Ctrl-Z and fg, on %j",
  async (size) => {
    await inShell("--intake rules --no-verify", size, async (screen) => {
      await screen.shows(/◆/);
      screen.type("Fix the ty");
      await awayAndBack(screen, (lines) => once(lines, "Fix the ty") && once(lines, /^◆/));
      screen.type("po in a.txt");
      await screen.shows("Fix the typo in a.txt");
      screen.type(keys.enter);
      await screen.until((lines) => once(lines, "● focused"));
    });
  },
  60_000,
);

test.skipIf(!hasBash).each(sizes)(
  "the picker and the review are whole after Ctrl-Z and fg, on %j",
  async (size) => {
    await inShell(`'${goal}' --intake rules --no-verify`, size, async (screen) => {
      await screen.until((lines) => once(lines, "● focused"));
      screen.type(keys.down);
      await awayAndBack(
        screen,
        (lines) => once(lines, "● sequential") && once(lines, /^◆/) && once(lines, "○ focused"),
      );
      screen.type(keys.enter);
      await screen.until((lines) => once(lines, "● Accept"));
      await awayAndBack(screen, (lines) => once(lines, "● Accept") && once(lines, /^◆/) && once(lines, "○ Leave"));
      screen.type(keys.down);
      await screen.until((lines) => once(lines, "● Show everything"));
    });
  },
  60_000,
);

test.skipIf(!hasBash).each(sizes)(
  "the live view is whole after Ctrl-Z and fg, takes keys again, and comes to its end, on %j",
  async (size) => {
    const gate = Promise.withResolvers<void>();
    const held =
      (path: string) =>
      async ({ turn }: ScriptRequest): Promise<ScriptedTurn> => {
        if (turn === 0) return writing({ [path]: `${path}\n` });
        await gate.promise;
        return { text: "Done" };
      };
    const args = "'Change A.txt and B.txt' --mode parallel --yes --no-verify";
    const play = async (screen: Screen) => {
      // Each story and the line of keys stand there once, whatever was drawn before.
      const whole = (lines: string[]) =>
        once(lines, /^\W*S1\b/) && once(lines, /^\W*S2\b/) && once(lines, /\? (help|keys)|Enter/);
      await awayAndBack(screen, whole);
      await awayAndBack(screen, whole);
      screen.type("?");
      await screen.until((lines) => lines.some((line) => /pause or resume starting|stop this story/.test(line)));
      screen.type("\u001b");
      await screen.until(whole);
      gate.resolve();
      await screen.until((lines) => (lines.findLast((line) => line !== "") ?? "").startsWith("shell>"));
      const said = screen.everything();
      for (const id of ["S1", "S2"]) expect(said.filter((line) => line.startsWith(`${id} merged`))).toHaveLength(1);
      expect(said.filter((line) => line === "Delivered")).toHaveLength(1);
      expect(screen.cursorIsShown()).toBe(true);
    };
    await inShell(args, size, play, { A: held("A.txt"), B: held("B.txt") });
  },
  60_000,
);
