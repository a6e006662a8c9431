import { expect, test } from "bun:test";
import { systemHost } from "../../src/host/system.ts";
import { findMade, readBranches, readVersion } from "../../src/intake/already.ts";
import { scratchRepository } from "../support/scratch.ts";

const host = systemHost();

test("which branches a goal names, and how far each has come", async () => {
  using repository = scratchRepository({ "a.txt": "1" });
  const { git } = repository;
  const base = git("rev-parse", "HEAD").trim();
  git("branch", "done");
  git("checkout", "--quiet", "-b", "topic");
  repository.commit("More", { "b.txt": "1" });
  const ahead = git("rev-parse", "HEAD").trim();
  git("checkout", "--quiet", "main");
  git("update-ref", "refs/remotes/origin/theirs", ahead);
  git("update-ref", "refs/remotes/fork/theirs", ahead);
  const read = async (goal: string) =>
    (await readBranches(host, repository.path, "main", goal)).map(({ name, state }) => `${name} ${state}`);
  const cases: [string, string[]][] = [
    ["Merge done", ["done merged"]],
    ["rebase `topic` onto main", ["topic open"]],
    ["Finish the branch topic", ["topic open"]],
    ["Land theirs", ["theirs open"]],
    ["Merge fork/theirs", ["fork/theirs open"]],
    // Nobody says that these are branches, and none of them is.
    ["Merge two loaders, rebase everything, finish it", []],
    ["Merge branch two", ["two absent"]],
    ["Work on branch two", ["two absent"]],
    ["Merge feature/two", ["feature/two absent"]],
    // What was once called a branch is one.
    ["Merge branch two, then rebase two", ["two absent"]],
    ["Rebase two, then merge branch two", ["two absent"]],
    ["Merge main..topic", []],
    [`Cherry-pick ${base.slice(0, 10)}`, [`${base.slice(0, 10)} merged`]],
    [`Cherry-pick commit ${ahead.slice(0, 8)}`, [`${ahead.slice(0, 8)} open`]],
    ["Cherry-pick commit 0123456789", ["0123456789 absent"]],
    // A goal that lists many is not looked up without end.
    [
      "Merge f/1, merge f/2, merge f/3, merge f/4, merge f/5",
      ["f/1", "f/2", "f/3", "f/4"].map((name) => `${name} absent`),
    ],
  ];
  for (const [goal, expected] of cases) expect([goal, await read(goal)]).toEqual([goal, expected]);
});

test("whether a manifest says the wanted version already", async () => {
  using repository = scratchRepository({ "package.json": '{ "version": "1.2.0" }\n', VERSION: "3.0.0-rc.1\n" });
  const read = (title: string) => readVersion(host, repository.path, "HEAD", title);
  expect(await read("Bump the version to v1.2.0")).toBe("package.json says version 1.2.0");
  expect(await read("Set version 3.0.0-rc.1")).toBe("VERSION says version 3.0.0-rc.1");
  expect(await read("Set version 3.0.0")).toBeNull();
  expect(await read("Support version 1.2.0")).toBeNull();
});

const files = ["README.md", "README.txt", "a/b.ts", "docs/guide.md", "docs/notes", "new.ts", "old.ts"];
test.each<[string, string | null]>([
  ["Add a README", "README.md exists"],
  ["Create new.ts", "new.ts exists"],
  ["Generate the `docs/guide.md` file", "docs/guide.md exists"],
  // Only at the root a name without its ending is the file.
  ["Add a guide", null],
  ["Add notes", null],
  ["Add docs/notes (again)", "docs/notes exists"],
  ["Add a README for a/b.ts", null],
  ["Rename lost.ts to a/b.ts", "a/b.ts exists and lost.ts does not"],
  ["Rename lost.ts to a/c.ts", null],
  ["Rename old.ts to new.ts", null],
  ["Move lib/lost -> new.ts", "new.ts exists and lib/lost does not"],
  // Words change places without any file.
  ["Rename lost to new.ts", null],
])("what %p wants made is there: %p", (title, made) => {
  expect(findMade(title, files)).toBe(made);
});
