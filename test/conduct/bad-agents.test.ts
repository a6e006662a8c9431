import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { AgentTask } from "../../src/agents/agent.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { branch, type Conducted, conductIn, story } from "./support/conduct-in.ts";
import { fakeAgent } from "./support/fake-agent.ts";
import { fingerprint } from "./support/person.ts";

const files = { "src/a.ts": "export const a = 1;\n", "src/b.ts": "export const b = 1;\n", "README.md": "# Mine\n" };

/** Lets one agent loose on one story in a dirty checkout, and holds that the checkout stays as it was. */
async function letLoose(act: (task: AgentTask, turn: number) => void, writes = ["src/"]) {
  using repository = scratchRepository(files);
  using folder = scratchFolder();
  repository.write({ "src/a.ts": "export const a = 'mine';\n", "notes.txt": "untracked\n" });
  repository.git("stash", "list");
  const before = fingerprint(repository.path);
  let turn = 0;
  const agent = fakeAgent((task) => act(task, ++turn));
  const stories = [story("S1", { writes })];
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent });
  expect(fingerprint(repository.path)).toBe(before);
  const objects = Number(/size-pack: (\d+)|size: (\d+)/.exec(repository.git("count-objects", "-v"))?.[2] ?? 0);
  const landed = result.stories[0]?.outcome === "merged";
  const fields = landed
    ? repository.git("diff", "-z", "--name-status", "--no-renames", "main", branch).split("\0")
    : [];
  const names = fields.flatMap((field, at) => (at % 2 === 1 ? [`${fields[at - 1]} ${field}`] : []));
  const subjects = landed ? repository.git("log", "--format=%s", `main..${branch}`).split("\n") : [];
  return { result, names, subjects, objects, turns: turn };
}

const reverted = (result: Conducted) => result.of("surface.violated").filter((event) => event.action === "reverted");

test("commits of an agent become the story's one commit", async () => {
  const { names, subjects } = await letLoose((task) => {
    writeFiles(task.cwd, { "src/a.ts": "2\n" });
    gitIn(task.cwd, "commit", "-qam", "wip");
    writeFiles(task.cwd, { "src/c.ts": "3\n" });
    gitIn(task.cwd, "add", "-A");
    gitIn(task.cwd, "commit", "-qm", "more");
  });
  expect(names).toEqual(["M src/a.ts", "A src/c.ts"]);
  expect(subjects).toEqual(["Story S1"]);
});

test.each<[string, string[][]]>([
  ["with its new files", [["stash", "-u", "-q"]]],
  [
    "and packs its refs",
    [
      ["stash", "-u", "-q"],
      ["pack-refs", "--all"],
    ],
  ],
])("work that an agent stashed %s and left there is the story's", async (_how, commands) => {
  const { names } = await letLoose((task) => {
    writeFiles(task.cwd, { "src/a.ts": "2\n", "src/new/c.ts": "3\n" });
    for (const args of commands) gitIn(task.cwd, ...args);
  });
  expect(names).toEqual(["M src/a.ts", "A src/new/c.ts"]);
});

test("an agent that switches branch, stashes, tags and configures does so in a repository of its own", async () => {
  const { names, result } = await letLoose((task) => {
    gitIn(task.cwd, "switch", "-q", "-c", "elsewhere");
    writeFiles(task.cwd, { "src/a.ts": "stashed\n" });
    gitIn(task.cwd, "stash");
    gitIn(task.cwd, "tag", "mine");
    gitIn(task.cwd, "config", "user.name", "Somebody");
  });
  // What it put away is still its work; the person's repository, which letLoose() holds, knows nothing of all that.
  expect(names).toEqual(["M src/a.ts"]);
  expect(result.stories[0]?.outcome).toBe("merged");
});

test("work that an agent left on a branch of its own is found", async () => {
  const { names } = await letLoose((task) => {
    gitIn(task.cwd, "switch", "-q", "-c", "feature");
    writeFiles(task.cwd, { "src/a.ts": "on a branch\n" });
    gitIn(task.cwd, "commit", "-qam", "work");
    gitIn(task.cwd, "switch", "-q", "-");
  });
  expect(names).toEqual(["M src/a.ts"]);
});

test("an agent may delete its .git, or make another one of it", async () => {
  const { names } = await letLoose((task) => {
    rmSync(join(task.cwd, ".git"), { recursive: true });
    writeFiles(task.cwd, { "src/a.ts": "2\n" });
    gitIn(task.cwd, "init", "-q");
    writeFiles(task.cwd, { ".git/hooks/pre-commit": "#!/bin/sh\nexit 1\n" });
    chmodSync(join(task.cwd, ".git/hooks/pre-commit"), 0o755);
  });
  expect(names).toEqual(["M src/a.ts"]);
});

test("a file of 200 MB never reaches the person's objects", async () => {
  const { result, names, objects } = await letLoose((task, turn) => {
    writeFiles(task.cwd, { "src/a.ts": "2\n" });
    if (turn === 1) {
      writeFileSync(join(task.cwd, "src/huge.bin"), "");
      truncateSync(join(task.cwd, "src/huge.bin"), 200 * 1024 * 1024);
    }
  });
  expect(reverted(result)).toMatchObject([{ paths: ["src/huge.bin"], why: "larger than 95 MB" }]);
  expect(names).toEqual(["M src/a.ts"]);
  expect(objects).toBeLessThan(1000);
});

