import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { AgentTask } from "../../src/agents/agent.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { branch, conductIn, story } from "./support/conduct-in.ts";
import { fakeAgent } from "./support/fake-agent.ts";

const idOf = (task: AgentTask) => /Story (S\d)/.exec(task.prompt)?.[1] ?? "";
const write = (task: AgentTask) => writeFiles(task.cwd, { [`${idOf(task).toLowerCase()}/a.txt`]: `${idOf(task)}\n` });

/** Conducts two stories; S1's agent does something to its folder besides. Gives how both ended and what S1 was told. */
async function beside(repository: ReturnType<typeof scratchRepository>, act: (task: AgentTask, turn: number) => void) {
  using folder = scratchFolder();
  const prompts: string[] = [];
  let turn = 0;
  const agent = fakeAgent((task) => {
    const isFirst = idOf(task) === "S1" || task.prompt.includes('"Story S1"');
    if (idOf(task) !== "") write(task);
    if (!isFirst) return;
    prompts.push(task.prompt);
    act(task, ++turn);
  });
  const stories = [story("S1"), story("S2")];
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent });
  const left = existsSync(join(folder.path, "cache/worktrees"))
    ? readdirSync(join(folder.path, "cache/worktrees"))
    : [];
  return { result, prompts, left, outcomes: result.stories.map(({ outcome }) => outcome) };
}

test("a file that the repository ignores is named to the agent once and to the person, and kept on a ref", async () => {
  using repository = scratchRepository({ ".gitignore": "gen*/\n__pycache__/\n" });
  const { result, prompts, outcomes } = await beside(repository, (task) => {
    writeFiles(task.cwd, { "s1/generated/util.py": "X = 1\n", "s1/__pycache__/util.pyc": "bytes" });
  });
  expect(outcomes).toEqual(["merged", "merged"]);
  const told = result.of("files.left_out");
  expect(told.map(({ story: id, paths, tell }) => [id, paths, tell])).toEqual([
    ["S1", ["s1/generated/util.py"], true],
    ["S1", ["s1/generated/util.py"], false],
  ]);
  expect(prompts).toHaveLength(2);
  expect(prompts[1]).toContain("- s1/generated/util.py");
  expect(repository.git("show", `${told[1]?.kept}:s1/generated/util.py`)).toBe("X = 1");
  expect(repository.git("ls-tree", "-r", "--name-only", branch)).not.toContain("generated");
});

test("an ignored file that the surface names is part of the work", async () => {
  using repository = scratchRepository({ ".gitignore": "lib/\n*.local\n" });
  using folder = scratchFolder();
  const agent = fakeAgent((task) => {
    writeFiles(task.cwd, { "src/lib/util.py": "X = 1\n", "conf/a.local": "a\n", "conf/b.local": "b\n" });
  });
  const stories = [story("S1", { writes: ["src/lib/", "conf/a.local"] })];
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent });
  expect(result.stories[0]?.outcome).toBe("merged");
  const names = repository.git("ls-tree", "-r", "--name-only", branch).split("\n");
  expect(names).toEqual([".gitignore", "conf/a.local", "src/lib/util.py"]);
  expect(result.of("files.left_out").at(-1)?.paths).toEqual(["conf/b.local"]);
});

test("an ignored folder that the surface names, by a glob too, is part of the work with all that is in it", async () => {
  using repository = scratchRepository({ ".gitignore": "out-*/\ngen/\n" });
  using folder = scratchFolder();
  const agent = fakeAgent((task) => {
    const files = ["out-1/a.txt", "out-1/deep/b.txt", "gen/deep/down/c.txt", "src/d.txt", "src/gen/e.txt"];
    writeFiles(task.cwd, Object.fromEntries(files.map((file) => [file, file])));
  });
  const stories = [story("S1", { writes: ["out-*/**", "gen/", "src/"] })];
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent });
  expect(result.stories[0]?.outcome).toBe("merged");
  const names = repository.git("ls-tree", "-r", "--name-only", branch).split("\n");
  expect(names).toEqual([".gitignore", "gen/deep/down/c.txt", "out-1/a.txt", "out-1/deep/b.txt", "src/d.txt"]);
  expect(result.of("files.left_out").at(-1)?.paths).toEqual(["src/gen/e.txt"]);
});

