import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, privateState } from "./artifact.ts";
import { openScreen, type Screen } from "./screen.ts";
import { scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";
import { keys } from "./terminal.ts";

const goal = "Fix the typo in README.md";
const titles = ["Alpha", "Beta", "Gamma"];
const plan = {
  stories: titles.map((title, index) => story(`S${index + 1}`, { title, writes: [`${title.toLowerCase()}.txt`] })),
};

/** A project with a check to be found, agents that stream and then wait, and a run at a terminal. */
async function atScreen(
  how: { columns: number; rows?: number; args?: string[]; env?: Record<string, string>; decision?: object },
  play: (screen: Screen, go: () => void) => Promise<void>,
) {
  const gate = Promise.withResolvers<void>();
  const stories = Object.fromEntries(
    titles.map((title) => [
      title,
      async (request: { turn: number }) => {
        if (request.turn === 0) return writing({ [`${title.toLowerCase()}.txt`]: "done\n" });
        await gate.promise;
        return { text: "Done" };
      },
    ]),
  );
  await using endpoint = await scriptedEndpoint({ stories, plan, decision: { ...how.decision } });
  using state = privateState();
  using repo = scratchRepository({
    "README.md": "# Teh project\n",
    "package.json": JSON.stringify({ scripts: { test: "true" } }),
  });
  const env = { ...state.env, ...endpoint.env, ...how.env };
  const args = [goal, "--agent", "openai:scripted-1", "--intake", "rules", ...(how.args ?? [])];
  const screen = openScreen({ ...how, program: artifact, args, cwd: repo.path, env });
  try {
    await play(screen, gate.resolve);
  } finally {
    gate.resolve();
  }
  return { exitCode: await screen.exit, screen };
}

const count = (lines: readonly string[], text: string) => lines.filter((line) => line.includes(text)).length;

test.each([
  [40, []],
  [80, []],
  [80, ["--no-color"]],
  [200, []],
] as const)("picker, review and live view take turns on a screen of %i columns %p", async (columns, extra) => {
  const { exitCode, screen } = await atScreen({ columns, args: [...extra] }, async (screen, go) => {
    await screen.shows("focused is suggested");
    for (const key of [keys.down, keys.down, keys.up, keys.down]) screen.type(key);
    const picker = await screen.shows(/● parallel/);
    expect(count(picker, "is suggested")).toBe(1);
    expect(count(picker, "● ")).toBe(1);
    expect(count(picker, "Checks found in the project")).toBe(0);
    screen.type(keys.enter);
    await screen.shows("Run this plan?");
    screen.type(keys.down);
    const review = await screen.shows("● Show everything");
    expect(count(review, "Run this plan?")).toBe(1);
    screen.type(keys.up);
    await screen.shows("● Accept");
    screen.type(keys.enter);
    const rows = (lines: string[]) =>
      titles.map((_, index) => lines.filter((line) => line.includes(` S${index + 1} `)));
    await screen.until((lines) =>
      titles.every((title) => lines.some((line) => line.includes(title) && /\d/.test(line))),
    );
    for (const key of [keys.enter, keys.enter]) screen.type(key);
    const live = await screen.until((lines) => count(lines.slice(-8), "working") > 0 || count(lines, "working") > 0);
    expect(rows(live).every((found) => found.length <= 2)).toBe(true);
    expect(screen.cursorIsShown()).toBe(false);
    go();
    await screen.shows("● Nothing");
    screen.type(keys.enter);
  });
  expect(exitCode).toBe(0);
  expect(screen.cursorIsShown()).toBe(true);
  const all = screen.everything();
  // What was found while the picker was open is said once it was answered.
  expect(all.join(" ").replace(/\s+/g, " ")).toContain("Checks found in the project");
  // The frame has gone: the stories are on the plan and on the card alone.
  expect(all.filter((line) => /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/u.test(line))).toEqual([]);
});

const unsure = { mode: "parallel", confidence: 0.6, reason: "Three files are meant", clear: true, question: null };

test.each([
  [20, 5],
  [40, 12],
  [40, 20],
  [80, 24],
  [200, 50],
])("a picker that asks once has every mode on a screen of %i by %i, or one arrow away", async (columns, rows) => {
  const { exitCode } = await atScreen({ columns, rows }, async (screen) => {
    for (const mode of ["focused", "sequential", "parallel"]) {
      await screen.until((lines) => {
        const modes = lines.filter((line) => /[●○] (focused|sequential|parallel)/.test(line)).length;
        const chosen = count(lines, `● ${mode.slice(0, columns - 8)}`);
        return chosen === 1 && count(lines, "◆") === 1 && (modes === 3 || rows < 12);
      });
      screen.type(keys.down);
    }
    screen.type(keys.interrupt);
  });
  expect(exitCode).toBe(130);
});

test.each([
  [40, 12],
  [80, 24],
  [200, 50],
])("a picker that is not sure has chances and costs beside each other on %i by %i", async (columns, rows) => {
  const { exitCode } = await atScreen(
    { columns, rows, args: ["--intake", "model"], decision: unsure },
    async (screen) => {
      await screen.shows(/is suggested/);
      const lines = screen.lines();
      for (const mode of ["focused", "sequential", "parallel"]) {
        expect(lines.some((line) => new RegExp(`[●○] ${mode}.* \\d+%( likely|,).* \\d[.\\d]*x time`).test(line))).toBe(
          true,
        );
      }
      expect(count(lines, "One story")).toBe(0);
      screen.type(keys.interrupt);
    },
  );
  expect(exitCode).toBe(130);
});

test("a resize redraws in place, and Ctrl-C says at once that it stops", async () => {
  const { exitCode, screen } = await atScreen(
    { columns: 80, args: ["--yes", "--mode", "parallel"] },
    async (screen) => {
      await screen.shows("3 working");
      screen.resize(50, 20);
      await screen.until((lines) => lines.some((line) => line.includes("3 working")) && count(lines, " S1 ") === 1);
      screen.resize(100, 30);
      const after = await screen.until(
        (lines) => lines.some((line) => line.includes("3 working")) && lines.some((line) => line.length > 85),
      );
      expect(count(after, "3 working")).toBe(1);
      screen.type(keys.interrupt);
      await screen.shows("stopping");
    },
  );
  expect(exitCode).toBe(130);
  expect(screen.cursorIsShown()).toBe(true);
  expect(screen.everything().filter((line) => line.includes("3 working"))).toEqual([]);
});

test.each([
  ["--plain", ["--plain"], {}],
  ["NO_COLOR", [], { NO_COLOR: "1" }],
  ["a terminal that can't draw", [], { TERM: "dumb" }],
] as const)("sentences without drawing with %s", async (_, extra, env) => {
  const { exitCode, screen } = await atScreen(
    { columns: 80, args: ["--yes", "--mode", "parallel", ...extra], env },
    async (screen, go) => {
      await screen.shows("S3 started");
      go();
      await screen.shows(/^Delivered/);
    },
  );
  expect(exitCode).toBe(0);
  expect(screen.everything().join("\n")).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/u);
});

