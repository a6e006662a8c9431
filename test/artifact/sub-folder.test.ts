import { expect, test } from "bun:test";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { type Call, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { running, type Scenario, scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in src/a.txt";
const makefile = (word: string) => `test:\n\ttrue ${word}\n`;
const files = {
  Makefile: makefile("root"),
  "src/a.txt": "of the root\n",
  "packages/web/Makefile": makefile("web"),
  "packages/web/src/a.txt": "of web\n",
  "packages/bare/b.txt": "b\n",
};

/** A repository of packages, and the binary started in one of its folders. */
async function playground(scenario: Scenario) {
  const endpoint = await scriptedEndpoint(scenario);
  const state = privateState();
  const repo = scratchRepository(files);
  const env: Record<string, string> = { ...state.env, ...endpoint.env };
  return {
    repo,
    said: () => endpoint.served.map(({ lastUser }) => lastUser).join("\n"),
    run: (folder: string, args: readonly string[], call: Partial<Call> = {}) =>
      runArtifact({ cwd: join(repo.path, folder), env, args: [...args, "--json"], ...call }),
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

const main = [goal, "--mode", "focused", "--agent", "openai"];
const branchOf = (repo: { git(...args: string[]): string }) =>
  repo.git("for-each-ref", "--format=%(refname)", "refs/heads/baro");

test("an agent starts where the person stands, with that folder's checks", async () => {
  await using play = await playground({
    stories: { [goal]: [writing({ "src/a.txt": "fixed\n", "../bare/b.txt": "beside\n" }), running("pwd > where.txt")] },
  });
  const ended = await play.run("packages/web", main);
  expect(ended.exitCode).toBe(0);
  const [decided] = eventsOf(ended.events, "intake.decided");
  const named = decided?.signals.flatMap(({ path }) => path ?? []);
  expect(named).toEqual(["packages/web/src/a.txt"]);
  expect(eventsOf(ended.events, "run.started")[0]?.folder).toBe("packages/web");
  const branch = branchOf(play.repo);
  expect(play.repo.git("show", `${branch}:packages/web/src/a.txt`)).toBe("fixed");
  expect(play.repo.git("show", `${branch}:packages/bare/b.txt`)).toBe("beside");
  expect(play.repo.git("show", `${branch}:src/a.txt`)).toBe("of the root");
  expect(play.repo.git("show", `${branch}:packages/web/where.txt`)).toEndWith("/packages/web");
  const commands = eventsOf(ended.events, "run.verified").map(({ command }) => command);
  expect(commands).toEqual(["cd packages/web && make test"]);
  const paths = eventsOf(ended.events, "agent.tool.called").flatMap((event) => event.paths);
  expect(paths).toEqual(["packages/web/src/a.txt", "packages/bare/b.txt"]);
  expect(play.said()).toContain("The person stands in the folder `packages/web`");
});

test.each([
  ["a folder without checks of its own has those around it", "packages/bare"],
  ["at the root nothing changes", ""],
])("%s", async (_what, folder) => {
  const path = folder === "" ? "src/a.txt" : "../../src/a.txt";
  await using play = await playground({ stories: { [goal]: [writing({ [path]: "fixed\n" })] } });
  const ended = await play.run(folder, main);
  expect(ended.exitCode).toBe(0);
  expect(eventsOf(ended.events, "run.verified").map(({ command }) => command)).toEqual(["make test"]);
  const named = eventsOf(ended.events, "intake.decided")[0]?.signals.flatMap((signal) => signal.path ?? []);
  expect(named).toEqual(["src/a.txt"]);
  expect(play.repo.git("show", `${branchOf(play.repo)}:src/a.txt`)).toBe("fixed");
  expect(play.said().includes("The person stands")).toBe(folder !== "");
});

test("a run that is resumed, from anywhere, remembers the folder", async () => {
  await using play = await playground({ stories: { [goal]: [running("pwd > where.txt")] } });
  const killed = await play.run("packages/web", main, {
    onEvent: (event, kill) => event.type === "plan.accepted" && kill("SIGKILL"),
  });
  expect(killed.signal).toBe("SIGKILL");
  const resumed = await play.run("", ["resume"]);
  expect(resumed.exitCode).toBe(0);
  expect(play.repo.git("show", `${branchOf(play.repo)}:packages/web/where.txt`)).toEndWith("/packages/web");
  expect(eventsOf(resumed.events, "run.verified").map(({ command }) => command)).toEqual([
    "cd packages/web && make test",
  ]);
});

test("a folder that the base does not have is no place to start in", async () => {
  await using play = await playground({ stories: { [goal]: [writing({ "src/a.txt": "fixed\n" })] } });
  play.repo.write({ "packages/new/c.txt": "not committed\n" });
  const ended = await play.run("packages/new", main);
  expect(ended.exitCode).toBe(0);
  expect(eventsOf(ended.events, "run.started")[0]?.folder).toBeUndefined();
  expect(play.repo.git("show", `${branchOf(play.repo)}:src/a.txt`)).toBe("fixed");
});
