import { expect, test } from "bun:test";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { checkoutState, leftovers } from "./checkout-state.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const stories = {
  "Fix the typo in a.txt": [writing({ "a.txt": "fixed\n" })],
  "Rename the heading of a.txt": [writing({ "a.txt": "fixed and renamed\n" })],
};

async function playground() {
  const endpoint = await scriptedEndpoint({ stories });
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n" });
  const run = (...args: string[]) =>
    runArtifact({
      cwd: repo.path,
      env: { ...state.env, ...endpoint.env },
      args: [...args, "--agent", "openai", "--intake", "rules", "--json"],
    });
  return {
    repo,
    run,
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

test("continue puts a follow-up on the same branch, focused, on top of what is there", async () => {
  await using play = await playground();
  const { repo, run } = play;
  const first = await run("Fix the typo in a.txt");
  expect(first.exitCode).toBe(0);
  const branch = eventsOf(first.events, "delivery.finished")[0]?.branch ?? "";
  const before = checkoutState(repo.path);
  const second = await run("continue", "Rename the heading of a.txt");
  expect(second.exitCode).toBe(0);
  expect(eventsOf(second.events, "mode.chosen")[0]?.mode).toBe("focused");
  expect(eventsOf(second.events, "delivery.finished")[0]?.branch).toBe(branch);
  expect(repo.git("log", "--format=%s", `main..${branch}`).split("\n")).toEqual([
    "Rename the heading of a.txt",
    "Fix the typo in a.txt",
  ]);
  expect(repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split("\n")).toEqual([branch, "main"]);
  expect(leftovers(repo.path)).toEqual([]);
  expect(checkoutState(repo.path)).toEqual(before);
});

test("continue never moves a branch that somebody stands on: the work is on a branch of its own, with the command", async () => {
  await using play = await playground();
  const { repo, run } = play;
  const first = await run("Fix the typo in a.txt");
  const branch = eventsOf(first.events, "delivery.finished")[0]?.branch ?? "";
  repo.git("checkout", "--quiet", branch);
  const head = repo.git("rev-parse", "HEAD");
  const second = await run("continue", "--branch", branch, "Rename the heading of a.txt");
  expect(second.exitCode).toBe(0);
  expect(repo.git("rev-parse", branch)).toBe(head);
  const [delivered] = eventsOf(second.events, "delivery.finished");
  expect(delivered?.branch).not.toBe(branch);
  expect(repo.git("rev-parse", `${delivered?.branch}~1`)).toBe(head);
});

test("continue without an earlier run: exit 3, and what to name", async () => {
  await using play = await playground();
  const ended = await play.run("continue", "Go on with it");
  expect(ended.exitCode).toBe(3);
  expect(ended.stderr).toContain("--branch");
});
