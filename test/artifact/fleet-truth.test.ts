import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Story } from "../../src/core/story.ts";
import type { ScriptedTurn } from "../../src/demo/scripted/script.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { type Ended, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { type Machines, noSsh, openMachines, until } from "./machines.ts";
import { planText, running, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

/** What a run is told of its stories has to be the same wherever they were worked on. */
interface Case {
  files?: Record<string, string>;
  /** What S1's agent does, turn by turn; S2's adds a file. */
  turns: ScriptedTurn[];
  writes?: string[];
  args?: string[];
}

const plain: Story = story("S2", { title: "Plain", writes: ["plain.txt"] });
let turns: ScriptedTurn[] = [];
let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;
let fleet: Machines;
/** A key that local servers advise, and a word of every second path. */
const key = { OPENAI_API_KEY: "test" };

beforeAll(async () => {
  endpoint = await scriptedEndpoint({
    stories: {
      Odd: ({ turn }) => turns[turn] ?? { text: "Done" },
      Plain: [writing({ "plain.txt": "plain\n" })],
    },
  });
  if (noSsh === "") fleet = await openMachines(["one"], { ...endpoint.env, ...key });
});

afterAll(async () => {
  await fleet?.[Symbol.asyncDispose]();
  await endpoint[Symbol.asyncDispose]();
});

async function play(one: Case, where: readonly string[], more: Record<string, string> = {}) {
  turns = one.turns;
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n", ...one.files });
  const odd = story("S1", { title: "Odd", writes: one.writes ?? ["odd.txt"] });
  const end = await runArtifact({
    cwd: repo.path,
    env: { ...state.env, ...endpoint.env, ...key, ...fleet.env, ...more },
    args: [
      "conduct",
      "-",
      "--agent",
      "openai",
      "--json",
      "--preview",
      "--parallel",
      "2",
      ...(one.args ?? []),
      ...where,
    ],
    stdin: planText("parallel", [odd, plain]),
  });
  const { branch } = eventsOf(end.events, "delivery.finished")[0] ?? { branch: null };
  const files = branch === null ? [] : repo.git("ls-tree", "-r", "--name-only", "-z", branch).split("\0");
  const kept = repo.git("for-each-ref", "--format=%(refname:lstrip=3)", "refs/baro").split("\n").sort();
  return { end, said: saidOf(end), files: files.filter((path) => path !== ""), kept };
}

/** What the run says of each story, without what differs from run to run. */
function saidOf({ events, exitCode }: Ended) {
  const of = (id: string) =>
    events.flatMap((event): unknown[] => {
      if (!("story" in event) || event.story !== id) return [];
      switch (event.type) {
        case "story.verified":
          return [[event.type, event.command, event.verdict, event.failing, event.newlyFailing]];
        case "files.left_out":
          return [[event.type, event.paths, event.tell, event.kept !== undefined]];
        case "surface.violated":
          return [[event.type, event.paths, event.action, event.why]];
        case "story.troubled":
          return [[event.type, event.message.replace(/"\/[^"]*"/g, '"FOLDER"'), event.lost]];
        case "story.finished":
          return [
            [
              event.type,
              event.outcome,
              event.reason.replace(/\/tmp\/\S+/g, "FOLDER").replace("run on one", "run here"),
            ],
          ];
        default:
          return [];
      }
    });
  const whole = eventsOf(events, "run.verified").map(({ command, verdict }) => [command, verdict]);
  const skipped = eventsOf(events, "check.skipped").map(({ command, next }) => [command, next]);
  return { exitCode, S1: of("S1"), S2: of("S2"), whole, skipped };
}

const script = (test: string) => JSON.stringify({ type: "module", scripts: { test } });
const redBase = {
  "package.json": script("node --test"),
  "a.js": "export const a = 1;\n",
  "a.test.js":
    'import test from "node:test";\nimport { a } from "./a.js";\ntest("a holds", () => { if (a !== 1) throw new Error("a"); });\ntest("old trouble", () => { throw new Error("old"); });\n',
};
const finished = (outcome: string) => expect.arrayContaining([["story.finished", outcome, expect.anything()]]);
const failed = (reason: RegExp) =>
  expect.arrayContaining([["story.finished", "failed", expect.stringMatching(reason)]]);
const quiet = ["--no-verify"];

describe.skipIf(noSsh !== "")("on another machine", () => {
  test.each<[string, Case, { exitCode: number; S1: unknown; files: string[] }]>([
    [
      "a story that breaks everything does not pass as red before",
      { files: redBase, turns: [writing({ "a.js": "export const a = ;\n" })], writes: ["a.js"] },
      { exitCode: 1, S1: failed(/npm test/), files: ["plain.txt"] },
    ],
    [
      "the same red as on the base is no story's",
      { files: redBase, turns: [writing({ "odd.txt": "odd\n" })] },
      { exitCode: 0, S1: finished("merged"), files: ["odd.txt", "plain.txt"] },
    ],
    [
      "a check that can't run is none",
      { files: { "package.json": script("absent-runner --all") }, turns: [writing({ "odd.txt": "odd\n" })] },
      { exitCode: 0, S1: finished("merged"), files: ["odd.txt", "plain.txt"] },
    ],
    [
      "a story that changes nothing is not delivered as done",
      { turns: [{ text: "It is fine as it is." }], args: quiet },
      { exitCode: 1, S1: finished("empty"), files: ["plain.txt"] },
    ],
    [
      "an ignored file is told and kept",
      {
        files: { ".gitignore": "lib/\n" },
        turns: [writing({ "src/lib/util.py": "X = 1\n", "src/main.py": "import lib.util\n" })],
        writes: ["src/main.py"],
        args: quiet,
      },
      {
        exitCode: 0,
        S1: expect.arrayContaining([["files.left_out", ["src/lib/util.py"], true, expect.anything()]]),
        files: ["src/main.py", "plain.txt"],
      },
    ],
    [
      "an ignored file that the surface names is taken",
      {
        files: { ".gitignore": "lib/\n" },
        turns: [writing({ "src/lib/util.py": "X = 1\n" })],
        writes: ["src/lib/util.py"],
        args: quiet,
      },
      { exitCode: 0, S1: finished("merged"), files: ["src/lib/util.py", "plain.txt"] },
    ],
    [
      "a name that is no UTF-8 is told, and ends its own story alone",
      { turns: [running("printf x > \"$(printf 'bad\\377.txt')\"; echo odd > odd.txt")], args: quiet },
      { exitCode: 1, S1: failed(/name that is not UTF-8/), files: ["plain.txt"] },
    ],
    [
      "a worktree that was replaced by a link is not touched",
      {
        turns: [running('here="$PWD"; echo odd > odd.txt; mkdir ../aside; mv "$here" ../aside/it; ln -s / "$here"')],
        args: quiet,
      },
      { exitCode: 1, S1: expect.arrayContaining([["story.troubled", expect.anything(), true]]), files: ["plain.txt"] },
    ],
    [
      "a key that is a word of a path changes no path",
      { turns: [writing({ "test/a.js": "// test\n" })], writes: ["test/a.js"], args: quiet },
      { exitCode: 0, S1: finished("merged"), files: ["test/a.js", "plain.txt"] },
    ],
  ])(
    "%s, as here",
    async (_name, one, { exitCode, S1, files }) => {
      const near = await play(one, []);
      const [machine] = fleet.machines;
      const far = await play(one, ["--worker", machine?.spec ?? ""]);
      expect(eventsOf(far.end.events, "story.started").every(({ worker }) => worker === "one")).toBe(true);
      expect(near.said).toMatchObject({ exitCode, S1 });
      for (const path of files) expect(near.files).toContain(path);
      expect({ said: far.said, files: far.files, kept: far.kept }).toEqual({
        said: near.said,
        files: near.files,
        kept: near.kept,
      });
      await until(() => fleet.workers().length === 0 && machine?.left().length === 0, "something is left there");
    },
    120_000,
  );

  test("a check whose tool is on this machine alone is none there, and the result is checked here", async () => {
    using tools = scratchFolder();
    const tool = join(tools.path, "only-here");
    writeFileSync(tool, "#!/bin/sh\ngrep -q odd odd.txt\n");
    chmodSync(tool, 0o755);
    const files = { "package.json": script("only-here"), "odd.txt": "odd\n" };
    const one = { files, turns: [writing({ "odd.txt": "odd and more\n" })] };
    const path = { PATH: `${tools.path}:${process.env["PATH"]}` };
    const far = await play(one, ["--worker", fleet.machines[0]?.spec ?? ""], path);
    expect(far.said.exitCode).toBe(0);
    const notRun = ["story.verified", "npm test", "not_run", [], []];
    expect(far.said.S1).toEqual([notRun, ["story.finished", "merged", "Could not run here: npm test"]]);
    expect(far.said.whole).toEqual([["npm test", "passed"]]);
    expect(far.end.stderr).toContain(
      "only-here: not found (on one); install the project's packages, or put only-here on the PATH there",
    );
  }, 120_000);
});