test("a check that is green for an ignored file's sake is not green for the branch", async () => {
  using repository = scratchRepository({ ".gitignore": "lib/\n" });
  using folder = scratchFolder();
  const agent = fakeAgent((task) => {
    writeFiles(task.cwd, { "src/main.sh": "cat src/lib/part\n", "src/lib/part": "part\n" });
  });
  const input = { checks: ["[ ! -f src/main.sh ] || sh src/main.sh"] };
  const stories = [story("S1", { writes: ["src/"] })];
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent, input });
  expect(result.of("run.verified").some(({ ok }) => !ok)).toBe(true);
  expect(result.stories[0]?.outcome).toBe("failed");
});

test("a new name that is no UTF-8 is its own story's trouble, told by name and once", async () => {
  using repository = scratchRepository();
  const { result, prompts, outcomes } = await beside(repository, (task, turn) => {
    const name = Buffer.concat([Buffer.from(join(task.cwd, "s1/caf")), Buffer.from([0xe9])]);
    if (turn === 1) writeFileSync(name, "latin\n");
    else rmSync(name);
  });
  expect(outcomes).toEqual(["merged", "merged"]);
  expect(prompts[1]).toContain("not UTF-8");
  expect(prompts[1]).toContain("s1/caf\\xe9");
  expect(result.of("story.troubled")).toHaveLength(1);
});

test("a path that is too long for git is its story's trouble, told and once", async () => {
  using repository = scratchRepository();
  const { result, prompts, outcomes } = await beside(repository, (task, turn) => {
    const makes = 'for i in $(seq 25); do mkdir -p "$0" && cd "$0" || exit 1; done; echo deep > f.txt';
    const cwd = join(task.cwd, "s1");
    execFileSync("bash", ["-c", turn === 1 ? makes : 'rm -rf "$0"', "d".repeat(200)], { cwd });
  });
  expect(outcomes).toEqual(["merged", "merged"]);
  expect(prompts[1]).toContain("File name too long");
  expect(result.of("story.troubled")).toHaveLength(1);
});

