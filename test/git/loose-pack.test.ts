import { describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { packLooseObjects } from "../../src/git/loose-pack.ts";
import { unpackObjects } from "../../src/git/pack.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchRepository } from "../support/scratch.ts";

const host = systemHost();
const gitDirOf = ({ path }: { path: string }) => join(path, ".git");

/** A repository, and another that has its first commit. */
function twoRepositories(files: Record<string, string>) {
  const here = scratchRepository(files);
  const there = scratchRepository({ "else.txt": "else\n" });
  there.git("fetch", "--quiet", here.path, "HEAD");
  return {
    here,
    there,
    [Symbol.dispose]: () => {
      here[Symbol.dispose]();
      there[Symbol.dispose]();
    },
  };
}

describe("a pack of objects that were just made", () => {
  test.each<[string, Record<string, string>]>([
    ["a changed file", { "a.txt": "changed\n" }],
    ["files in folders, an empty one, one of some kilobytes", { "b/c/d.txt": "", "b/e.txt": "x\n".repeat(3_000) }],
    ["names that are no plain text", { "ü ö\t.txt": "1\n", "160000": "2\n", "b/160000 x": "3\n" }],
  ])("has all that another repository lacks of it: %s", async (_what, files) => {
    using both = twoRepositories({ "a.txt": "a\n", "b/kept.txt": "kept\n" });
    const commit = both.here.commit("Work", files);
    const pack = packLooseObjects(gitDirOf(both.here), [commit]);
    if (pack === null) throw new Error("It was left to git");
    await unpackObjects(host, both.there.path, pack, true);
    expect(both.there.git("rev-parse", `${commit}^{tree}`)).toBe(both.here.git("rev-parse", `${commit}^{tree}`));
    for (const [path, content] of Object.entries(files))
      expect(both.there.git("cat-file", "-s", `${commit}:${path}`)).toBe(`${Buffer.byteLength(content)}`);
    expect(both.there.git("fsck", "--strict", "--no-dangling", commit)).toBe("");
  });

  test("names a submodule and does not look for its commit", async () => {
    using both = twoRepositories({ "a.txt": "a\n" });
    const { here } = both;
    here.git("update-index", "--add", "--cacheinfo", `160000,${here.git("rev-parse", "HEAD")},module`);
    here.git("commit", "--quiet", "--message", "Module");
    const commit = here.git("rev-parse", "HEAD");
    const pack = packLooseObjects(gitDirOf(here), [commit]);
    await unpackObjects(host, both.there.path, pack ?? Buffer.alloc(0), true);
    expect(both.there.git("ls-tree", commit, "module")).toStartWith("160000 commit");
  });

  test.each<[string, (repo: ReturnType<typeof scratchRepository>) => string]>([
    ["what is not there", () => "1".repeat(40)],
    [
      "what lies in a pack",
      (repo) => {
        repo.git("repack", "-a", "-d", "--quiet");
        return repo.git("rev-parse", "HEAD");
      },
    ],
    ["what is large", (repo) => repo.commit("Large", { "large.txt": randomBytes(200_000).toString("hex") })],
    [
      "what is many",
      (repo) =>
        repo.commit("Many", Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`${at}.txt`, `${at}\n`]))),
    ],
  ])("is left to git of %s", (_what, make) => {
    using repo = scratchRepository({ "a.txt": "a\n" });
    expect(packLooseObjects(gitDirOf(repo), [make(repo)])).toBeNull();
  });
});
