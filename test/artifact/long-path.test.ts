import { expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in README.md";

test.each<[string, string, number]>([
  ["a cache folder that leaves a socket no room is said, with what to do", "long".repeat(15), 1],
  ["a short one needs no word", "c", 0],
])("%s", async (_what, name, notices) => {
  await using endpoint = await scriptedEndpoint({ stories: { [goal]: [writing({ "README.md": "# Words\n" })] } });
  using state = privateState();
  using repo = scratchRepository();
  const args = [goal, "--mode", "focused", "--json", "--agent", "openai", "--no-verify"];
  const env = { ...state.env, ...endpoint.env, XDG_CACHE_HOME: join(state.path, name) };
  const ended = await runArtifact({ cwd: repo.path, args, env });
  expect(ended.exitCode).toBe(0);
  const said = eventsOf(ended.events, "run.notice").filter(({ message }) => message.includes("XDG_CACHE_HOME"));
  expect(said).toHaveLength(notices);
  const [started] = eventsOf(ended.events, "story.started");
  expect(Buffer.byteLength(started?.worktree ?? "") > 80).toBe(notices > 0);
});

test.each<[string, string, number]>([
  ["a folder for temporary files that leaves a socket no room is said, with what to do", "long".repeat(20), 1],
  ["a short one needs no word", "t", 0],
])("%s", async (_what, name, notices) => {
  await using endpoint = await scriptedEndpoint({ stories: { [goal]: [writing({ "README.md": "# Words\n" })] } });
  using state = privateState();
  using repo = scratchRepository();
  const temp = join(state.path, name);
  mkdirSync(temp);
  const args = [goal, "--mode", "focused", "--json", "--agent", "openai", "--no-verify"];
  const ended = await runArtifact({ cwd: repo.path, args, env: { ...state.env, ...endpoint.env, TMPDIR: temp } });
  expect(ended.exitCode).toBe(0);
  const said = eventsOf(ended.events, "run.notice").filter(({ message }) =>
    message.includes("set TMPDIR to a shorter"),
  );
  expect(said).toHaveLength(notices);
});
