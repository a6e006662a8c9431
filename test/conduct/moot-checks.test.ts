import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { branch, conductIn, story } from "./support/conduct-in.ts";
import { fakeAgent, storyOf } from "./support/fake-agent.ts";

const snapshot = "test/__snapshots__/all.snap";

test("a check whose story conflicts with what lands meanwhile is stopped, and the story is done again", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const [begun, ended] = [join(folder.path, "begun"), join(folder.path, "ended")];
  const tries: string[] = [];
  const agent = fakeAgent((task) => {
    const id = storyOf(task);
    tries.push(id);
    const before = existsSync(join(task.cwd, snapshot)) ? readFileSync(join(task.cwd, snapshot), "utf8") : "";
    writeFiles(task.cwd, { [`${id.toLowerCase()}/made.txt`]: `${id}\n`, [snapshot]: `${before}of ${id}\n` });
  });
  // The second story's first check would take a minute; the first story waits until it has begun.
  const check = [
    `if test -e s1/made.txt && test -e s2/made.txt; then exit 0; fi`,
    `if test -e s2/made.txt; then touch '${begun}'; sleep 60; touch '${ended}'; fi`,
    `while test -e s1/made.txt && ! test -e '${begun}'; do sleep 0.05; done`,
  ].join("\n");
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1"), story("S2")],
    agent,
    input: { checks: [check] },
  });
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged"]);
  expect(result.of("story.conflicted")).toEqual([
    { type: "story.conflicted", story: "S2", paths: [snapshot], next: "redo" },
  ]);
  expect(tries.toSorted()).toEqual(["S1", "S2", "S2"]);
  expect(existsSync(ended)).toBe(false);
  // What was stopped said nothing.
  expect(result.of("story.verified").map((one) => one.story)).toEqual(["S1", "S2"]);
  expect(repository.git("show", `${branch}:${snapshot}`)).toBe("of S1\nof S2");
});

test("a result that is to be taken apart is not checked further", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const ran = join(folder.path, "ran");
  const agent = fakeAgent((task) => {
    const id = storyOf(task);
    const other = existsSync(join(task.cwd, id === "S1" ? "s2/made.txt" : "s1/made.txt"));
    writeFiles(task.cwd, { [`${id.toLowerCase()}/made.txt`]: other ? "fits\n" : `${id}\n` });
  });
  // Both are green alone, and red together until the second has seen the first.
  const together = "! { grep -qs S1 s1/made.txt && grep -qs S2 s2/made.txt; }";
  const slow = `if test -e s1/made.txt && test -e s2/made.txt; then echo ran >> '${ran}'; fi`;
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1"), story("S2")],
    agent,
    input: { checks: [together, slow] },
  });
  expect(result.verified).toBe("passed");
  expect(result.of("story.dropped")).toHaveLength(1);
  const seen = result.of("run.verified").map(({ command, ok }) => [command === together, ok]);
  expect(seen).toEqual([
    [true, false],
    [true, true],
    [false, true],
  ]);
});
