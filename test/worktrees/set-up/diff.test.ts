import { expect, test } from "bun:test";
import { existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { EffectOptions } from "../../../src/conduct/real-effects.ts";
import { listWorktreeChanges } from "../../../src/git/worktree-changes.ts";
import { systemHost } from "../../../src/host/system.ts";
import { branch, conductIn, story } from "../../conduct/support/conduct-in.ts";
import { fakeAgent } from "../../conduct/support/fake-agent.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../../support/scratch.ts";
import { setUpIn } from "./set-up-in.ts";

const setUpOf = (folder: string): Partial<EffectOptions> => ({
  setUp: { logDir: join(folder, "logs"), isTrusted: () => false, accepted: Promise.resolve() },
});

const packages = { "node_modules/tool/index.js": "exports.a = 1;\n" };

test.each([
  ["ignored by a pattern that misses a link", "node_modules/\n"],
  ["ignored by nobody", ""],
])("packages and settings that were brought are in no diff, %s", async (_name, ignore) => {
  using folder = scratchFolder();
  using repository = scratchRepository({ ".gitignore": ignore, "package.json": "{}", ".worktreeinclude": ".env\n" });
  const base = repository.git("rev-parse", "HEAD");
  // Ignored in the person's checkout alone: the commit that is built on does not know of it.
  repository.write({ ...packages, ".env": "TOKEN=1\n", ".gitignore": `${ignore}.env\n` });
  const seen: string[] = [];
  const run = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1", { writes: [] })],
    options: setUpOf(folder.path),
    agent: fakeAgent(({ cwd }) => {
      seen.push(gitIn(cwd, "status", "--porcelain"), readFileSync(join(cwd, ".env"), "utf8"));
      writeFiles(cwd, {
        "work.txt": "done\n",
        ".env": "TOKEN=2\n",
        "node_modules/tool/index.js": "spoilt",
        "node_modules/more.js": "",
      });
    }),
  });
  expect(run.of("story.finished")).toMatchObject([{ outcome: "merged" }]);
  expect(seen).toEqual(["", "TOKEN=1\n"]);
  expect(gitIn(repository.path, "diff", "--name-only", base, branch)).toBe("work.txt");
  expect(readFileSync(join(repository.path, "node_modules/tool/index.js"), "utf8")).toBe("exports.a = 1;\n");
  expect(readFileSync(join(repository.path, ".env"), "utf8")).toBe("TOKEN=1\n");
});

test("an agent that puts a link where the packages were delivers neither", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({ ".gitignore": "node_modules/\n", "package.json": "{}" });
  const base = repository.git("rev-parse", "HEAD");
  repository.write(packages);
  await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1", { writes: [] })],
    options: setUpOf(folder.path),
    agent: fakeAgent(({ cwd }) => {
      rmSync(join(cwd, "node_modules"), { recursive: true });
      symlinkSync(join(repository.path, "node_modules"), join(cwd, "node_modules"));
      writeFiles(cwd, { "work.txt": "done\n" });
    }),
  });
  expect(gitIn(repository.path, "diff", "--name-only", base, branch)).toBe("work.txt");
  expect(existsSync(join(repository.path, "node_modules/tool/index.js"))).toBe(true);
});

test("a submodule moves to a commit that the person has, and to no other", async () => {
  using folder = scratchFolder();
  using library = scratchRepository({ "lib.txt": "one\n" });
  const older = library.git("rev-parse", "HEAD");
  library.commit("Two", { "lib.txt": "two\n" });
  using repository = scratchRepository({ "a.txt": "a\n" });
  repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library.path, "lib");
  const base = repository.commit("Take the library", {});
  const conducted = (id: string, act: (cwd: string) => void) =>
    conductIn({
      root: repository.path,
      folder: join(folder.path, id),
      stories: [story(id, { writes: ["lib", "a.txt"] })],
      options: { ...setUpOf(folder.path), branch: `baro/${id}`, run: id },
      agent: fakeAgent(({ cwd }) => act(cwd)),
    });
  await conducted("S1", (cwd) => void gitIn(join(cwd, "lib"), "checkout", "--quiet", older));
  expect(gitIn(repository.path, "diff", "--raw", "--no-abbrev", base, "baro/S1")).toContain(`${older} M\tlib`);
  const run = await conducted("S2", (cwd) => {
    writeFiles(cwd, { "a.txt": "changed\n", "lib/lib.txt": "three\n" });
    gitIn(join(cwd, "lib"), "commit", "--quiet", "--all", "--allow-empty", "--message", "Three");
  });
  const left = { paths: ["lib/lib.txt"], why: "submodule" };
  expect(run.of("files.left_out")).toMatchObject([left, left]);
  expect(gitIn(repository.path, "diff", "--name-only", base, "baro/S2")).toBe("a.txt");
});

test("what an earlier process brought is nobody's work either", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({ "package.json": "{}" });
  repository.write(packages);
  const earlier = setUpIn(repository.path, folder.path);
  const worktree = await earlier.take();
  const changes = await listWorktreeChanges(systemHost(), await earlier.pool.source(), worktree);
  expect(changes.map(({ path }) => path)).toEqual(["node_modules/tool/index.js"]);
  expect(await setUpIn(repository.path, folder.path).setUp.work(worktree.path, changes)).toEqual([]);
});
