import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { planText, running, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

/** Two stories; what the first one's agent does besides its work, these commands say. `user`: who all of it runs as. */
async function beside(commands: readonly string[], user: readonly string[] = [], closed: string | null = null) {
  const work = [writing({ "own/a.txt": "the work\n" }), ...commands.map(running)];
  const endpoint = await scriptedEndpoint({ stories: { Work: work, Other: [writing({ "b.txt": "other\n" })] } });
  const state = privateState();
  const repo = scratchRepository({ "own/a.txt": "a\n", "b.txt": "b\n" });
  if (closed !== null) chmodSync(join(repo.path, closed), 0o555);
  const env = { ...state.env, ...endpoint.env };
  const stories = [
    story("S1", { title: "Work", writes: ["own/"] }),
    story("S2", { title: "Other", writes: ["b.txt"] }),
  ];
  const args = ["conduct", "-", "--agent", "openai", "--no-verify", "--deliver", "branch", "--json"];
  const call = { cwd: repo.path, env, args, stdin: planText("parallel", stories) };
  const ended = await (user.length === 0 ? runArtifact(call) : asUser(user, [state.path, repo.path], call));
  const branch = eventsOf(ended.events, "delivery.finished")[0]?.branch ?? null;
  if (user.length > 0) execFileSync("chown", ["-R", "0:0", repo.path]);
  return {
    ...ended,
    repo,
    env,
    landed: branch === null ? [] : repo.git("diff", "--name-only", `main...${branch}`).split("\n"),
    told: endpoint.served.map(({ lastUser }) => lastUser).join("\n"),
    notices: eventsOf(ended.events, "run.notice").map(({ message }) => message),
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      for (const each of [state, repo]) each[Symbol.dispose]();
    },
  };
}

