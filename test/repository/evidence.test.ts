import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listBaseFiles } from "../../src/git/base-files.ts";
import { systemHost } from "../../src/host/system.ts";
import { readPlanEvidence } from "../../src/plan/read-plan-evidence.ts";
import { judgePair } from "../../src/surface/pairs/judge-pair.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";
import { evidenceIn, storyOf } from "./evidence-of.ts";

const host = systemHost();

test("listBaseFiles() gives every file of the commit, whatever the checkout holds", async () => {
  using repository = scratchRepository({ "a.txt": "", "dir/\u00fc b.txt": "", "{x}/[id].ts": "" });
  writeFileSync(join(repository.path, "untracked"), "");
  expect(await listBaseFiles(host, repository.path, "HEAD")).toEqual(["a.txt", "dir/\u00fc b.txt", "{x}/[id].ts"]);
  expect(await listBaseFiles(host, join(repository.path, "dir"), "HEAD")).toHaveLength(3);
});

test("readPlanEvidence() reads the base, not the checkout, and what each pattern touches there", async () => {
  using repository = scratchRepository({
    "src/a.ts": `import "./b"`,
    "src/b.ts": "export const madeHere = 1;",
    "docs/x.md": "",
  });
  const base = repository.git("rev-parse", "HEAD");
  repository.commit("Later", { "src/a.ts": "", "src/c.ts": "" });
  const stories = [storyOf("S1", ["src/*.ts"]), storyOf("S2", ["docs/", "src/new.ts"])];
  const evidence = await readPlanEvidence(host, { root: repository.path, base, stories, cacheDir: null });
  expect([...evidence.files]).toEqual(["docs/x.md", "src/a.ts", "src/b.ts"]);
  expect(Object.fromEntries(evidence.touched)).toEqual({
    "src/*.ts": ["src/a.ts", "src/b.ts"],
    "docs/": ["docs/x.md"],
    "src/new.ts": [],
  });
  expect(evidence.facts.get("src/a.ts")?.imports).toEqual(["src/b.ts"]);
  expect(evidence.facts.get("src/b.ts")?.defines).toEqual(["madeHere"]);
  expect(evidence.missing).toEqual([]);
});

test("what was read once is not read again: the store answers when the objects are gone", async () => {
  using repository = scratchRepository({ "src/a.ts": `import "./b"`, "src/b.ts": "" });
  using cache = scratchFolder();
  const request = {
    root: repository.path,
    base: repository.git("rev-parse", "HEAD"),
    stories: [storyOf("S1", ["src/"])],
  };
  const first = await readPlanEvidence(host, { ...request, cacheDir: cache.path });
  const blob = repository.git("rev-parse", "HEAD:src/a.ts");
  const object = join(repository.path, ".git/objects", blob.slice(0, 2), blob.slice(2));
  chmodSync(object, 0o600);
  writeFileSync(object, "broken");
  const second = await readPlanEvidence(host, { ...request, cacheDir: cache.path });
  expect(second.facts).toEqual(first.facts);
  expect(second.history).toEqual(first.history);
  const without = await readPlanEvidence(host, { ...request, cacheDir: null });
  expect(without.missing).toEqual(['imports: 1 files could not be read, such as "src/a.ts"']);
});

test("a store that is broken or can't be made costs time alone", async () => {
  using repository = scratchRepository({ "src/a.ts": "" });
  using cache = scratchFolder();
  const request = { root: repository.path, base: "HEAD", stories: [storyOf("S1", ["src/"])] };
  await readPlanEvidence(host, { ...request, cacheDir: cache.path });
  for (const name of readdirSync(cache.path)) writeFileSync(join(cache.path, name), "no database");
  for (const cacheDir of [cache.path, join(cache.path, readdirSync(cache.path)[0] ?? "", "below-a-file")]) {
    const evidence = await readPlanEvidence(host, { ...request, cacheDir });
    expect(evidence.facts.size).toBe(1);
    expect(evidence.missing).toEqual([]);
  }
});

test("a new file is judged by the files beside it", async () => {
  const stories = [storyOf("S1", ["src/core.ts"]), storyOf("S2", ["test/fresh.test.ts"])];
  const evidence = await evidenceIn({ "src/core.ts": "", "test/core.test.ts": `import "../src/core.ts"` }, stories);
  expect(evidence.facts.get("test/core.test.ts")?.imports).toEqual(["src/core.ts"]);
});

test("what barrels pass on is known, however many lie between, and in a circle too", async () => {
  const stories = [storyOf("S1", ["test/a.test.ts", "py/use.py"])];
  const evidence = await evidenceIn(
    {
      "test/a.test.ts": `import { a } from "../src/index.ts"`,
      "src/index.ts": `export * from "./deep/index.ts"; export * from "./b.ts"`,
      "src/deep/index.ts": `export * from "./a.ts"; import "../index.ts"`,
      "src/deep/a.ts": `import "../c.ts"`,
      "src/b.ts": "",
      "src/c.ts": "",
      "py/use.py": "from app import Thing",
      "py/app/__init__.py": "from .core import Thing",
      "py/app/core.py": "",
    },
    stories,
  );
  expect([...(evidence.barrels.get("src/index.ts") ?? [])].sort()).toEqual([
    "src/b.ts",
    "src/deep/a.ts",
    "src/deep/index.ts",
  ]);
  expect(evidence.barrels.get("py/app/__init__.py")).toEqual(["py/app/core.py"]);
});

