import { expect, test } from "bun:test";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, privateState } from "./artifact.ts";
import { brokenWords, openScreen, type Screen } from "./screen.ts";
import { type StoryScript, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";
import { keys } from "./terminal.ts";

/** Takes the title, clears the screen, goes home, turns red, and turns what follows around. */
const hostile = "\u001b]0;owned\u0007\u001b[2J\u001b[H\u001b[31m\u202e\u009b31mowned\u0007";

/** Wide, from right to left, and hostile: what goals, plans, agents and files are called. */
const goal = `Update 漢字.txt and שלום.txt${hostile}`;
const titles = ["更新 漢字漢字漢字漢字漢字漢字", "עדכון של הקובץ שלום", `Gamma ${hostile}`];
const files = ["漢字.txt", "שלום.txt", "gamma.txt"];
const plan = {
  stories: titles.map((title, at) =>
    story(`S${at + 1}`, {
      title,
      brief: `Write it ${hostile}`,
      writes: [files[at] ?? ""],
    }),
  ),
};

/** A whole run at a terminal, from the picker to the card, with agents that wait until they are let go. */
async function atTerminal(
  how: { columns: number; rows: number; args?: readonly string[]; env?: Record<string, string>; unset?: string },
  play: (screen: Screen, go: () => void) => Promise<void>,
) {
  const gate = Promise.withResolvers<void>();
  const script = (file: string): StoryScript => {
    return async ({ turn }) => {
      if (turn === 0)
        return { ...writing({ [file]: "done\n", [`stray ${hostile}.txt`]: "x\n" }), text: `I ${hostile}` };
      await gate.promise;
      return { text: `${hostile} 完了 סוף` };
    };
  };
  const stories = Object.fromEntries(titles.map((title, at) => [title, script(files[at] ?? "")]));
  await using endpoint = await scriptedEndpoint({ stories, plan });
  using state = privateState();
  using repo = scratchRepository({ "漢字.txt": "a\n", "שלום.txt": "b\n" });
  const run = [artifact, goal, "--agent", "openai:scripted-1", "--intake", "rules", "--no-verify", ...(how.args ?? [])];
  const [program = "", ...args] = how.unset === undefined ? run : ["/usr/bin/env", "-u", how.unset, ...run];
  const screen = openScreen({
    ...how,
    program,
    args,
    cwd: repo.path,
    env: { ...state.env, ...endpoint.env, ...how.env },
  });
  const names: string[] = [];
  screen.model.onTitleChange((name) => names.push(name));
  try {
    await play(screen, gate.resolve);
    expect(await screen.exit).toBe(0);
  } finally {
    gate.resolve();
  }
  expect(names.filter((name) => name.startsWith("owned"))).toEqual([]);
  expect(brokenWords(screen)).toEqual([]);
  const branch = repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads/baro");
  return { screen, landed: repo.git("diff", "-z", "--name-only", "main", branch).split("\0").filter(Boolean) };
}

const colours = ({ model }: Screen) => {
  const { active } = model.buffer;
  const cells = Array.from({ length: active.baseY + model.rows }, (_, at) => active.getLine(at)).flatMap((line) =>
    Array.from({ length: model.cols }, (_, at) => line?.getCell(at)),
  );
  return cells.filter((cell) => cell !== undefined && !cell.isFgDefault()).length;
};

const once = (lines: readonly string[], text: string | RegExp) =>
  lines.filter((line) => (typeof text === "string" ? line.includes(text) : text.test(line))).length;
const drawing = /[│◆●○◇⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/u;

test.each([
  ["20 columns", { columns: 20, rows: 30 }],
  ["5 rows", { columns: 80, rows: 5 }],
  ["20 columns and 5 rows", { columns: 20, rows: 5 }],
  ["the locale C", { columns: 80, rows: 24, env: { LC_ALL: "C", LANG: "C" } }],
])("drawn on %s: picker, review, live view and card", async (_what, how) => {
  const { screen, landed } = await atTerminal(how, async (screen, go) => {
    const whole = () => {
      const { active } = screen.model.buffer;
      const rows = Array.from({ length: how.rows }, (_, at) => active.getLine(active.baseY + at));
      expect(rows.filter((row) => row?.isWrapped === true)).toEqual([]);
    };
    await screen.shows("● focused");
    screen.type(keys.down);
    await screen.shows("● sequential");
    screen.type(keys.down);
    const picker = await screen.shows("● parallel");
    expect(once(picker, "◆")).toBe(1);
    expect(once(picker, "● ")).toBe(1);
    whole();
    screen.type(keys.enter);
    const review = await screen.shows("● Accept");
    expect(once(review, "◆")).toBe(1);
    whole();
    screen.type(keys.enter);
    const live = await screen.shows(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] parallel: 3 work/u);
    expect(once(live, /parallel: 3 work/)).toBe(1);
    expect(screen.cursorIsShown()).toBe(false);
    whole();
    go();
    await screen.shows("● Nothing");
    screen.type(keys.enter);
  });
  expect(screen.cursorIsShown()).toBe(true);
  expect(screen.everything().filter((line) => /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/u.test(line))).toEqual([]);
  expect(landed.toSorted()).toEqual(files.toSorted());
});

test.each([
  ["no TERM", { columns: 40, rows: 20, unset: "TERM" }],
  ["TERM=dumb", { columns: 20, rows: 30, env: { TERM: "dumb" } }],
  ["NO_COLOR", { columns: 40, rows: 5, env: { NO_COLOR: "1" } }],
  ["--plain", { columns: 80, rows: 24, args: ["--plain"], env: { LC_ALL: "C" } }],
])("in sentences with %s: picker, review, progress and card", async (_what, how) => {
  const { screen, landed } = await atTerminal(how, async (screen, go) => {
    // What is asked may be taller than the screen.
    const asks = async (times: number) => {
      await screen.until(
        () =>
          screen
            .everything()
            .join(" ")
            .split(/Enter\s+for/).length > times,
      );
    };
    await asks(1);
    screen.type("3\n");
    await asks(2);
    screen.type("\n");
    await screen.until(() => screen.everything().join(" ").includes("S3 started"));
    go();
    await asks(3);
    screen.type("\n");
  });
  const all = screen.everything();
  // The question says what is suggested; the log does not say it, too.
  expect(all.filter((line) => /intake:/.test(line))).toEqual([]);
  expect(all.filter((line) => drawing.test(line))).toEqual([]);
  // Colours are no drawing, and no screen reader reads them.
  expect(colours(screen) > 0).toBe(how.columns === 80);
  for (const file of files) expect(all.join("")).toContain(file);
  expect(landed.toSorted()).toEqual(files.toSorted());
});
