import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { running, scriptedEndpoint } from "./scripted-endpoint.ts";

const goal = "Fix the typo in README.md";

test("nothing of the current folder is loaded into the program: no .env, no bunfig.toml, no package.json", async () => {
  await using endpoint = await scriptedEndpoint({ stories: { [goal]: [running("echo fixed > README.md")] } });
  using state = privateState();
  using repo = scratchRepository({
    "README.md": "# Scratch\n",
    ".env": "OPENAI_BASE_URL=http://127.0.0.1:9/v1\nOPENAI_API_KEY=from-dot-env\nBARO_MODE=parallel\n",
    "bunfig.toml": 'preload = ["./evil.ts"]\n',
    "tsconfig.json": '{ "compilerOptions": { "paths": { "*": ["./evil.ts"] } } }\n',
    "evil.ts": 'require("node:fs").writeFileSync("was-run", "");\n',
  });
  const env: Record<string, string> = { ...state.env, ...endpoint.env };
  delete env["OPENAI_BASE_URL"];
  delete env["OPENAI_API_KEY"];
  const unset = await runArtifact({
    cwd: repo.path,
    env,
    args: [goal, "--agent", "openai", "--mode", "focused", "--json"],
  });
  expect(unset.exitCode).toBe(5);
  expect(unset.stderr).toContain("OPENAI_BASE_URL");
  const args = [goal, "--agent", "openai", "--mode", "focused", "--no-verify", "--json"];
  const set = await runArtifact({ cwd: repo.path, env: { ...state.env, ...endpoint.env }, args });
  expect(set.exitCode).toBe(0);
  expect(existsSync(join(repo.path, "was-run"))).toBe(false);
});

test("an agent's commands see no key, no BUN_ variable and nothing that was not meant for them", async () => {
  await using endpoint = await scriptedEndpoint({ stories: { [goal]: [running("env; echo fixed > README.md")] } });
  using state = privateState();
  using repo = scratchRepository();
  const secrets = {
    BUN_OPTIONS: "--smol",
    AWS_SECRET_ACCESS_KEY: "aws-secret",
    GH_TOKEN: "github-secret",
    MY_PASSWORD: "hunter2",
  };
  const ended = await runArtifact({
    cwd: repo.path,
    env: { ...state.env, ...endpoint.env, ...secrets },
    args: [goal, "--agent", "openai", "--mode", "focused", "--no-verify", "--deliver", "branch", "--json"],
  });
  expect(ended.exitCode).toBe(0);
  const seen = eventsOf(ended.events, "agent.tool.finished")
    .map(({ output }) => output)
    .join("\n");
  expect(seen).toContain("PATH=");
  expect(seen).not.toMatch(/^BUN_|OPENAI_API_KEY|AWS_|GH_TOKEN|MY_PASSWORD/m);
  for (const secret of ["aws-secret", "github-secret", "hunter2"])
    expect(ended.stdout + ended.stderr).not.toContain(secret);
});
