import { expect, test } from "bun:test";
import { standInToken, startForge } from "../deliver/stand-in/forge.ts";
import { gitIn, scratchRepository } from "../support/scratch.ts";
import { privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";

test.each([
  ["are left out unless they are asked for, and that is said", [], "a\n"],
  ["are part of the base with --include-dirty", ["--include-dirty"], "mine\n"],
] as const)("uncommitted changes %s", async (_, flags, kept) => {
  await using endpoint = await scriptedEndpoint({ stories: { [goal]: [writing({ "b.txt": "fixed\n" })] } });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  repo.write({ "a.txt": "mine\n" });
  const args = [goal, "--agent", "openai", "--mode", "focused", "--no-verify", "--no-input", ...flags];
  const ended = await runArtifact({ cwd: repo.path, args, env: { ...state.env, ...endpoint.env } });
  expect(ended.exitCode).toBe(0);
  const branch = repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads/baro");
  expect(`${repo.git("show", `${branch}:a.txt`)}\n`).toBe(kept);
  expect(/Uncommitted changes are left out/.test(ended.stderr)).toBe(flags.length === 0);
  expect(repo.git("status", "--porcelain")).toBe(" M a.txt");
});

test("--preview pushes nothing and asks a forge for nothing, though a token is at hand", async () => {
  await using endpoint = await scriptedEndpoint({ stories: { [goal]: [writing({ "a.txt": "fixed\n" })] } });
  await using forge = await startForge();
  const there = forge.add("acme/shop");
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  repo.git("push", "--quiet", there.folder, "main");
  repo.git("remote", "add", "origin", forge.cloneUrl("acme/shop"));
  const refs = gitIn(there.folder, "for-each-ref");
  const env = { ...state.env, ...endpoint.env, BARO_FORGE: "github", GH_TOKEN: standInToken };
  const args = [goal, "--agent", "openai", "--mode", "focused", "--no-verify", "--json", "--preview"];
  const ended = await runArtifact({ cwd: repo.path, args, env });
  expect(ended.exitCode).toBe(0);
  expect(forge.seen).toEqual([]);
  expect(gitIn(there.folder, "for-each-ref")).toBe(refs);
});
