import { expect, test } from "bun:test";
import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { findProgram } from "../../src/host/spawn.ts";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { planText, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

type Files = Record<string, string>;

const pkg = (name: string) => JSON.stringify({ name, version: "1.0.0", scripts: { test: "node --test" } });
const tested = 'require("node:test").test("holds", () => require("node:assert").equal(require("./index.js"), 1));\n';
const packages: Files = Object.fromEntries(
  ["a", "b", "c"].flatMap((name) => [
    [`packages/${name}/package.json`, pkg(name)],
    // What the base says is red in the first of them.
    [`packages/${name}/index.js`, `module.exports = ${name === "a" ? 2 : 1};\n`],
    [`packages/${name}/${name}.test.js`, tested],
  ]),
);
const root = (test: string, packageManager: string) =>
  JSON.stringify({ name: "root", private: true, workspaces: ["packages/*"], scripts: { test }, packageManager });

/** What each of them needs beside its packages, and the check of the package that a story wrote in. */
const runners: [program: string, files: Files, whole: string, part: string][] = [
  [
    "yarn",
    { "package.json": root("yarn workspaces run test", "yarn@1.22.22"), "yarn.lock": "# yarn lockfile v1\n" },
    "yarn test",
    "yarn workspace b run test",
  ],
  [
    "pnpm",
    {
      "package.json": root("pnpm -r test", "pnpm"),
      "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
      "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
    },
    "pnpm test",
    "pnpm --filter=...b test",
  ],
  [
    "lerna",
    { "package.json": root("lerna run test", "npm@11.0.0"), "lerna.json": '{"version":"1.0.0"}' },
    "npm test",
    "npm test -- --scope=b --include-dependents",
  ],
  [
    "turbo",
    { "package.json": root("turbo run test", "npm@11.0.0"), "turbo.json": '{"tasks":{"test":{}}}' },
    "npm test",
    "npm test -- --filter=...b",
  ],
  [
    "nx",
    { "package.json": root("nx run-many -t test", "npm@11.0.0"), "nx.json": "{}" },
    "npm test",
    "npm exec -- nx affected -t test --files=packages/b/index.js",
  ],
];

const quiet = { NX_DAEMON: "false", NX_NO_CLOUD: "true", DO_NOT_TRACK: "1", TURBO_TELEMETRY_DISABLED: "1", CI: "1" };

/** The package of a program that is to be found beside the project: where its link on the PATH leads. */
function packageOf(program: string): string | null {
  const found = findProgram(program, process.env["PATH"]);
  if (found === null) return null;
  for (let folder = dirname(realpathSync(found)); folder !== dirname(folder); folder = dirname(folder)) {
    if (folder.endsWith(`/node_modules/${program}`)) return folder;
  }
  return null;
}

for (const [program, files, whole, part] of runners) {
  test.skipIf(packageOf(program) === null)(
    `${program} (where it is on the PATH): a red package does not hide what a story breaks in another one`,
    async () => {
      const edits = [
        { "packages/b/index.js": "module.exports = 3;\n" },
        { "packages/b/index.js": "module.exports = 1; //\n" },
      ];
      const script = ({ turn }: { turn: number }) => (turn === 0 ? writing(edits.shift() ?? {}) : { text: "Done" });
      await using endpoint = await scriptedEndpoint({ stories: { One: script } });
      using state = privateState();
      const ignored = "node_modules\n.nx\n.turbo\n";
      using repo = scratchRepository({ "README.md": "# x\n", ".gitignore": ignored, ...packages, ...files });
      mkdirSync(join(repo.path, "node_modules"));
      symlinkSync(packageOf(program) ?? "", join(repo.path, "node_modules", program));
      const one = story("S1", { title: "One", writes: ["packages/b/index.js"] });
      const args = ["conduct", "-", "--agent", "openai:scripted-1", "--deliver", "branch", "--json", "--yes"];
      const env = { ...state.env, ...endpoint.env, ...quiet };
      const run = await runArtifact({ args, cwd: repo.path, env, stdin: planText("focused", [one]) });
      const told = eventsOf(run.events, "story.verified").map(({ command, verdict }) => `${command}: ${verdict}`);
      expect(told).toEqual([`${part}: failed`, `${part}: passed`]);
      const [red] = eventsOf(run.events, "story.verified");
      expect(red?.newlyFailing).toEqual(["packages/b/b.test.js: holds"]);
      const [result] = eventsOf(run.events, "run.verified");
      expect(result).toMatchObject({ command: whole, verdict: "as_on_base", failing: ["packages/a/a.test.js: holds"] });
      // All that is red is told by name, and all that is green is counted.
      expect(result?.counts).toEqual({ passed: 2, failed: 1, skipped: 0 });
      expect(run.exitCode).toBe(0);
    },
    180_000,
  );
}
