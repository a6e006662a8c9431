import { expect, test } from "bun:test";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { running, scriptedEndpoint } from "./scripted-endpoint.ts";

const goal = "Fix the typo in README.md";
const deno = [
  join(import.meta.dir, "../../node_modules/.bin/deno"),
  "run",
  "-A",
  join(import.meta.dir, "../../src/main.ts"),
];

/** Goes up from a command to the process that started baro, and prints what each was started with. */
const look = `
pid=$$
while [ "$pid" -gt 1 ]; do
  [ "$pid" = ${process.pid} ] && break
  echo "<$(tr '\\0' ' ' < /proc/$pid/cmdline | cut -c1-60)>"
  tr '\\0' '\\n' < /proc/$pid/environ
  pid=$(sed 's/.*) . //' /proc/$pid/stat | cut -d' ' -f1)
done
echo fixed > README.md`;

test.skipIf(process.platform !== "linux").each([
  ["the binary", [artifact]],
  ["the sources under Deno", deno],
])("%s shows an agent nothing of what it was started with", async (_what, program) => {
  await using endpoint = await scriptedEndpoint({ stories: { [goal]: [running(look)] } });
  using state = privateState();
  using repo = scratchRepository();
  const secrets = { AWS_SECRET_ACCESS_KEY: "aws-canary", GH_TOKEN: "github-canary", MY_PASSWORD: "password-canary" };
  const ended = await runArtifact(
    {
      cwd: repo.path,
      env: { ...state.env, ...endpoint.env, ...secrets, DATABASE_URL: "passed-canary" },
      args: [
        goal,
        "--agent",
        "openai",
        "--mode",
        "focused",
        "--verify",
        'test "$DATABASE_URL" = passed-canary',
        "--env",
        "DATABASE_URL",
        "--deliver",
        "branch",
        "--json",
      ],
    },
    program,
  );
  expect([ended.exitCode, ended.stderr]).toEqual([0, expect.any(String)]);
  const seen = eventsOf(ended.events, "agent.tool.finished")
    .map(({ output }) => output)
    .join("\n");
  // It saw the process that it belongs to, and that one's own variables that everybody gets.
  expect(seen).toMatch(/^<.*(dist\/baro|deno run) /m);
  expect(seen.split("\n").filter((line) => line.startsWith("PATH=")).length).toBeGreaterThanOrEqual(2);
  expect(seen).not.toMatch(/aws-canary|github-canary|password-canary|OPENAI_API_KEY|AWS_|GH_TOKEN|MY_PASSWORD/);
});
