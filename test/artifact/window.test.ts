import { expect, test } from "bun:test";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, privateState } from "./artifact.ts";
import { openScreen, type Screen } from "./screen.ts";
import { scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";
import { keys } from "./terminal.ts";

const goal = "Write a.txt and b.txt";
const plan = {
  stories: ["A", "B"].map((title, at) => story(`S${at + 1}`, { title, writes: [`${title.toLowerCase()}.txt`] })),
};

/** A run of two stories, of which the second waits, with what its terminal's window was told. */
async function inWindow(
  how: { env?: Record<string, string>; args?: string[] },
  play: (screen: Screen, go: () => void, told: { titles: string[]; progress: string[] }) => Promise<void>,
) {
  const gate = Promise.withResolvers<void>();
  await using endpoint = await scriptedEndpoint({
    plan,
    stories: {
      A: [writing({ "a.txt": "a\n" })],
      B: async ({ turn }) => {
        await gate.promise;
        return turn === 0 ? writing({ "b.txt": "b\n" }) : { text: "Done" };
      },
    },
  });
  using state = privateState();
  using repo = scratchRepository({ "README.md": "# x\n" });
  const env = { ...state.env, ...endpoint.env, TERM_PROGRAM: "ghostty", ...how.env };
  const args = [
    goal,
    "--agent",
    "openai:scripted-1",
    "--mode",
    "parallel",
    "--yes",
    "--no-verify",
    ...(how.args ?? []),
  ];
  const screen = openScreen({ program: artifact, args, cwd: repo.path, env, columns: 80 });
  const told = { titles: [] as string[], progress: [] as string[] };
  screen.model.onTitleChange((title) => told.titles.push(title));
  screen.model.parser.registerOscHandler(9, (data) => told.progress.push(data) > 0);
  try {
    await play(screen, gate.resolve, told);
  } finally {
    gate.resolve();
  }
  return { exitCode: await screen.exit, ...told };
}

test("the title and the progress follow the run, and are gone at its end", async () => {
  const { exitCode, titles, progress } = await inWindow({}, async (screen, go) => {
    await screen.shows(/✓ S1/);
    go();
  });
  expect(exitCode).toBe(0);
  expect(titles).toContain(`0/2 ${goal} - baro`);
  expect(titles).toContain(`1/2 ${goal} - baro`);
  expect(titles.at(-1)).toBe("");
  expect(progress).toContain("4;3;0");
  expect(progress).toContain("4;1;50");
  expect(progress.at(-1)).toBe("4;0;");
});

test("Ctrl-C takes them away", async () => {
  const { exitCode, titles, progress } = await inWindow({}, async (screen) => {
    await screen.shows("2 stories, at most 2 at once");
    await screen.shows(/working/);
    screen.type(keys.interrupt);
  });
  expect(exitCode).toBe(130);
  expect([titles.at(-1), progress.at(-1)]).toEqual(["", "4;0;"]);
  expect(titles.length).toBeGreaterThan(1);
});

test.each([
  ["--no-title", {}, ["--no-title"]],
  ["BARO_NO_TITLE", { BARO_NO_TITLE: "1" }, []],
  ["a job", { CI: "true" }, []],
  ["a dumb terminal", { TERM: "dumb" }, []],
] as const)("with %s nothing is told", async (_, env, args) => {
  const { exitCode, titles, progress } = await inWindow({ env, args: [...args] }, async (_screen, go) => go());
  expect(exitCode).toBe(0);
  expect([titles, progress]).toEqual([[], []]);
});
