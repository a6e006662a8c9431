import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemHost } from "../../src/host/system.ts";
import { commonDirOf, findLeftOvers } from "../../src/run/left-overs.ts";
import type { RunListing } from "../../src/store/find-run.ts";
import { noteCacheUse, plansFolder } from "../../src/store/left-overs.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";

const host = systemHost();
type Place = "here" | "there" | "gone";
interface Left {
  caches: (Place | "unknown")[];
  runs?: [Place, RunListing["state"]][];
  plans?: string[];
  root: Place | null;
}

/** What is found where this was left, by the names of the places; `!`: somebody works with it. */
async function found({ caches, runs = [], plans = [], root }: Left): Promise<string[]> {
  using here = scratchRepository();
  using there = scratchRepository();
  using state = scratchFolder();
  const rootOf = { here: here.path, there: there.path, gone: join(state.path, "gone") };
  const cacheDir = join(state.path, "cache");
  for (const [at, of] of caches.entries()) {
    const path = join(cacheDir, "sandbox", `${at}`);
    mkdirSync(path, { recursive: true });
    if (of !== "unknown") noteCacheUse(path, join(rootOf[of], ".git"));
  }
  mkdirSync(plansFolder(state.path));
  for (const name of plans) writeFileSync(join(plansFolder(state.path), name), "{}");
  const known = runs.map(([place, of]) => ({ repository: rootOf[place], state: of }) as RunListing);
  const at = root === null ? null : rootOf[root];
  const left = await findLeftOvers(host, { cacheDir, stateDir: state.path }, { root: at, known });
  return left
    .map(({ path, why, inUse }) => {
      expect(why === null ? null : why.replace(path, "PLAN")).toBe(
        path.endsWith(".json") ? "it can be run with: baro conduct PLAN" : inUse ? "a live run may use it" : null,
      );
      const name = path.split("/").at(-1) ?? "";
      return `${name.endsWith(".json") ? name : caches[Number(name)]}${inUse ? "!" : ""}`;
    })
    .toSorted();
}

test.each<[string, Left, string[]]>([
  ["nothing", { caches: [], root: "here" }, []],
  ["this repository's", { caches: ["here", "there", "unknown"], root: "here" }, ["here"]],
  ["all", { caches: ["here", "there", "unknown"], root: null }, ["here", "there", "unknown"]],
  ["one alone", { caches: ["here"], root: "here" }, ["here"]],
  ["one alone, in use", { caches: ["here"], runs: [["here", "live"]], root: "here" }, ["here!"]],
  ["one of a run that has ended", { caches: ["here"], runs: [["here", "finished"]], root: "here" }, ["here"]],
  ["those of others", { caches: ["here", "there"], runs: [["there", "live"]], root: null }, ["here", "there!"]],
  [
    "those of nobody knows whom",
    { caches: ["here", "unknown"], runs: [["there", "live"]], root: null },
    ["here", "unknown!"],
  ],
  [
    "what a run uses whose repository is gone",
    { caches: ["here", "there"], runs: [["gone", "live"]], root: null },
    ["here!", "there!"],
  ],
  ["nothing of a repository that git does not know", { caches: ["here", "unknown"], root: "gone" }, []],
  ["plans, of all", { caches: [], plans: ["0a-x.json", "notes.txt"], root: null }, ["0a-x.json"]],
  ["no plans of one", { caches: [], plans: ["0a-x.json"], root: "here" }, []],
])("of what lies beside the runs is found: %s", async (_what, left, expected) => {
  expect(await found(left)).toEqual(expected);
});

test("worktrees of a repository share its git directory; elsewhere there is none", async () => {
  using repo = scratchRepository();
  using folder = scratchFolder();
  const worktree = join(folder.path, "w");
  repo.git("worktree", "add", "--quiet", "--detach", worktree);
  const own = join(repo.path, ".git");
  expect([await commonDirOf(host, repo.path), await commonDirOf(host, worktree)]).toEqual([own, own]);
  expect([await commonDirOf(host, folder.path), await commonDirOf(host, "/no/such/place")]).toEqual([null, null]);
});
