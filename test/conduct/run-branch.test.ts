import { expect, test } from "bun:test";
import { join } from "node:path";
import { RunBranch } from "../../src/conduct/run-branch.ts";
import type { Story } from "../../src/core/story.ts";
import type { Host } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";

/** A host that tells how often git was started, and how often to compare commits line by line. */
function countingHost(): Host & { started: () => number; compared: () => number } {
  const host = systemHost();
  let count = 0;
  let diffs = 0;
  return {
    ...host,
    spawn: (request) => {
      count += 1;
      if (request.args.includes("diff")) diffs += 1;
      return host.spawn(request);
    },
    started: () => count,
    compared: () => diffs,
  };
}

const story = (id: string): Story => ({
  id,
  title: id,
  brief: "",
  writes: ["**"],
  reads: [],
  dependsOn: [],
  acceptance: [],
  verify: [],
  weight: "standard",
});

const reader = "export function readAll(path) {\n  return open(path);\n}\n";

test("names are looked for in what took lines away, and nowhere else", async () => {
  using repository = scratchRepository({
    "lib/read.js": reader,
    "lib/other.js": "export const other = 1;\n",
    "notes.md": "a word\n",
  });
  using cache = scratchFolder();
  const base = repository.git("rev-parse", "HEAD");
  const host = countingHost();
  const options = { root: repository.path, run: "r", branch: "baro/x", base, cacheDir: join(cache.path, "cache") };
  const branch = new RunBranch(host, options);
  const commitOn = (start: string, files: Record<string, string>) => {
    repository.git("checkout", "-q", "--detach", start);
    writeFiles(repository.path, files);
    repository.git("add", "--all");
    repository.git("commit", "-q", "-m", "work");
    return repository.git("rev-parse", "HEAD");
  };
  const adds = commitOn(base, { "lib/new.js": "export const fresh = 1;\n" });
  const alsoAdds = commitOn(base, { "lib/newer.js": "export const fresher = 1;\n" });
  const rewords = commitOn(base, { "notes.md": "another word\n" });
  const takesAway = commitOn(base, { "lib/read.js": reader.replace("readAll", "readWhole") });
  const uses = commitOn(base, { "lib/use.js": 'import { readAll } from "./read.js";\nreadAll("a");\n' });
  const later = { story: story("S4"), commit: uses, base };
  const land = (id: string, commit: string) => branch.integrate({ story: story(id), commit, base }, false);

  await land("S1", adds);
  await land("S2", alsoAdds);
  const before = host.started();
  expect(await branch.missingNames(later)).toEqual([]);
  expect(host.started()).toBe(before);

  // Names are no part of prose: that is seen from how many lines each file lost, which the landing asked for as well.
  await land("S5", rewords);
  const asked = host.started();
  expect(await branch.missingNames(later)).toEqual([]);
  expect(host.started() - asked).toBeLessThanOrEqual(1);
  expect(host.compared()).toBe(0);

  await land("S3", takesAway);
  const gone = [{ name: "readAll", from: "lib/read.js", usedIn: "lib/use.js" }];
  expect(await branch.missingNames(later)).toEqual(gone);
  expect(host.compared()).toBeGreaterThan(0);
  // Another process knows nothing of what landed before it.
  expect(await new RunBranch(host, options).missingNames(later)).toEqual(gone);

  await land("S4", uses);
  expect(await branch.missingNames(later)).toEqual([]);
});

test("what somebody else put on the branch is looked at", async () => {
  using repository = scratchRepository({ "lib/read.js": reader });
  using cache = scratchFolder();
  const base = repository.git("rev-parse", "HEAD");
  const options = { root: repository.path, run: "r", branch: "baro/x", base, cacheDir: join(cache.path, "cache") };
  const branch = new RunBranch(systemHost(), options);
  await branch.head();
  const commit = (files: Record<string, string>) => {
    writeFiles(repository.path, files);
    repository.git("add", "--all");
    repository.git("commit", "-q", "-m", "work");
    return repository.git("rev-parse", "HEAD");
  };
  const theirs = commit({ "lib/read.js": "export const nothing = 1;\n" });
  repository.git("checkout", "-q", "--detach", base);
  const adds = commit({ "lib/new.js": "export const fresh = 1;\n" });
  repository.git("checkout", "-q", "--detach", base);
  const uses = commit({ "lib/use.js": 'readAll("a");\n' });
  repository.git("update-ref", "refs/heads/baro/x", theirs);
  await branch.integrate({ story: story("S1"), commit: adds, base }, false);
  expect(await branch.missingNames({ story: story("S2"), commit: uses, base })).toMatchObject([{ name: "readAll" }]);
});
