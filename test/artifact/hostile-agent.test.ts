import { expect, test } from "bun:test";
import { outOfBounds, wellBehaved } from "../support/hostile-acts.ts";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { checkoutState, leftovers } from "./checkout-state.ts";
import { orphans } from "./orphans.ts";
import { planText, running, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

/** One story that may write a.txt alone; whatever its agent does, only that lands and nothing of the person's changes. */
async function misbehave(...commands: string[]) {
  const turns = [writing({ "a.txt": "the work\n" }), ...commands.map(running)];
  await using endpoint = await scriptedEndpoint({ stories: { Work: turns } });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n", "dir/c.txt": "c\n", ".gitignore": "ignored/\n" });
  const before = checkoutState(repo.path);
  const ended = await runArtifact({
    cwd: repo.path,
    env: { ...state.env, ...endpoint.env, VICTIM: repo.path },
    args: ["conduct", "-", "--agent", "openai", "--no-verify", "--json"],
    stdin: planText("focused", [story("S1", { title: "Work", writes: ["a.txt"] })]),
  });
  expect(checkoutState(repo.path)).toEqual(before);
  expect(orphans(state.path)).toEqual([]);
  // What the repository ignores is in no commit, so a ref of the run holds it for the person.
  const leftOut = eventsOf(ended.events, "files.left_out").flatMap(({ kept }) => kept ?? []);
  expect(leftovers(repo.path)).toEqual([...new Set(leftOut)]);
  const branch = eventsOf(ended.events, "delivery.finished")[0]?.branch ?? null;
  const landed = branch === null ? [] : repo.git("diff", "--name-only", `main...${branch}`).split("\n");
  const work = branch === null ? null : repo.git("show", `${branch}:a.txt`);
  return { ...ended, landed, work, violations: eventsOf(ended.events, "surface.violated") };
}

test.each(wellBehaved)("an agent that %s: its work lands as one commit", async (_what, commands) => {
  const { exitCode, landed, work } = await misbehave(...commands);
  expect(exitCode).toBe(0);
  expect(landed).toEqual(["a.txt"]);
  expect(work).toBe("the work");
});

test.each(outOfBounds)("an agent that %s: that is put back and said", async (_what, commands, path) => {
  const { landed, work, violations } = await misbehave(...commands);
  expect(landed).toEqual(["a.txt"]);
  expect(work).toBe("the work");
  expect(violations.filter(({ action }) => action === "reverted").flatMap(({ paths }) => paths)).toContain(path);
});

test("an agent that writes 200 MB: nothing of it lands and the run ends", async () => {
  const { landed, violations } = await misbehave("head -c 209715200 /dev/zero > big.bin");
  expect(landed).toEqual(["a.txt"]);
  expect(violations.flatMap(({ paths }) => paths)).toContain("big.bin");
});
