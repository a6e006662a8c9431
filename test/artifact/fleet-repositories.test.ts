import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StoryOutcome } from "../../src/core/event.ts";
import type { ScriptedTurn } from "../../src/demo/scripted/script.ts";
import { gitIn, scratchRepository, writeFiles } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { type Machines, noSsh, openMachines, until } from "./machines.ts";
import { planText, running, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

/** What a submodule is of. */
const inner = scratchRepository({ "in.txt": "in\n" });
let turns: ScriptedTurn[] = [];
let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;
let fleet: Machines;

beforeAll(async () => {
  endpoint = await scriptedEndpoint({
    stories: {
      Odd: ({ turn }) => turns[turn] ?? { text: "Done" },
      Plain: [writing({ "plain.txt": "plain\n" })],
    },
  });
  if (noSsh === "") fleet = await openMachines(["one"], endpoint.env);
});

afterAll(async () => {
  await fleet?.[Symbol.asyncDispose]();
  await endpoint[Symbol.asyncDispose]();
  inner[Symbol.dispose]();
});

interface Case {
  /** Makes the repository what it is. */
  prepare?(root: string): void;
  turns: ScriptedTurn[];
  writes: string[];
  /** What a worker's last look at an unfinished story holds, where nothing is held here: the folder stays as it is. */
  heldThere?: string;
}

/** One run of two stories, here or there, in a repository made anew. */
async function play(one: Case, where: readonly string[], ssh: Record<string, string> = fleet.env) {
  turns = one.turns;
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  one.prepare?.(repo.path);
  const stories = [
    story("S1", { title: "Odd", writes: one.writes }),
    story("S2", { title: "Plain", writes: ["plain.txt"] }),
  ];
  const end = await runArtifact({
    cwd: repo.path,
    env: { ...state.env, ...endpoint.env, ...ssh },
    args: ["conduct", "-", "--agent", "openai", "--json", "--no-verify", "--preview", "--parallel", "2", ...where],
    stdin: planText("parallel", stories),
  });
  const { branch } = eventsOf(end.events, "delivery.finished")[0] ?? { branch: null };
  const far = eventsOf(end.events, "story.started").map(({ worker }) => worker ?? "here");
  return {
    exitCode: end.exitCode,
    stderr: end.stderr,
    far,
    tree: branch === null ? null : repo.git("ls-tree", "-r", branch),
    ends: Object.fromEntries(eventsOf(end.events, "story.finished").map(({ story: id, outcome }) => [id, outcome])),
    refs: repo.git("for-each-ref", "--format=%(refname:lstrip=3)", "refs/baro"),
    lost: eventsOf(end.events, "lease.lost"),
  };
}

const commitAll = (root: string) => {
  gitIn(root, "add", "--all");
  gitIn(root, "commit", "--quiet", "-m", "more");
};
const noLfs = spawnSync("git", ["lfs", "version"]).status === 0 ? "" : "git-lfs is not installed";
if (noLfs !== "") console.log(`Large files on a worker are not tested: ${noLfs}`);

/** What makes of a file's letters capitals where it is committed. */
const shouting = [
  ["filter.up.clean", "tr a-z A-Z"],
  ["filter.up.smudge", "tr A-Z a-z"],
] as const;
const shoutingFile = `[filter "up"]\n\tclean = tr a-z A-Z\n\tsmudge = tr A-Z a-z\n`;

const cases: [string, Case, Record<string, StoryOutcome>, boolean?][] = [
  [
    "of sha256",
    {
      prepare: (root) => {
        rmSync(join(root, ".git"), { recursive: true });
        gitIn(root, "init", "--quiet", "--initial-branch=main", "--object-format=sha256");
        gitIn(root, "config", "user.name", "Ada");
        gitIn(root, "config", "user.email", "ada@example.com");
        commitAll(root);
      },
      turns: [writing({ "odd.txt": "odd\n" })],
      writes: ["odd.txt"],
    },
    { S1: "merged", S2: "merged" },
  ],
  [
    "with attributes that turn line ends round",
    {
      prepare: (root) => {
        writeFiles(root, { ".gitattributes": "*.txt text eol=crlf\n" });
        commitAll(root);
      },
      turns: [running("printf 'odd\\r\\nand\\r\\n' > odd.txt")],
      writes: ["odd.txt"],
    },
    { S1: "merged", S2: "merged" },
  ],
  [
    "with a submodule",
    {
      prepare: (root) => {
        gitIn(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.path, "inner");
        commitAll(root);
      },
      turns: [writing({ "odd.txt": "odd\n" })],
      writes: ["odd.txt"],
    },
    { S1: "merged", S2: "merged" },
  ],
  [
    "whose agent takes the right to write from a folder",
    {
      turns: [running("mkdir deep && echo odd > deep/odd.txt && chmod a-w deep")],
      writes: ["deep/"],
    },
    { S1: "merged", S2: "merged" },
  ],
  [
    "whose agent removes its worktree",
    { turns: [running('rm -rf "$PWD"')], writes: ["odd.txt"] },
    { S1: "failed", S2: "merged" },
  ],
  [
    "whose agent moves its worktree away",
    { turns: [running('echo odd > odd.txt; mv "$PWD" "$PWD-away"')], writes: ["odd.txt"] },
    { S1: "failed", S2: "merged" },
  ],
  [
    "with large files",
    {
      prepare: (root) => {
        writeFiles(root, { ".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n" });
        gitIn(root, "lfs", "install", "--local");
        writeFileSync(join(root, "big.bin"), "big");
        commitAll(root);
      },
      turns: [writing({ "odd.txt": "odd\n" })],
      writes: ["odd.txt"],
    },
    { S1: "merged", S2: "merged" },
    noLfs !== "",
  ],
  [
    "whose person has git turn line ends round",
    {
      prepare: (root) => void gitIn(root, "config", "core.autocrlf", "input"),
      turns: [running("printf 'odd\\r\\nand\\r\\n' > odd.txt")],
      writes: ["odd.txt"],
    },
    { S1: "merged", S2: "merged" },
  ],
  [
    "with attributes and ignores that are in no commit",
    {
      prepare: (root) => {
        writeFiles(root, { ".git/info/attributes": "*.md text eol=lf\n", ".git/info/exclude": "*.trace\n" });
      },
      turns: [running("mkdir deep; printf 'odd\\r\\n' > deep/odd.md; echo x > deep/odd.trace")],
      writes: ["deep/"],
    },
    { S1: "merged", S2: "merged" },
  ],
  [
    "with attributes and ignores of its person's own",
    {
      prepare: (root) => {
        const [attributes, ignores] = [join(root, ".git", "mine"), join(root, ".git", "mine-too")];
        writeFileSync(attributes, "*.md text eol=lf\n");
        writeFileSync(ignores, "*.trace\n");
        gitIn(root, "config", "core.attributesFile", attributes);
        gitIn(root, "config", "core.excludesFile", ignores);
      },
      turns: [running("mkdir deep; printf 'odd\\r\\n' > deep/odd.md; echo x > deep/odd.trace")],
      writes: ["deep/"],
    },
    { S1: "merged", S2: "merged" },
  ],
  [
    "with a program, a link and a text in another encoding",
    {
      prepare: (root) => {
        writeFiles(root, { ".gitattributes": "*.u16 text working-tree-encoding=UTF-16\n" });
        commitAll(root);
      },
      turns: [
        running("echo '#!/bin/sh' > run; chmod +x run; ln -s a.txt link; printf '\\376\\377\\0o\\0\\n' > odd.u16"),
      ],
      writes: ["run", "link", "odd.u16"],
    },
    { S1: "merged", S2: "merged" },
  ],
  [
    "with a filter that is set up there as well",
    {
      prepare: (root) => {
        writeFiles(root, { ".gitattributes": "*.up filter=up\n", "old.up": "OLD\n" });
        commitAll(root);
        for (const [name, command] of shouting) gitIn(root, "config", name, command);
        writeFiles(fleet.machines[0]?.folder ?? "", { "home/.gitconfig": shoutingFile });
      },
      // In the folder it is lower case, in the commit it is not.
      turns: [running("grep old old.up && echo odd >> old.up && echo new > new.up")],
      writes: ["old.up", "new.up"],
    },
    { S1: "merged", S2: "merged" },
  ],
  [
    "with large files whose program is not there",
    {
      prepare: (root) => {
        writeFiles(root, { ".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n" });
        commitAll(root);
        gitIn(root, "config", "filter.lfs.clean", "git-lfs clean -- %f");
        gitIn(root, "config", "filter.lfs.process", "git-lfs filter-process");
        gitIn(root, "config", "filter.lfs.required", "true");
      },
      turns: [writing({ "odd.bin": "as it is\n" })],
      writes: ["odd.bin"],
      heldThere: "kept/S1",
    },
    { S1: "failed", S2: "merged" },
    noLfs === "",
  ],
];

describe.skipIf(noSsh !== "")("a repository on another machine", () => {
  for (const [name, one, ends, skipped] of cases) {
    test.skipIf(skipped === true)(
      `${name} comes to the end that it has here`,
      async () => {
        const near = await play(one, []);
        const far = await play(one, ["--worker", fleet.machines[0]?.spec ?? ""]);
        expect(new Set(far.far)).toEqual(new Set(["one"]));
        expect(near.ends, near.stderr).toEqual(ends);
        expect(far.ends, far.stderr).toEqual(ends);
        expect([far.exitCode, far.tree, far.refs]).toEqual([near.exitCode, near.tree, one.heldThere ?? near.refs]);
        expect(far.lost).toEqual([]);
        const [machine] = fleet.machines;
        await until(() => fleet.workers().length === 0 && machine?.left().length === 0, "something is left there");
      },
      120_000,
    );
  }

  test("with a filter that is not set up there is not worked on there, and how to mend that is said", async () => {
    await using bare = await openMachines(["bare"], endpoint.env);
    const prepare = (root: string) => {
      writeFiles(root, { ".gitattributes": "*.up filter=up\n", "old.up": "OLD\n" });
      commitAll(root);
      for (const [name, command] of shouting) gitIn(root, "config", name, command);
    };
    const one = { prepare, turns: [writing({ "odd.txt": "odd\n" })], writes: ["odd.txt"] };
    const end = await play(one, ["--worker", bare.machines[0]?.spec ?? ""], bare.env);
    expect(end.exitCode).toBe(5);
    const said = end.stderr.replace(/\s+/g, " ");
    expect(said).toContain('the filter "up" is not set up there, which files of this repository go through');
    expect(said).toContain("hint: Set it up there as here: git config --global filter.up.clean COMMAND");
    await until(() => bare.workers().length === 0 && bare.machines[0]?.left().length === 0, "something is left there");
  }, 60_000);
});