test("a screen of 20 columns and 5 rows holds the live view", async () => {
  const { exitCode } = await atScreen(
    { columns: 20, rows: 5, args: ["--yes", "--mode", "parallel"] },
    async (screen, go) => {
      const lines = await screen.until((now) => now.some((line) => /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] parallel/u.test(line)));
      expect(lines.every((line) => line.length <= 20)).toBe(true);
      go();
    },
  );
  expect(exitCode).toBe(0);
});

test("the keys of the live view: choose a story, look at its stream and diff, and stop it", async () => {
  const { exitCode, screen } = await atScreen(
    { columns: 80, args: ["--yes", "--mode", "parallel"] },
    async (screen, go) => {
      await screen.shows("3 working");
      await screen.shows("x stop");
      screen.type(keys.down);
      await screen.shows(/›.*S2/);
      screen.type(keys.enter);
      await screen.shows("S2 stream: Beta");
      await screen.shows("write beta.txt");
      screen.type("d");
      await screen.shows("+done");
      screen.type("d");
      await screen.shows(/›.*S2/);
      screen.type("x");
      await screen.shows("Stop S2?");
      screen.type("y");
      await screen.shows("S2 stopped by you");
      await screen.shows(/– S2/);
      screen.type("?");
      await screen.shows("what it has changed so far");
      screen.type("?");
      go();
      await screen.shows("2 of 3 stories; 1 stopped");
    },
  );
  expect(exitCode).toBe(1);
  expect(screen.everything().join("\n")).toContain("You stopped it");
});