test("symlinks that lead out are removed, and nothing beyond them is", async () => {
  using outside = scratchFolder();
  writeFiles(outside.path, { "b.ts": "precious\n" });
  const { result, names } = await letLoose(
    (task) => {
      rmSync(join(task.cwd, "src"), { recursive: true });
      symlinkSync(outside.path, join(task.cwd, "src"));
      symlinkSync("../../..", join(task.cwd, "up"));
    },
    ["src/", "up"],
  );
  expect(reverted(result).some(({ why }) => why.includes("leads out"))).toBe(true);
  expect(readFileSync(join(outside.path, "b.ts"), "utf8")).toBe("precious\n");
  expect(names.filter((name) => name.startsWith("A"))).toEqual([]);
});

test("a symlink within the repository is the story's to make", async () => {
  const { names } = await letLoose((task) => symlinkSync("a.ts", join(task.cwd, "src/link.ts")));
  expect(names).toEqual(["A src/link.ts"]);
});

test("a repository inside the repository is undone", async () => {
  const { result, names } = await letLoose((task, turn) => {
    writeFiles(task.cwd, { "src/a.ts": "2\n" });
    if (turn > 1) return;
    mkdirSync(join(task.cwd, "src/nested"));
    gitIn(join(task.cwd, "src/nested"), "init", "-q");
    writeFiles(join(task.cwd, "src/nested"), { "x.ts": "x\n" });
  });
  expect(reverted(result)[0]?.why).toBe("a repository inside the repository");
  expect(names).toEqual(["M src/a.ts"]);
});

test("a file that is moved out of the surface comes back", async () => {
  const { result, names } = await letLoose((task, turn) => {
    writeFiles(task.cwd, { "src/a.ts": "2\n" });
    if (turn > 1) return;
    mkdirSync(join(task.cwd, "lib"));
    renameSync(join(task.cwd, "src/b.ts"), join(task.cwd, "lib/b.ts"));
  });
  expect(reverted(result)[0]?.paths.sort()).toEqual(["lib/b.ts", "src/b.ts"]);
  expect(names).toEqual(["M src/a.ts"]);
});

test("renames, mode bits, deletions, odd names and empty files are kept as they are", async () => {
  const { names } = await letLoose((task) => {
    renameSync(join(task.cwd, "src/b.ts"), join(task.cwd, "src/renamed.ts"));
    chmodSync(join(task.cwd, "src/a.ts"), 0o755);
    writeFiles(task.cwd, { 'src/sp ace "q" ü.ts': "x\n", "src/empty": "", "src/crlf.txt": "a\r\nb\r\n" });
  });
  expect(names.filter((name) => name.startsWith("D"))).toEqual(["D src/b.ts"]);
  expect(names).toContain("A src/renamed.ts");
  expect(names).toContain("M src/a.ts");
  expect(names).toHaveLength(6);
});

test("ignored files, lockfiles and editor files of nobody are not part of the diff", async () => {
  const { result, names } = await letLoose((task) => {
    writeFiles(task.cwd, {
      "src/a.ts": "2\n",
      "package-lock.json": "{}\n",
      ".idea/workspace.xml": "<x/>\n",
      "node_modules/x/index.js": "x\n",
      ".DS_Store": "x",
    });
  });
  expect(names).toEqual(["M src/a.ts"]);
  expect(reverted(result)).toEqual([]);
});

test("a file in place of a folder, and a folder in place of a file", async () => {
  const { names } = await letLoose((task) => {
    rmSync(join(task.cwd, "src/a.ts"));
    writeFiles(task.cwd, { "src/a.ts/index.ts": "x\n" });
  });
  expect(names).toEqual(["D src/a.ts", "A src/a.ts/index.ts"]);
});

test("what an agent hides from its own index is seen all the same", async () => {
  const { result } = await letLoose((task, turn) => {
    if (turn > 1) return;
    gitIn(task.cwd, "update-index", "--assume-unchanged", "README.md");
    writeFiles(task.cwd, { "README.md": "# Theirs\n", ".git/info/exclude": "*\n", "secret/x.ts": "x\n" });
  });
  expect(reverted(result)[0]?.paths.sort()).toEqual(["README.md", "secret/x.ts"]);
});

test("programs that an agent plants in its repository are not run by us", async () => {
  using marks = scratchFolder();
  const mark = join(marks.path, "ran");
  await letLoose((task) => {
    writeFiles(task.cwd, { "src/a.ts": "2\n", ".gitattributes": "* filter=evil\n" });
    execFileSync("git", ["config", "core.fsmonitor", `touch ${mark}`], { cwd: task.cwd });
    execFileSync("git", ["config", "filter.evil.clean", `touch ${mark}; cat`], { cwd: task.cwd });
  });
  expect(existsSync(mark)).toBe(false);
});
