import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWorktreeTree } from "../../src/git/commit.ts";
import { mergeCommits } from "../../src/git/merge/merge-commits.ts";
import { rootedSettings } from "../../src/git/rooted-programs.ts";
import { checkOutWorktree, worktreeSource } from "../../src/git/worktree.ts";
import { listWorktreeChanges } from "../../src/git/worktree-changes.ts";
import { systemHost } from "../../src/host/system.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";

const host = systemHost();
const scripts = { "tools/f.sh": "x\n", "f.py": "x\n", a: "x\n", ".git/p.pl": "x\n", "tools/in/g": "x\n" };

test.each<[command: string, rooted: string | null]>([
  ["sh tools/f.sh %f", "sh HERE/tools/f.sh %f"],
  ["./tools/f.sh", "HERE/tools/f.sh"],
  ["perl -w .git/p.pl --x", "perl -w HERE/.git/p.pl --x"],
  ["python3 f.py", "python3 HERE/f.py"],
  ["cat | sh 'tools/f.sh' | sort", "cat | sh HERE/tools/f.sh | sort"],
  ["x --rules=tools/f.sh", "x --rules=HERE/tools/f.sh"],
  ["cd tools && ./in/g", "cd HERE/tools && ./in/g"],
  ["tr a b", null],
  ["sed -e s/a/b/", null],
  ["f.py", null],
  ["/usr/bin/tools/f.sh", null],
  ["tools/none.sh", null],
  ["sh tools", null],
  ["git-crypt clean", null],
  ["", null],
  [
    '"$(git rev-parse --show-toplevel)/tools/f.sh" %f',
    'export GIT_WORK_TREE=HERE; "$(git rev-parse --show-toplevel)/tools/f.sh" %f',
  ],
])("a filter by %p is found from anywhere", (command, rooted) => {
  using folder = scratchFolder();
  writeFiles(folder.path, scripts);
  const found = rootedSettings(folder.path, [["filter.x.clean", command]]);
  expect(found.map(([, value]) => value.replaceAll(folder.path, "HERE"))).toEqual(rooted === null ? [] : [rooted]);
});

test("a root with spaces and quotes in its path is one word, and files of attributes are named in full", () => {
  using folder = scratchFolder();
  const root = join(folder.path, "it's here");
  writeFiles(root, scripts);
  expect(
    rootedSettings(root, [
      ["filter.x.smudge", 'sh "tools/f.sh"'],
      ["merge.x.y.driver", "tools/f.sh %A"],
      ["merge.x.name", "tools/f.sh"],
      ["filter.x.required", "true"],
      ["filter.lfs.clean", "tools/f.sh"],
      ["core.attributesfile", "tools/f.sh"],
      ["core.excludesfile", "~/f"],
    ]),
  ).toEqual([
    ["filter.x.smudge", `sh '${folder.path}/it'\\''s here/tools/f.sh'`],
    ["merge.x.y.driver", `'${folder.path}/it'\\''s here/tools/f.sh' %A`],
    ["core.attributesfile", `${root}/tools/f.sh`],
  ]);
});

test.each<[what: string, clean: string, smudge: string]>([
  ["by paths from the root", "sh tools/turn.sh %f", "tools/back.sh"],
  ["by asking where the root is", 'sh "$(git rev-parse --show-toplevel)/tools/turn.sh"', "tools/back.sh"],
])("a worktree's files go through filters that are named %s, the agent's own git too", async (_what, clean, smudge) => {
  using repo = scratchRepository({ ".gitattributes": "*.txt filter=turn\n", ".gitignore": "tools/\n" });
  repo.write({ "tools/turn.sh": "#!/bin/sh\ntr a-z b-za\n", "tools/back.sh": "#!/bin/sh\ntr b-za a-z\n" });
  chmodSync(join(repo.path, "tools/back.sh"), 0o755);
  for (const [name, value] of Object.entries({ clean, smudge, required: "true" }))
    repo.git("config", `filter.turn.${name}`, value);
  const base = repo.commit("A secret", { "a.txt": "secret\n" });
  expect(repo.git("show", `${base}:a.txt`)).toBe("tfdsfu");
  using folder = scratchFolder();
  const place = { path: join(folder.path, "w"), index: join(folder.path, "index") };
  mkdirSync(place.path);
  const source = await worktreeSource(host, repo.path);
  await checkOutWorktree(host, source, place, base, { branch: "work" });
  expect(readFileSync(join(place.path, "a.txt"), "utf8")).toBe("secret\n");
  // What stands in the worktree has no say in what our git runs.
  writeFiles(place.path, { "a.txt": "hello\n", "tools/turn.sh": "echo mine\n" });
  expect((await listWorktreeChanges(host, source, place)).map(({ path }) => path)).toEqual(["a.txt"]);
  const tree = await writeWorktreeTree(host, source, place, ["a.txt"]);
  expect(repo.git("show", `${tree}:a.txt`)).toBe("ifmmp");
  gitIn(place.path, "add", "a.txt");
  expect(gitIn(place.path, "show", ":a.txt")).toBe("ifmmp");
});

test("a merge driver by a path from the root merges, as in the checkout", async () => {
  using repo = scratchRepository({ "log.txt": "start\n", "tools/both.sh": "cat $1 $2 > $1.x; mv $1.x $1\n" });
  const base = repo.git("rev-parse", "HEAD");
  const [ours = "", theirs = ""] = ["one", "two"].map((name) => {
    repo.git("checkout", "--quiet", "--detach", base);
    return repo.commit(name, { "log.txt": `${name}\n` });
  });
  using folder = scratchFolder();
  writeFiles(folder.path, { ".gitattributes": "log.txt merge=both.of\n" });
  repo.git("config", "merge.both.of.driver", "sh tools/both.sh %A %B");
  const asked = { gitDir: join(repo.path, ".git"), ours, theirs, attributes: folder.path };
  const merged = await mergeCommits(host, { ...asked, root: repo.path });
  if (merged.kind === "conflict") throw new Error(merged.detail);
  expect(repo.git("show", `${merged.tree}:log.txt`)).toBe("one\ntwo");
  repo.git("config", "merge.both.of.driver", "tools/none.sh %A %B");
  expect(await mergeCommits(host, { ...asked, root: repo.path })).toMatchObject({ kind: "conflict" });
});
