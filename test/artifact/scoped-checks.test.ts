import { expect, test } from "bun:test";
import { findProgram } from "../../src/host/spawn.ts";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in README.md";
type Files = Record<string, string>;

async function play(files: Files, edits: Files[]) {
  // One edit for each time that the agent is started or told something.
  const left = [...edits];
  const script = ({ turn }: { turn: number }) => (turn === 0 ? writing(left.shift() ?? {}) : { text: "Done" });
  await using endpoint = await scriptedEndpoint({ stories: { [goal]: script } });
  using state = privateState();
  using repo = scratchRepository({ "README.md": "# Words\n", ...files });
  const env = { ...state.env, ...endpoint.env, GOFLAGS: "-mod=mod", GOPROXY: "off" };
  const args = [goal, "--mode", "focused", "--agent", "openai", "--deliver", "branch"];
  const doctor = await runArtifact({ args: ["doctor", "--json"], cwd: repo.path, env });
  const dry = await runArtifact({ args: [...args, "--dry-run"], cwd: repo.path, env });
  const run = await runArtifact({ args: [...args, "--json"], cwd: repo.path, env });
  const commands = (type: "story.verified" | "run.verified") =>
    eventsOf(run.events, type).map(({ command, verdict }) => `${command}: ${verdict}`);
  return {
    doctor: doctor.stdout,
    dry: dry.stderr + dry.stdout,
    run,
    story: commands("story.verified"),
    result: commands("run.verified"),
  };
}

const pkg = (name: string, test: string, needs: object = {}) =>
  JSON.stringify({ name, version: "1.0.0", scripts: { test }, dependencies: needs });
const tested = 'require("node:test").test("holds", () => require("node:assert").equal(require("./index.js"), 1));\n';
const npm: Files = {
  "package.json": JSON.stringify({
    private: true,
    workspaces: ["packages/*"],
    scripts: { test: "npm test --workspaces" },
  }),
  "packages/a/package.json": pkg("a", "node --test"),
  "packages/a/index.js": "module.exports = 1;\n",
  "packages/a/index.test.js": tested,
  "packages/b/package.json": pkg("b", "node --test"),
  "packages/b/index.js": "module.exports = 2;\n",
  "packages/b/index.test.js": tested,
};

test("npm workspaces: a red package elsewhere does not hide what the story broke in its own", async () => {
  const part = "npm test --workspace=packages/a";
  const broken = { "README.md": "# Worlds\n", "packages/a/index.js": "module.exports = 3;\n" };
  const mended = { "packages/a/index.js": "module.exports = 1; // one\n" };
  const { doctor, dry, run, story, result } = await play(npm, [broken, mended]);
  expect(story).toEqual([`${part}: failed`, `${part}: passed`]);
  expect(result).toEqual(["npm test: as_on_base"]);
  expect(run.exitCode).toBe(0);
  for (const shown of [doctor, dry]) expect(shown.replace(/\s+/g, " ")).toContain(`such as \`${part}\``);
});

test.skipIf(findProgram("go", process.env["PATH"]) === null)(
  "packages of Go, and what only the whole finds",
  async () => {
    const files = {
      "go.mod": "module example.org/x\n\ngo 1.18\n",
      "a/a.go": "package a\n\nfunc One() int { return 1 }\n",
      "a/a_test.go":
        'package a\n\nimport "testing"\n\nfunc TestOne(t *testing.T) {\n\tif One() == 0 {\n\t\tt.Fatal("none")\n\t}\n}\n',
      "b/b_test.go":
        'package b\n\nimport (\n\t"testing"\n\n\t"example.org/x/a"\n)\n\nfunc TestB(t *testing.T) {\n\tif a.One() != 1 {\n\t\tt.Fatal("not one")\n\t}\n}\n',
    };
    const two = { "a/a.go": "package a\n\nfunc One() int { return 2 }\n" };
    const one = { "a/a.go": "package a\n\nfunc One() int { return 1 * 1 }\n" };
    const { run, story, result } = await play(files, [two, one]);
    expect(story).toEqual(["go test ./a: passed", "go test ./...: passed"]);
    expect(result).toEqual(["go test ./...: failed", "go test ./...: passed"]);
    expect(run.exitCode).toBe(0);
  },
);

test("what --verify names is never scoped", async () => {
  await using endpoint = await scriptedEndpoint({
    stories: { [goal]: [writing({ "packages/a/index.js": "module.exports = 1; //\n" })] },
  });
  using state = privateState();
  using repo = scratchRepository({ "README.md": "# Words\n", ...npm });
  const args = [goal, "--mode", "focused", "--agent", "openai", "--json", "--verify", "npm test"];
  const run = await runArtifact({ args, cwd: repo.path, env: { ...state.env, ...endpoint.env } });
  expect(eventsOf(run.events, "story.verified").map(({ command }) => command)).toEqual(["npm test"]);
});
