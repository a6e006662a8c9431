import { expect, test } from "bun:test";
import { listBaseBlobs, listBaseFiles } from "../../src/git/base-files.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchRepository } from "../support/scratch.ts";

const system = systemHost();

/** A host that counts what is started. */
function counting() {
  const counted = { starts: 0 };
  const host = { ...system, spawn: (...args: Parameters<typeof system.spawn>) => system.spawn(...asked(...args)) };
  const asked = (...args: Parameters<typeof system.spawn>) => {
    counted.starts++;
    return args;
  };
  return { host, counted };
}

test("git lists the files of a commit once, whoever asks for them, and when", async () => {
  using repo = scratchRepository({ "a.txt": "a\n", "b/ü.txt": "b\n" });
  const base = repo.git("rev-parse", "HEAD");
  const { host, counted } = counting();
  const [one, other] = await Promise.all([listBaseFiles(host, repo.path, base), listBaseFiles(host, repo.path, base)]);
  expect([one, other, await listBaseFiles(host, repo.path, base)]).toEqual([one, one, one]);
  expect(one).toEqual(["a.txt", "b/ü.txt"]);
  expect(counted.starts).toBe(1);
});

test("a listing with the ids of the contents is one of the files, too", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  const base = repo.git("rev-parse", "HEAD");
  const { host, counted } = counting();
  const blobs = await listBaseBlobs(host, repo.path, base);
  expect(await listBaseFiles(host, repo.path, base)).toEqual([...blobs.keys()]);
  expect(counted.starts).toBe(1);
});

test("what a branch holds is asked each time: it moves", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  expect(await listBaseFiles(system, repo.path, "main")).toEqual(["a.txt"]);
  repo.commit("More", { "b.txt": "b\n" });
  expect(await listBaseFiles(system, repo.path, "main")).toEqual(["a.txt", "b.txt"]);
});