test("trouble that stays is that story's failure; the other one lands", async () => {
  using repository = scratchRepository({ ".gitattributes": "*.broken filter=broken\n" });
  repository.git("config", "filter.broken.clean", "echo no such key $(seq 2000) >&2; false");
  repository.git("config", "filter.broken.required", "true");
  const { result, outcomes } = await beside(repository, (task) => writeFiles(task.cwd, { "s1/x.broken": "x\n" }));
  expect(outcomes).toEqual(["failed", "merged"]);
  expect(result.outcome).toBe("done");
  expect(result.of("story.troubled").map(({ story: id }) => id)).toEqual(["S1", "S1"]);
  expect(result.of("story.finished").find(({ story: id }) => id === "S1")?.reason).toMatch(
    /^The story's files can't be committed: s1\/x\.broken goes through the filter "broken", which fails \(no such key.{0,600}$/s,
  );
});

test.each([
  ["a link to the person's repository", (place: string, root: string) => symlinkSync(root, place)],
  ["a link to the folder itself, moved", (place: string) => symlinkSync(`${place}.moved`, place)],
  ["nothing", () => {}],
  ["another repository", (place: string) => execFileSync("git", ["init", "-q", place])],
])("a worktree that was replaced by %s is left alone, and the story gets another", async (_what, replace) => {
  using repository = scratchRepository({ "README.md": "# A\n" });
  repository.write({ "untracked.txt": "mine\n", "README.md": "# Mine\n" });
  const before = repository.git("status", "--porcelain");
  const { result, prompts, outcomes } = await beside(repository, (task, turn) => {
    if (turn > 1) return;
    renameSync(task.cwd, `${task.cwd}.moved`);
    replace(task.cwd, repository.path);
  });
  expect(outcomes).toEqual(["merged", "merged"]);
  expect(result.of("story.troubled").map(({ lost }) => lost)).toEqual([true]);
  expect(prompts[1]).toContain("replaced");
  // The moved folder is there still, and is named.
  expect(result.unclean).toMatch(/w\d(?:"|\.moved)/);
  expect(repository.git("status", "--porcelain")).toBe(before);
  expect(existsSync(join(repository.path, ".git/HEAD"))).toBe(true);
});

test("pipes and devices are seen before anything opens them", async () => {
  using repository = scratchRepository({ "s1/.gitattributes": "*.txt text\n" });
  const { result, outcomes } = await beside(repository, (task, turn) => {
    if (turn > 1) return;
    rmSync(join(task.cwd, "s1/.gitattributes"));
    execFileSync("mkfifo", [join(task.cwd, "s1/.gitattributes"), join(task.cwd, "s1/pipe")]);
  });
  expect(outcomes).toEqual(["merged", "merged"]);
  const undone = result.of("surface.violated").flatMap(({ paths }) => paths);
  expect(undone).toContain("s1/.gitattributes");
  expect(undone).toContain("s1/pipe");
  expect(repository.git("show", `${branch}:s1/.gitattributes`)).toBe("*.txt text");
});

test.skipIf(process.getuid?.() === 0)("read-only folders that a tool left are removed all the same", async () => {
  using repository = scratchRepository({ ".gitignore": "node_modules/\n" });
  const { outcomes, left } = await beside(repository, (task) => {
    writeFiles(task.cwd, { "node_modules/a/b.txt": "b\n" });
    chmodSync(join(task.cwd, "node_modules/a"), 0o500);
  });
  expect(outcomes).toEqual(["merged", "merged"]);
  expect(left).toEqual([]);
});

test("nothing that an agent put into its repository is followed, read or run when a hook has its say", async () => {
  using repository = scratchRepository();
  using outside = scratchFolder();
  const key = join(outside.path, "key");
  const ran = join(outside.path, "ran");
  writeFileSync(key, "private\n");
  writeFiles(repository.path, { ".git/hooks/commit-msg": "#!/bin/sh\nexit 0\n" });
  chmodSync(join(repository.path, ".git/hooks/commit-msg"), 0o755);
  const { outcomes } = await beside(repository, (task) => {
    const dotGit = join(task.cwd, ".git");
    symlinkSync(key, join(dotGit, "COMMIT_EDITMSG"));
    writeFileSync(join(dotGit, "config"), `[core]\n\tfsmonitor = touch ${ran}\n\tworktree = ${outside.path}\n`);
    rmSync(join(task.cwd, "s1"), { recursive: true });
  });
  expect(outcomes).toEqual(["empty", "merged"]);
  using fresh = scratchRepository();
  writeFiles(fresh.path, { ".git/hooks/commit-msg": "#!/bin/sh\nexit 0\n" });
  chmodSync(join(fresh.path, ".git/hooks/commit-msg"), 0o755);
  const { outcomes: again, result } = await beside(fresh, (task) => {
    symlinkSync(key, join(task.cwd, ".git/COMMIT_EDITMSG"));
    writeFileSync(join(task.cwd, ".git/config"), `[core]\n\tfsmonitor = touch ${ran}\n`);
  });
  expect(again).toEqual(["merged", "merged"]);
  expect(result.of("story.committed")).toHaveLength(2);
  expect(readFileSync(key, "utf8")).toBe("private\n");
  expect(existsSync(ran)).toBe(false);
});

test("a story whose folder can't be made fails, with the reason, and says so twice at most", async () => {
  using repository = scratchRepository({ "big.txt": "big\n" });
  // Git reads it nowhere but where the folder is filled.
  const blob = repository.git("rev-parse", "HEAD:big.txt");
  const object = join(repository.path, ".git/objects", blob.slice(0, 2), blob.slice(2));
  rmSync(object);
  const { result, prompts, outcomes } = await beside(repository, () => {});
  expect(outcomes).toEqual(["failed", "failed"]);
  expect(prompts).toEqual([]);
  expect(
    result
      .of("story.troubled")
      .map(({ story: id }) => id)
      .toSorted(),
  ).toEqual(["S1", "S1", "S2", "S2"]);
  expect(result.of("story.finished").every(({ reason }) => reason.includes("big.txt"))).toBe(true);
});