/** Runs the binary as a person who is not root, whom these folders belong to meanwhile. */
async function asUser(user: readonly string[], folders: string[], call: Parameters<typeof runArtifact>[0]) {
  const place = realpathSync(mkdtempSync("/tmp/baro-user-"));
  try {
    const program = join(place, "baro");
    copyFileSync(artifact, program);
    execFileSync("chown", ["-R", "65534:65534", place, ...folders]);
    return await runArtifact({ ...call, env: { ...call.env, PATH: "/usr/bin:/bin" } }, [...user, program]);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

test("work that can't be saved stays where the notice says, until it is forced away", async () => {
  await using ended = await beside(["mkdir own/more && printf x > \"own/more/$(printf 'na\\357ve')\""]);
  expect([ended.exitCode, ended.landed]).toEqual([1, ["b.txt"]]);
  const place = /it is in (\S+)$/.exec(ended.notices.find((text) => text.includes("could not be saved")) ?? "")?.[1];
  expect(readFileSync(join(place ?? "", "own/a.txt"), "utf8")).toBe("the work\n");
  expect(readdirSync(join(place ?? "", "own/more"))).toHaveLength(1);
  const clean = (...more: string[]) => runArtifact({ cwd: ended.repo.path, env: ended.env, args: ["clean", ...more] });
  const kept = await clean();
  expect(kept.stdout + kept.stderr).toContain("a story's work is only there: it could not be saved");
  expect(existsSync(place ?? "")).toBe(true);
  await clean("--force");
  expect(existsSync(place ?? "")).toBe(false);
});

test("the agent is told why what it left in its own surface was put back", async () => {
  await using ended = await beside(["mkfifo own/queue"]);
  expect([ended.exitCode, ended.landed]).toEqual([0, ["b.txt", "own/a.txt"]]);
  expect(ended.told).toContain("because it is a pipe, a socket or a device");
  expect(ended.told).not.toContain("are outside your surface");
  expect(eventsOf(ended.events, "surface.violated")[0]).toMatchObject({ paths: ["own/queue"], unfit: true });
});

const setpriv = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
const canBeAnother = process.getuid?.() === 0 && existsSync("/usr/bin/setpriv");

test.skipIf(!canBeAnother).each([
  [
    "a module cache that can't be written",
    "mkdir -p .mods/x@v1/sub && echo m > .mods/x@v1/sub/f && chmod -R a-w .mods",
  ],
  ["a folder of its own that it closed", "chmod 000 ."],
  ["a folder around it that it closed", "chmod 555 .. . own"],
])("as a person who is not root, %s is in nobody's way", async (_what, command) => {
  await using ended = await beside([command], setpriv);
  expect([ended.exitCode, ended.landed]).toEqual([0, ["b.txt", "own/a.txt"]]);
  expect(ended.notices).toEqual([]);
});

test.skipIf(!canBeAnother)("objects that can't be written end a run before anything is spent", async () => {
  // The content of `b.txt`, in a folder that a command of somebody else's made.
  await using ended = await beside([], setpriv, ".git/objects/61");
  expect([ended.exitCode, ended.told, ended.stderr.includes("Cannot keep work in")]).toEqual([5, "", true]);
});

const me = "git -c user.name=x -c user.email=y";
const back = "git checkout --quiet -";

test.each<[string, string, string[]]>([
  [
    "on another branch",
    `git stash -q && git checkout -q -b try && echo tried > own/t.txt && git add . && ${me} commit -qm t && ${back} && git stash pop -q`,
    ["own/t.txt"],
  ],
  [
    "on a tag alone",
    `git stash -q && echo tried > own/t.txt && git add . && ${me} commit -qm t && git tag kept && git reset -q --hard HEAD~1 && git stash pop -q`,
    ["own/t.txt"],
  ],
  [
    "in a stash, with what was untracked",
    `echo tried > own/t.txt && git add own/t.txt && echo new > own/u.txt && ${me} stash -q -u && echo 'the work' > own/a.txt`,
    ["own/t.txt", "own/u.txt"],
  ],
  [
    "on two branches, packed, beside a changed file",
    `git stash -q; for b in one two; do git checkout -q -b $b main && echo $b > own/$b.txt && git add . && ${me} commit -qm $b; done; git checkout -q main; git stash pop -q; git pack-refs --all; git gc -q`,
    ["own/one.txt", "own/two.txt"],
  ],
  [
    "in two stashes",
    `git stash -q; for n in one two; do echo $n > own/$n.txt && git add . && ${me} stash -q; done; echo 'the work' > own/a.txt`,
    ["own/one.txt", "own/two.txt"],
  ],
  [
    "in a commit on no branch",
    `git stash -q; git checkout -q --detach && echo tried > own/t.txt && git add . && ${me} commit -qm t && git checkout -q main; git stash pop -q`,
    ["own/t.txt"],
  ],
])("work that an agent left %s, beside other work, is told and kept", async (_what, commands, paths) => {
  const first = "git rev-parse --verify -q main >/dev/null || git branch -q main";
  await using ended = await beside([`${first}; ${commands}`]);
  expect([ended.exitCode, ended.landed.toSorted()]).toEqual([0, ["b.txt", "own/a.txt"]]);
  const [said] = eventsOf(ended.events, "files.left_out");
  expect({ ...said, paths: said?.paths.toSorted() }).toMatchObject({ story: "S1", why: "stray", paths, tell: true });
  expect(ended.repo.git("diff", "--name-only", "main", said?.kept ?? "").split("\n")).toEqual(paths);
  for (const path of paths) expect(ended.repo.git("show", `${said?.kept}:${path}`)).not.toBe("");
  expect(ended.told).toContain(`on another branch or in a stash, so they will not be in the commit:\n- ${paths[0]}`);
  expect(ended.stderr).toContain("S1 leaves out what it left on another branch or in a stash: own/");
  expect(ended.repo.git("for-each-ref", "refs/stash", "refs/heads/try")).toBe("");
});

test("a branch that the agent went on from, and a stash that it took back and changed, are no work left aside", async () => {
  await using ended = await beside([
    `git checkout -q -b more && ${me} commit -qam more && git checkout -q -b most && echo x > own/x.txt && git add . && ${me} stash -q && git stash apply -q && echo y > own/x.txt`,
  ]);
  expect([ended.exitCode, ended.landed.toSorted()]).toEqual([0, ["b.txt", "own/a.txt", "own/x.txt"]]);
  expect(eventsOf(ended.events, "files.left_out")).toEqual([]);
});

test("of two stashes alone the newest is the work, and the other is told and kept", async () => {
  const stash = (name: string) => `echo ${name} > own/${name}.txt && git add . && ${me} stash -q`;
  await using ended = await beside([`rm own/a.txt && git checkout -q own/a.txt; ${stash("one")}; ${stash("two")}`]);
  expect([ended.exitCode, ended.landed.toSorted()]).toEqual([0, ["b.txt", "own/two.txt"]]);
  expect(eventsOf(ended.events, "files.left_out")[0]).toMatchObject({ paths: ["own/one.txt"], why: "stray" });
});

test("work on another branch of which a part was taken away stops nobody", async () => {
  const without = "rm -f \".git/objects/$(git rev-parse try:own/t.txt | sed 's,^..,&/,')\"";
  const commit = `git checkout -q -b try && echo tried > own/t.txt && git add . && ${me} commit -qm t && ${back}`;
  await using ended = await beside([`git branch -q main; git stash -q; ${commit}; git stash pop -q; ${without}`]);
  expect([ended.exitCode, ended.landed.toSorted()]).toEqual([0, ["b.txt", "own/a.txt"]]);
  expect(eventsOf(ended.events, "files.left_out")).toEqual([]);
});

test.each([
  ["is empty", ': > "$f"'],
  ["is another thing", 'echo junk > "$f"'],
  ["is gone", 'rm -f "$f"'],
])("work that is on another branch alone, and of which a file %s, is its story's trouble", async (_what, broken) => {
  const file = 'f=".git/objects/$(git rev-parse HEAD:own/t.txt | sed \'s,^..,&/,\')"; chmod u+w "$f"';
  const commit = `git checkout -q -b try && echo tried > own/t.txt && git add . && ${me} commit -qm t`;
  await using ended = await beside([`git stash -q && git stash drop -q; ${commit}; ${file}; ${back}; ${broken}`]);
  expect(ended.landed).toContain("b.txt");
  const [trouble] = eventsOf(ended.events, "story.troubled");
  expect(trouble).toMatchObject({ story: "S1", lost: false });
  expect(trouble?.message).toMatch(/^Work that was left on another branch or in a stash can't be read \(.+\): put it/);
  expect(ended.told).toContain("put it among the files");
});
