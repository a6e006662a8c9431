import { expect, test } from "bun:test";
import { join } from "node:path";
import type { RunEventBody } from "../../src/core/event.ts";
import { cleanRuns } from "../../src/run/clean.ts";
import { loadSettings } from "../../src/settings/load.ts";
import { recordOptions } from "../../src/settings/recorded-options.ts";
import { openJournal } from "../../src/store/journal.ts";
import { makeRunFolder, runFolder } from "../../src/store/run-folder.ts";
import { testHost } from "../cli/test-host.ts";
import { isDone } from "../state/support/happenings.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";

/** A run that used a queue, and has left something where its workers fetched from. */
async function pooled() {
  const [repo, remote, home] = [scratchRepository(), scratchFolder(), scratchFolder()];
  gitIn(remote.path, "init", "--quiet", "--bare");
  repo.git("remote", "add", "origin", remote.path);
  for (const ref of ["refs/baro/r-1/base", "refs/baro/r-1/found/S1", "refs/baro/r-10/base", "refs/heads/main"])
    repo.git("push", "--quiet", "origin", `HEAD:${ref}`);
  const env = { HOME: home.path, BARO_HOME: join(home.path, "s"), XDG_CACHE_HOME: join(home.path, "c") };
  const host = testHost({ cwd: repo.path, env });
  const { options } = await loadSettings(host, { queue: "redis://127.0.0.1:1" });
  for (const [run, flags] of [
    ["r-1", recordOptions(options)],
    ["r-10", {}],
  ] as const) {
    const folder = runFolder(options.stateDir, run);
    makeRunFolder(folder);
    const journal = openJournal(host, folder.journal, run, []);
    const started = { type: "run.started", goal: "Do", repo: { root: repo.path }, flags, workBranch: `baro/${run}` };
    journal.append(started as unknown as RunEventBody);
    journal.append({ ...isDone, outcome: "delivered" } as RunEventBody);
    journal.close();
  }
  return {
    clean: (more: object) => cleanRuns(host, options, { run: null, force: false, ...more }),
    there: () => gitIn(remote.path, "for-each-ref", "--format=%(refname)").split("\n"),
    remote: remote.path,
    repo,
    [Symbol.dispose]: () => {
      for (const one of [repo, remote, home]) one[Symbol.dispose]();
    },
  };
}

const name = "refs/baro/r-1/ on the remote of its queue";

test("what a run left where its workers fetch from goes with it; a dry run only names it", async () => {
  using left = await pooled();
  const before = left.there();
  expect((await left.clean({ dryRun: true })).removed).toContain(name);
  expect(left.there()).toEqual(before);
  expect(await left.clean({})).toMatchObject({ removed: expect.arrayContaining([name]), kept: [] });
  expect(left.there()).toEqual(["refs/baro/r-10/base", "refs/heads/main"]);
  expect((await left.clean({})).removed).not.toContain(name);
});

test("what can't be reached is kept, with the reason, and so is the run's journal", async () => {
  using left = await pooled();
  left.repo.git("remote", "set-url", "origin", join(left.remote, "gone"));
  const { removed, kept } = await left.clean({ run: "r-1" });
  expect(removed.filter((what) => what.includes("r-1"))).toEqual([]);
  expect(kept).toEqual([{ what: name, why: expect.stringContaining("gone") as unknown as string }]);
});
