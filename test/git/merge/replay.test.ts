import { expect, test } from "bun:test";
import { replayCommits } from "../../../src/git/merge/replay.ts";
import { systemHost } from "../../../src/host/system.ts";
import { scratchRepository } from "../../support/scratch.ts";

const host = systemHost();

/** Two commits of ours and one of somebody else's on the same base. */
function diverged(theirs: Record<string, string>) {
  const repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  const base = repo.git("rev-parse", "HEAD");
  const onto = repo.commit("Theirs", theirs);
  repo.git("checkout", "--quiet", "-b", "ours", base);
  const commits = [repo.commit("Ours 1", { "a.txt": "ours\n" }), repo.commit("Ours 2", { "new.txt": "new\n" })];
  const attributes = () => Promise.resolve(null);
  return { repo, base, request: { root: repo.path, onto, commits, sign: false, attributes } };
}

test("replayCommits() makes each commit again on the new ground, with its message and author", async () => {
  const { repo, base, request } = diverged({ "b.txt": "theirs\n" });
  using _repo = repo;
  const replayed = await replayCommits(host, request);
  const head = replayed.kind === "replayed" ? (replayed.commits.at(-1) ?? "") : "";
  expect(repo.git("log", "--format=%s %an", `${base}..${head}`).split("\n")).toEqual([
    "Ours 2 Ada Tester",
    "Ours 1 Ada Tester",
    "Theirs Ada Tester",
  ]);
  expect(repo.git("ls-tree", "--name-only", head).split("\n")).toEqual(["a.txt", "b.txt", "new.txt"]);
  expect(repo.git("show", `${head}:b.txt`)).toBe("theirs");
  expect(repo.git("show", `${head}~1:a.txt`)).toBe("ours");
  expect(repo.git("rev-parse", "HEAD")).toBe(request.commits.at(-1) ?? "");
});

test("replayCommits() names the first commit that conflicts", async () => {
  const { repo, request } = diverged({ "a.txt": "theirs\n" });
  using _repo = repo;
  expect(await replayCommits(host, request)).toEqual({ kind: "conflict", at: 0 });
});
