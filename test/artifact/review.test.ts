import { expect, test } from "bun:test";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { openScreen, type Screen } from "./screen.ts";
import { scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";
import { keys } from "./terminal.ts";

const titles = ["Alpha", "Beta", "Gamma", "Delta"];
const plan = {
  stories: titles.map((title, index) => story(`S${index + 1}`, { title, writes: [`${title.toLowerCase()}.txt`] })),
};
const stories = Object.fromEntries(
  titles.map((title) => [title, [writing({ [`${title.toLowerCase()}.txt`]: "done\n" })]]),
);

/** A plan of four stories before a person's eyes; `editor` is a shell script that gets the file. */
async function atReview(
  how: { columns?: number; rows?: number; editor?: string; args?: string[] },
  play: (screen: Screen) => Promise<void>,
  after: (context: { env: Record<string, string>; cwd: string; screen: Screen }) => Promise<void> = async () => {},
) {
  await using endpoint = await scriptedEndpoint({ stories, plan });
  using state = privateState();
  using repo = scratchRepository({ "README.md": "# Project\n" });
  const editor = join(state.path, "edit");
  writeFileSync(editor, `#!/bin/sh\n${how.editor ?? "exit 1"}\n`);
  chmodSync(editor, 0o755);
  const env = { ...state.env, ...endpoint.env, EDITOR: editor };
  const args = ["Write the four files", "--agent", "openai:scripted-1", "--mode", "parallel", "--no-verify"];
  const { columns = 80, rows = 40 } = how;
  const call = { program: artifact, args: [...args, ...(how.args ?? [])], cwd: repo.path, env, columns, rows };
  const screen = openScreen(call);
  await screen.shows("Run this plan?");
  await play(screen);
  const exitCode = await screen.exit;
  await after({ env, cwd: repo.path, screen });
  return { exitCode, screen };
}

test.each([
  [20, 5],
  [40, 12],
  [80, 24],
])("a plan taller than a screen of %i by %i scrolls, and every answer can be reached", async (columns, rows) => {
  const { exitCode } = await atReview({ columns, rows }, async (screen) => {
    await screen.shows("● Accept");
    for (let page = 0; page < 40 && rows > 5; page++) screen.type(keys.pageDown);
    if (rows > 5) await screen.shows("delta.txt");
    for (const label of ["Show everyth", "Edit a story", "Edit the plan", "Drop a story", "Change the mo", "Leave"]) {
      screen.type(keys.down);
      const lines = await screen.shows(`● ${label}`);
      expect(lines.filter((line) => line.includes("● ")).length).toBe(1);
    }
    screen.type(keys.interrupt);
  });
  expect(exitCode).toBe(130);
});

test("leaving keeps the plan and prints the command that goes on from it", async () => {
  const { exitCode } = await atReview(
    { columns: 40, rows: 20, editor: `sed -i 's/"Alpha"/"First"/' "$1"` },
    async (screen) => {
      screen.type("e");
      await screen.until(
        (lines) => lines.some((line) => line.includes("First")) && lines.some((line) => line.includes("[u]")),
      );
      screen.type(keys.interrupt);
    },
    async ({ env, cwd, screen }) => {
      const all = screen.everything().map((line) => line.trimEnd());
      const from = all.findIndex((line) => line.startsWith("baro conduct "));
      const command = all.slice(from, all.indexOf("", from)).join("");
      const file = /^baro conduct (\S+)$/.exec(command)?.[1] ?? "";
      expect(JSON.parse(readFileSync(file, "utf8")).stories[0].title).toBe("First");
      const args = ["conduct", file, "--json", "--agent", "openai:scripted-1", "--no-verify"];
      const { events } = await runArtifact({ cwd, env, args });
      expect(eventsOf(events, "mode.chosen")[0]?.mode).toBe("parallel");
      expect(eventsOf(events, "plan.proposed")[0]?.stories.map(({ title }) => title)).toEqual([
        "First",
        ...titles.slice(1),
      ]);
    },
  );
  expect(exitCode).toBe(130);
});

test("a bad edit is told with its line, and goes on or is discarded", async () => {
  const editor = `case "$(cat "$1")" in *BAD*) sed -i 's/BAD//; s/"Alpha"/"First"/' "$1" ;; *) sed -i '5s/$/BAD/' "$1" ;; esac`;
  const { exitCode } = await atReview({ editor }, async (screen) => {
    screen.type("e");
    await screen.shows("The plan can't be used: line 5");
    screen.type(keys.enter);
    await screen.shows("S1  First");
    screen.type("u");
    await screen.shows("S1  Alpha");
    screen.type("e");
    await screen.shows(/◆ {2}The plan can't be used: line 5/);
    screen.type(keys.down);
    await screen.shows("● Discard");
    screen.type(keys.enter);
    await screen.shows("S1  Alpha");
    screen.type(keys.interrupt);
  });
  expect(exitCode).toBe(130);
});

test("a plan that can't be is told by the line of what is wrong with it", async () => {
  await atReview({ editor: `sed -i 's/"gamma.txt"/"..\\/gamma.txt"/' "$1"` }, async (screen) => {
    screen.type("e");
    await screen.shows(/line \d\d: stories\[2\]\.writes\[0\]/);
    screen.type(keys.interrupt);
    await screen.shows("● Accept");
    screen.type(keys.interrupt);
  });
});

test("edits stay when the mode changes, or are said to be lost, and u takes back", async () => {
  const { exitCode } = await atReview({ editor: `sed -i 's/"Alpha"/"First"/' "$1"` }, async (screen) => {
    const changeMode = async () => {
      screen.type(keys.up + keys.up + keys.up);
      await screen.shows("● Change the mode");
      screen.type(keys.enter);
      await screen.shows("Which mode?");
      screen.type(keys.up);
      await screen.shows("● sequential");
      screen.type(keys.enter);
      await screen.shows("You have changed this plan");
    };
    screen.type("e");
    await screen.shows("S1  First");
    await changeMode();
    screen.type(keys.enter);
    await screen.shows("sequential: 4 stories");
    await screen.shows("S1  First");
    screen.type("u");
    await screen.shows("parallel: 4 stories");
    await changeMode();
    screen.type(keys.down);
    await screen.shows("your changes are lost");
    screen.type(keys.enter);
    await screen.shows("S1  Alpha");
    screen.type("u");
    await screen.shows("S1  First");
    screen.type(keys.interrupt);
  });
  expect(exitCode).toBe(130);
});
