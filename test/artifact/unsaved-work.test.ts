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
