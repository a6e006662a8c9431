import { expect, test } from "bun:test";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { running, scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const secrets = {
  DATABASE_URL: "postgres://ada:hunter2x9@db/words",
  AWS_REGION: "mars-north-1q",
  OTHER_TOKEN: "t0ken-nobody-asked",
};

test("what --env and env = [...] name reaches set-up, agents and checks; the events tell names and no values", async () => {
  const stories = {
    "Fix the typo in README.md": [
      running(
        'test "$DATABASE_URL" = "postgres://ada:hunter2x9@db/words" && test -z "$OTHER_TOKEN" && touch agent-saw-it',
      ),
      writing({ "README.md": "# Words\n" }),
    ],
  };
  await using endpoint = await scriptedEndpoint({ stories });
  using state = privateState();
  using repo = scratchRepository({ "README.md": "# Wrods\n", ".gitignore": "agent-saw-it\nset-up-saw-it\n" });
  const ended = await runArtifact({
    cwd: repo.path,
    env: { ...state.env, ...endpoint.env, ...secrets, BARO_ENV: "DATABASE_URL\nAWS_*\nNOT_SET" },
    args: [
      ...["Fix the typo in README.md", "--mode", "focused", "--agent", "openai", "--json", "--deliver", "branch"],
      ...["--setup", 'test -n "$AWS_REGION" && touch set-up-saw-it'],
      ...["--verify", 'test -n "$DATABASE_URL" && test -n "$AWS_REGION" && test -z "$OTHER_TOKEN"'],
      ...["--verify", "test -f set-up-saw-it"],
    ],
  });
  expect(ended.stderr).toContain("Delivered");
  expect(eventsOf(ended.events, "run.started")[0]?.variables?.toSorted()).toEqual(["AWS_REGION", "DATABASE_URL"]);
  const said = eventsOf(ended.events, "run.notice").map(({ message }) => message);
  expect(said).toContain("Not passed on, because it is not set: NOT_SET");
  expect(eventsOf(ended.events, "story.verified").map(({ ok }) => ok)).toEqual([true, true]);
  const ran = eventsOf(ended.events, "agent.tool.finished").find(({ ok }) => ok !== null);
  expect(ran?.ok).toBe(true);
  for (const value of Object.values(secrets))
    expect(JSON.stringify(eventsOf(ended.events, "run.started"))).not.toContain(value);
});

test("doctor names what is passed on and what is not set, and no value", async () => {
  using state = privateState();
  using repo = scratchRepository();
  const env = { ...state.env, ...secrets };
  const args = ["doctor", "--json", "--env", "DATABASE_URL", "--env", "AWS_*", "--env", "NOT_SET"];
  const ended = await runArtifact({ cwd: repo.path, env, args });
  const { checks } = JSON.parse(ended.stdout);
  expect(checks).toContainEqual({
    name: "variables passed on",
    state: "warning",
    detail: "DATABASE_URL, AWS_REGION",
    advice: "Set NOT_SET, or take the name out of env",
  });
  for (const value of Object.values(secrets)) expect(ended.stdout + ended.stderr).not.toContain(value);
});

test("a value that looks private and is passed on shows nowhere, even where a check prints it; an everyday one does", async () => {
  const stories = { "Fix the typo in README.md": [writing({ "README.md": "# Words\n" })] };
  await using endpoint = await scriptedEndpoint({ stories });
  using state = privateState();
  using repo = scratchRepository({ "README.md": "# Wrods\n" });
  const own = { STORE: "k3Zq9x71ppWd44mm08xY", REGION: "mars-north-1q" };
  const args = ["Fix the typo in README.md", "--mode", "focused", "--agent", "openai", "--json", "--deliver", "branch"];
  const ended = await runArtifact({
    cwd: repo.path,
    env: { ...state.env, ...endpoint.env, ...own },
    args: [...args, "--env", "STORE", "--env", "REGION", "--verify", 'echo "in $REGION by $STORE"; false'],
  });
  const said = ended.stdout + ended.stderr;
  expect(said).toContain("in mars-north-1q by [redacted]");
  expect(said).not.toContain(own.STORE);
});
