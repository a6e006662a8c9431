import { expect, test } from "bun:test";
import { delimiter, join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { installStandIn, signedIn } from "../support/stand-in/install.ts";
import { protocols } from "../support/stand-in/steps.ts";
import { type Call, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { planText, running, type Scenario, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

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
    env,
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

test("what the person names to check with is run where they stand, what a file names at the root", async () => {
  const stories = { [goal]: [writing({ "src/a.txt": "fixed\n" })], S1: [writing({ "src/a.txt": "fixed\n" })] };
  await using play = await playground({ stories });
  const named = await play.run("packages/web", [...main, "--verify", "grep fixed src/a.txt"]);
  const commands = eventsOf(named.events, "run.verified").map(({ command, ok }) => [command, ok]);
  expect(commands).toEqual([["cd packages/web && grep fixed src/a.txt", true]]);
  const given = planText("focused", [
    story("S1", { verify: ["grep fixed src/a.txt", "cd packages/web && grep fixed src/a.txt"] }),
  ]);
  const conducted = await play.run("packages/web", ["conduct", "-", "--agent", "openai", "--no-verify"], {
    stdin: given,
  });
  expect(eventsOf(conducted.events, "story.verified").map(({ command, ok }) => [command, ok])).toEqual(commands);
  play.repo.commit("Configure", { "baro.toml": 'verify = ["grep root Makefile"]\n' });
  const filed = await play.run("packages/web", [...main, "--config", "../../baro.toml"]);
  expect(eventsOf(filed.events, "run.verified").map(({ command, ok }) => [command, ok])).toEqual([
    ["grep root Makefile", true],
  ]);
});

test.each<[what: string, ignored: boolean, args: string[], folder: string, notices: number]>([
  ["ignores", true, [], "", 1],
  ["ignores, with all that is not committed", true, ["--include-dirty"], "", 1],
  ["does not have yet", false, [], "", 1],
  ["does not have yet, with all that is not committed", false, ["--include-dirty"], "fresh", 0],
])(
  "whoever stands in a folder that git %s is told where the work starts",
  async (_what, ignored, args, folder, notices) => {
    await using play = await playground({ stories: { [goal]: [writing({ "src/a.txt": "fixed\n" })] } });
    if (ignored) {
      play.repo.write({ ".gitignore": "fresh/\n" });
      play.repo.git("add", ".gitignore");
      play.repo.git("commit", "--quiet", "--message", "Ignore");
    }
    play.repo.write({ "fresh/src/a.txt": "of mine\n" });
    const ended = await play.run("fresh", [...main, ...args]);
    expect(eventsOf(ended.events, "run.started")[0]?.folder ?? "").toBe(folder);
    const said = eventsOf(ended.events, "run.notice").filter(({ message }) =>
      message.startsWith('You stand in "fresh"'),
    );
    expect(said).toHaveLength(notices);
  },
);

test.each([
  ["./src/a.txt", "packages/web/src/a.txt"],
  ["../bare/b.txt", "packages/bare/b.txt"],
  ["../../src/a.txt", "src/a.txt"],
  ["../web/./src/../src/a.txt", "packages/web/src/a.txt"],
])("%s in a goal is meant from where the person stands", async (written, path) => {
  await using play = await playground({
    stories: { [`Fix the typo in ${written}`]: [writing({ "src/a.txt": "fixed\n" })] },
  });
  const ended = await play.run("packages/web", [`Fix the typo in ${written}`, ...main.slice(1)]);
  expect(eventsOf(ended.events, "intake.decided")[0]?.signals.flatMap((signal) => signal.path ?? [])).toEqual([path]);
});

test.each([...protocols])(
  "whoever speaks %s is started there, where the folder's own instructions are",
  async (wire) => {
    await using play = await playground({});
    play.repo.commit("Instruct", { "AGENTS.md": "root\n", "packages/web/AGENTS.md": "web\n" });
    using programs = privateState();
    const steps = [
      { do: "run", command: "cat AGENTS.md > src/a.txt; pwd >> src/a.txt" } as const,
      { do: "end" } as const,
    ];
    const agent = installStandIn(programs.path, wire, steps);
    const env = { ...play.env, ...signedIn, PATH: `${programs.path}${delimiter}${process.env["PATH"]}` };
    const ended = await play.run("packages/web", [goal, "--mode", "focused", "--intake", "rules", ...agent], { env });
    expect(ended.exitCode).toBe(0);
    const [read, place] = play.repo.git("show", `${branchOf(play.repo)}:packages/web/src/a.txt`).split("\n");
    expect([read, place?.endsWith("/packages/web")]).toEqual(["web", true]);
  },
);