test("binary files, huge lines, empty files and symbolic links are no obstacle", async () => {
  using repository = scratchRepository({
    "src/line.ts": `import "./empty";\nconst x = "${"a,".repeat(5_000_000)}";`,
    "src/empty.ts": "",
  });
  writeFileSync(join(repository.path, "src/image.ts"), Buffer.from([0x89, 0x50, 0, 0, 1, 2, 3]));
  symlinkSync("loop.ts", join(repository.path, "src/loop.ts"));
  symlinkSync("..", join(repository.path, "src/up"));
  repository.git("add", "--all");
  repository.git("commit", "--quiet", "--message", "Odd files");
  const stories = [storyOf("S1", ["src/"])];
  const evidence = await readPlanEvidence(host, { root: repository.path, base: "HEAD", stories, cacheDir: null });
  expect(evidence.facts.get("src/image.ts")).toMatchObject({ imports: [], words: [] });
  expect(evidence.facts.get("src/line.ts")).toMatchObject({ imports: [] });
  expect(evidence.files.has("src/loop.ts")).toBe(true);
  expect(evidence.missing).toEqual([]);
});

test("names that are not UTF-8, and submodules", async () => {
  using repository = scratchRepository({ "a.ts": "" });
  const blob = repository.git("rev-parse", "HEAD:a.ts");
  const entry = Buffer.concat([Buffer.from(`100644 ${blob}\t`), Buffer.from([0xff, 0xfe]), Buffer.from(".ts\0")]);
  mkdirSync(join(repository.path, "sub"));
  writeFileSync(join(repository.path, "index-info"), entry);
  gitIn(repository.path, "update-index", "--add", "--cacheinfo", `160000,${repository.git("rev-parse", "HEAD")},sub`);
  execFileSync("git", ["update-index", "-z", "--index-info"], { cwd: repository.path, input: entry });
  repository.git("commit", "--quiet", "--message", "Odd names");
  const stories = [storyOf("S1", ["*.ts", "sub"])];
  const evidence = await readPlanEvidence(host, { root: repository.path, base: "HEAD", stories, cacheDir: null });
  expect([...evidence.files]).toEqual(["a.ts", "\ufffd\ufffd.ts"]);
  expect(evidence.facts.size).toBe(2);
});

test("a repository with no language that is known, and one with an empty commit alone", async () => {
  const stories = [storyOf("S1", ["data/a.bin", "x.unknown"]), storyOf("S2", ["notes"])];
  const evidence = await evidenceIn({ "data/a.bin": "\0", "x.unknown": "import y", notes: "" }, stories);
  expect(evidence.facts.get("x.unknown")).toMatchObject({ imports: [], defines: [] });
  const [a, b] = stories as [(typeof stories)[0], (typeof stories)[0]];
  expect(judgePair(a, b, evidence, { strict: true }).verdict).toBe("independent");

  using folder = scratchFolder();
  gitIn(folder.path, "init", "--quiet");
  gitIn(folder.path, "commit", "--quiet", "--allow-empty", "--message", "Nothing");
  const none = await readPlanEvidence(host, { root: folder.path, base: "HEAD", stories, cacheDir: null });
  expect(none.files.size).toBe(0);
});

test("what a partial clone lacks is missing, and not fetched object by object", async () => {
  using repository = scratchRepository({ "src/a.ts": `import "./b"`, "src/b.ts": "" });
  repository.commit("Two", { "src/b.ts": "2" });
  repository.git("config", "uploadpack.allowFilter", "true");
  using folder = scratchFolder();
  const clone = join(folder.path, "copy");
  gitIn(folder.path, "clone", "--quiet", "--no-checkout", "--filter=blob:none", `file://${repository.path}`, "copy");
  const request = { root: clone, base: "HEAD", stories: [storyOf("S1", ["src/"])], cacheDir: null };
  const evidence = await readPlanEvidence(host, request);
  expect(evidence.missing).toEqual(['imports: 2 files could not be read, such as "src/a.ts"']);
  expect(evidence.history.commits).toBe(2);
  // Nothing came over meanwhile.
  expect(gitIn(clone, "rev-list", "--objects", "--missing=print", "HEAD").match(/^\?/gm)).not.toBeNull();
});

test("a base that does not exist is git's own error", async () => {
  using repository = scratchRepository();
  const reading = readPlanEvidence(host, { root: repository.path, base: "nowhere", stories: [], cacheDir: null });
  await expect(reading).rejects.toThrow("git rev-parse");
});

test("an aborted reading ends at once", async () => {
  using repository = scratchRepository();
  const request = { root: repository.path, base: "HEAD", stories: [], cacheDir: null, signal: AbortSignal.abort() };
  await expect(readPlanEvidence(host, request)).rejects.toThrow();
});