test("a message typed in the live view reaches the story's agent", async () => {
  const { exitCode } = await atScreen({ columns: 80, args: ["--yes", "--mode", "parallel"] }, async (screen, go) => {
    await screen.shows("3 working");
    screen.type("m");
    await screen.shows("To S1:");
    screen.type("say it twice");
    await screen.shows("To S1: say it twice");
    screen.type(keys.enter);
    await screen.shows("S1 was told: say it twice");
    go();
    await screen.shows(/^Delivered/);
  });
  expect(exitCode).toBe(0);
});

test("questions are sentences too where nothing is drawn", async () => {
  const { exitCode, screen } = await atScreen({ columns: 80, args: ["--plain"] }, async (screen, go) => {
    await screen.shows("A number, or Enter for 1:");
    screen.type("7\n");
    await screen.until((lines) => count(lines, "A number, or Enter for 1:") === 2);
    screen.type("3\n");
    await screen.shows("Run this plan?");
    screen.type("\n");
    await screen.shows("S3 started");
    go();
    await screen.shows("What is next?");
    screen.type("\n");
  });
  expect(exitCode).toBe(0);
  expect(screen.everything().join("\n")).not.toMatch(/[│◆●⠋⠙⠹⠸]/u);
});

test("baro demo asks as a real run does, can be watched, and ends on its diff and the command that merges it", async () => {
  using state = privateState();
  const env = { ...state.env, TMPDIR: state.path };
  const screen = openScreen({ program: artifact, args: ["demo"], cwd: state.path, env, columns: 200, rows: 50 });
  await screen.shows("One story: ");
  await screen.shows("● focused");
  screen.type(keys.enter);
  const began = performance.now();
  // What its agent does stays long enough to be read.
  await screen.shows(/run .*sh test.slug/);
  await screen.shows("Merge it:");
  expect(performance.now() - began).toBeGreaterThan(5000);
  expect(await screen.exit).toBe(0);
  const all = screen.everything();
  const commands = all.filter((line) => line.startsWith("  git -C "));
  const told = all.find((line) => line.endsWith("Merge it:"));
  expect(told).toMatch(/^That is baro\/fix-\S+\. Merge it:$/);
  expect(all).toContain("-expect slugify 'Hello World' 'Hello-World'");
  expect(all).toContain("+expect slugify 'Hello World' 'hello-world'");
  const run = (line: string | undefined) =>
    execFileSync("sh", ["-c", line ?? "false"], { encoding: "utf8", env: process.env });
  expect(commands.length).toBe(1);
  run(commands[0]);
  expect(run(commands[0])).toContain("Already up to date");
});

test.each([
  ["a question", "● focused", /^◆/],
  ["the live view", "3 working", /3 working/],
] as const)("a window that is dragged to many sizes has %s once, and whole", async (what, shown, once) => {
  const args = what === "a question" ? [] : ["--yes", "--mode", "parallel"];
  const { exitCode, screen } = await atScreen({ columns: 100, rows: 40, args }, async (screen, go) => {
    await screen.shows(shown);
    for (let at = 0; at < 24; at++) screen.resize(30 + ((at * 37) % 120), 8 + ((at * 11) % 30));
    screen.resize(101, 40);
    await screen.until(
      (lines) => lines.some((line) => line.includes(shown)) && lines.filter((line) => once.test(line)).length === 1,
    );
    expect(screen.everything().filter((line) => once.test(line)).length).toBe(1);
    if (what === "a question") screen.type(keys.interrupt);
    go();
  });
  expect(exitCode).toBe(what === "a question" ? 130 : 0);
  expect(screen.everything().filter((line) => /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/u.test(line))).toEqual([]);
});
