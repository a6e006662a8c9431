import { expect, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";
const broken = "echo fetching; echo no route to the registry >&2; exit 7";

/** A run with this set-up declared. */
async function run(setup: string, flags: readonly string[]) {
  await using endpoint = await scriptedEndpoint({ stories: { [goal]: [writing({ "a.txt": "fixed\n" })] } });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n", Makefile: "test:\n\tgrep -q . a.txt\n" });
  const config = join(state.env["XDG_CONFIG_HOME"] ?? "", "baro");
  mkdirSync(config, { recursive: true });
  writeFileSync(join(config, "config.toml"), `setup = [${JSON.stringify(setup)}]\n`);
  const env = { ...state.env, ...endpoint.env };
  const head = repo.git("rev-parse", "HEAD");
  const main = [goal, "--agent", "openai:scripted-1", "--intake", "rules", "--mode", "focused", "--json"];
  const ended = await runArtifact({ args: [...main, ...flags], cwd: repo.path, env });
  const landed = repo.git("for-each-ref", "--format=%(objectname)", "refs/heads/baro").split("\n");
  expect([repo.git("rev-parse", "HEAD"), repo.git("status", "--porcelain")]).toEqual([head, ""]);
  const log = /Its output is in (\S+?);/.exec(ended.stderr)?.[1];
  return {
    ...ended,
    served: endpoint.served.length,
    // An interrupted run has its branch already, where it began.
    landed: landed.some((commit) => commit !== "" && commit !== head),
    log: log === undefined ? null : readFileSync(log, "utf8"),
  };
}

test.each<[string, string[]]>([
  ["the project's own checks", ["--require-checks"]],
  ["checks that were named", ["--require-checks", "--verify", "true"]],
])("a set-up that fails leaves %s nothing to run in: exit 5, and nothing is spent", async (_what, flags) => {
  const ended = await run(broken, flags);
  expect(ended).toMatchObject({ exitCode: 5, served: 0, landed: false });
  expect(ended.stderr).toContain("Cannot run without its checks");
  expect(ended.stderr).toContain("no route to the registry");
  expect(ended.stderr).toContain("hint: Make it run here");
  expect(eventsOf(ended.events, "story.started")).toEqual([]);
});

test("a tool of the set-up that is missing is named", async () => {
  const ended = await run("no-such-tool --all", ["--require-checks"]);
  expect(ended).toMatchObject({ exitCode: 5, served: 0 });
  expect(ended.stderr).toMatch(/no-such-tool: (?:command )?not found/);
});

test("without --require-checks it ends the run as well, before an agent, and says where all of it stands", async () => {
  const ended = await run(broken, []);
  expect(ended).toMatchObject({ exitCode: 1, served: 0, landed: false });
  expect(ended.stderr).toContain("no route to the registry");
  expect(ended.log).toContain("fetching");
  expect(ended.stderr).toContain("baro resume");
});

test("a set-up that works leaves the checks to be required", async () => {
  const ended = await run("touch /dev/null", ["--require-checks"]);
  expect(ended).toMatchObject({ exitCode: 0, landed: true });
  expect(eventsOf(ended.events, "run.verified").map(({ command, verdict }) => [command, verdict])).toEqual([
    ["make test", "passed"],
  ]);
});
