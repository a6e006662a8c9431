import { expect, test } from "bun:test";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { running, scriptedEndpoint } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";
const commit = "git -c user.name=x -c user.email=y commit -qam mine";

test.each([
  ["changed and new files", "echo two > lib/inner/inner.txt; echo new > lib/inner/new.txt", ["inner.txt", "new.txt"]],
  ["a commit of its own", `cd lib/inner && echo two > inner.txt && ${commit}`, ["inner.txt"]],
  ["files beside a deleted repository", "rm -rf lib/inner/.git; echo two > lib/inner/inner.txt", ["inner.txt"]],
])("what an agent leaves in a submodule is said once and kept: %s", async (_what, command, names) => {
  await using endpoint = await scriptedEndpoint({ stories: { [goal]: [running(`echo b > a.txt; ${command}`)] } });
  using state = privateState();
  using inner = scratchRepository({ "inner.txt": "one\n" });
  using repo = scratchRepository({ "a.txt": "a\n" });
  repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.path, "lib/inner");
  repo.commit("Nest", {});
  const args = [goal, "--mode", "focused", "--json", "--agent", "openai", "--no-verify"];
  const ended = await runArtifact({ cwd: repo.path, args, env: { ...state.env, ...endpoint.env } });
  expect(ended.exitCode).toBe(0);
  const said = eventsOf(ended.events, "files.left_out");
  expect(said.map(({ tell }) => tell)).toEqual([true, false]);
  for (const { why, paths } of said) {
    expect([why, paths]).toEqual(["submodule", names.map((name) => `lib/inner/${name}`)]);
  }
  expect(endpoint.served.some(({ lastUser }) => lastUser.includes("lib/inner/inner.txt"))).toBe(true);
  expect(repo.git("show", `${said.at(-1)?.kept}:lib/inner/inner.txt`)).toBe("two");
  const branch = eventsOf(ended.events, "delivery.finished")[0]?.branch ?? "";
  expect(repo.git("diff", "--name-only", `main...${branch}`)).toBe("a.txt");
  expect(repo.git("status", "--porcelain")).toBe("");
});

const nested = "cd lib/outer; echo two > mid.txt; cd in/inner; echo two > inner.txt; echo new > new.txt";

test.each([
  ["files", nested],
  ["a commit in each", `${nested}; git add .; ${commit}; cd ../..; ${commit}`],
  ["files beside deleted repositories", `${nested}; rm -rf .git ../../.git`],
])("what an agent leaves in a submodule of a submodule is said once and kept: %s", async (_what, command) => {
  const work = `echo b > a.txt; ${command}`;
  await using endpoint = await scriptedEndpoint({ stories: { [goal]: [running(work)] } });
  using state = privateState();
  using inner = scratchRepository({ "inner.txt": "one\n" });
  using outer = scratchRepository({ "mid.txt": "one\n" });
  using repo = scratchRepository({ "a.txt": "a\n" });
  const local = ["-c", "protocol.file.allow=always", "submodule", "--quiet"];
  outer.git(...local, "add", inner.path, "in/inner");
  outer.commit("Nest", {});
  repo.git(...local, "add", outer.path, "lib/outer");
  repo.git(...local, "update", "--init", "--recursive");
  repo.commit("Nest", {});
  const args = [goal, "--mode", "focused", "--json", "--agent", "openai", "--no-verify"];
  const ended = await runArtifact({ cwd: repo.path, args, env: { ...state.env, ...endpoint.env } });
  expect(ended.exitCode).toBe(0);
  const said = eventsOf(ended.events, "files.left_out");
  expect(said.map(({ tell }) => tell)).toEqual([true, false]);
  const names = ["in/inner/inner.txt", "in/inner/new.txt", "mid.txt"].map((name) => `lib/outer/${name}`);
  for (const { paths } of said) expect([...paths].sort()).toEqual(names);
  for (const name of names) expect(repo.git("show", `${said.at(-1)?.kept}:${name}`)).not.toBe("one");
  expect(repo.git("status", "--porcelain")).toBe("");
  expect(repo.git("-C", "lib/outer/in/inner", "status", "--porcelain")).toBe("");
});
