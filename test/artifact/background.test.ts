import { expect, test } from "bun:test";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ScriptRequest } from "../../src/demo/scripted/script.ts";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { leftovers } from "./checkout-state.ts";
import { openScreen } from "./screen.ts";
import { planText, running, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const titles = ["Alpha", "Beta"];
const stories = titles.map((title, at) => story(`S${at + 1}`, { title, writes: [`${title.toLowerCase()}.txt`] }));

/** Two agents that run a command, and wait to be let go before they write. */
async function playground(how: { columns: number; rows: number }) {
  const gate = Promise.withResolvers<void>();
  const scripts = Object.fromEntries(
    titles.map((title) => [
      title,
      async ({ turn, user, toolResults }: ScriptRequest) => {
        // One that was interrupted, and goes on, knows that it was.
        if (turn === 0 && !user.includes("You were interrupted")) return running("true");
        await gate.promise;
        if (toolResults.some(({ name }) => name === "write_file")) return { text: "Done" };
        return writing({ [`${title.toLowerCase()}.txt`]: "done\n" });
      },
    ]),
  );
  const endpoint = await scriptedEndpoint({ stories: scripts });
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n" });
  const file = join(state.path, "plan.json");
  writeFileSync(file, planText("parallel", stories));
  const env = { ...state.env, ...endpoint.env };
  const run = (...args: string[]) => runArtifact({ cwd: repo.path, env, args });
  const screen = openScreen({
    program: artifact,
    args: ["conduct", file, "--agent", "openai:scripted-1", "--no-verify", "--yes"],
    cwd: repo.path,
    env,
    ...how,
  });
  return {
    repo,
    run,
    screen,
    go: gate.resolve,
    name: () => readdirSync(join(state.path, "state", "runs"))[0] ?? "",
    async [Symbol.asyncDispose]() {
      gate.resolve();
      await run("stop");
      await endpoint[Symbol.asyncDispose]();
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

test.each([
  { columns: 40, rows: 12 },
  { columns: 80, rows: 24 },
  { columns: 200, rows: 50 },
])(
  "q leaves the run going without its terminal, at %p",
  async (how) => {
    await using play = await playground(how);
    const { screen } = play;
    await screen.until((lines) => lines.some((line) => /q leave|\? help/.test(line)) && /S2/.test(lines.join("\n")));
    // What agents have written by now is kept, and not done again.
    await screen.until((lines) => /write|tokens/.test(lines.join("\n")));
    screen.type("q");
    const left = await screen.shows("goes on in the background");
    expect(left.join("\n")).not.toContain("Interrupted");
    expect(await screen.exit).toBe(130);
    expect(screen.everything().join("").replaceAll(" ", "")).toContain(`baroshow${play.name()}--follow`);
    expect(screen.cursorIsShown()).toBe(true);

    const live = JSON.parse((await play.run("runs", "--json")).stdout) as { state: string }[];
    expect(live.map(({ state }) => state)).toEqual(["live"]);
    const following = play.run("show", play.name(), "--follow", "--plain");
    play.go();
    expect((await following).stdout).toContain("Delivered");
    const { stdout } = await play.run("show", "--json");
    const events = JSON.parse(stdout);
    expect(eventsOf(events, "run.resumed")).toHaveLength(1);
    // Why a story is not there is told before it is missed.
    expect(eventsOf(events, "story.finished").filter(({ outcome }) => outcome !== "merged")).toEqual([]);
    expect(eventsOf(events, "run.finished").map(({ outcome }) => outcome)).toEqual(["interrupted", "delivered"]);
    expect(play.repo.git("ls-tree", "--name-only", `baro/${play.name()}`)).toContain("beta.txt");
    expect(leftovers(play.repo.path)).toEqual([]);
  },
  120_000,
);

test("what was left in the background is stopped and resumed like any other", async () => {
  await using play = await playground({ columns: 100, rows: 24 });
  await play.screen.shows("q leave");
  play.screen.type("q");
  await play.screen.exit;
  const follower = await play.run("stop", play.name());
  expect(follower.stdout).toContain(`baro resume ${play.name()}`);
  const live = JSON.parse((await play.run("runs", "--json")).stdout) as { state: string }[];
  expect(live.map(({ state }) => state)).toEqual(["resumable"]);
}, 60_000);
