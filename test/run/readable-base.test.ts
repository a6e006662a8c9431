import { expect, test } from "bun:test";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { systemHost } from "../../src/host/system.ts";
import { requireReadableFiles } from "../../src/run/readable-base.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";

const host = systemHost();
const text = "line of a file\n".repeat(300);

/** A repository in which the object of one file is not what it was. */
function brokenIn(change: (bytes: Buffer) => Buffer) {
  const repository = scratchRepository({ "docs/long.md": text, "src/a.txt": "a\n" });
  const id = repository.git("rev-parse", "HEAD:docs/long.md");
  const file = join(repository.path, ".git/objects", id.slice(0, 2), id.slice(2));
  chmodSync(file, 0o644);
  writeFileSync(file, change(readFileSync(file)));
  return repository;
}

test.each([
  ["ends too early", (bytes: Buffer) => bytes.subarray(0, bytes.length - 8)],
  ["was overwritten", (bytes: Buffer) => Buffer.from("x".repeat(bytes.length))],
  ["has another content", () => deflateSync("blob 5\0other")],
])("a file whose content %s is named before anything is spent", async (_what, change) => {
  using repository = brokenIn(change);
  const asked = requireReadableFiles(host, repository.path, repository.git("rev-parse", "HEAD"), ["src/"]);
  await expect(asked).rejects.toMatchObject({ code: "no-base", message: expect.stringContaining('"docs/long.md"') });
});

test("a file that git is told to show with another content is whole", async () => {
  using repository = scratchRepository({ "docs/long.md": text, "src/a.txt": "a\n" });
  repository.write({ "other.md": "other\n" });
  repository.git(
    "replace",
    repository.git("rev-parse", "HEAD:docs/long.md"),
    repository.git("hash-object", "-w", "other.md"),
  );
  await requireReadableFiles(host, repository.path, repository.git("rev-parse", "HEAD"), []);
});

test("whole files are no matter, and one that a partial clone lacks can be fetched, or is told of", async () => {
  using repository = scratchRepository({ "docs/long.md": text, "src/a.txt": "" });
  const base = repository.git("rev-parse", "HEAD");
  await requireReadableFiles(host, repository.path, base, []);
  using folder = scratchFolder();
  const clone = join(folder.path, "clone");
  repository.git("config", "uploadpack.allowFilter", "true");
  gitIn(folder.path, "clone", "--quiet", "--no-checkout", "--filter=blob:none", `file://${repository.path}`, clone);
  const lacking = () => gitIn(clone, "rev-list", "--objects", "--missing=print", "HEAD").match(/^\?/gm)?.length ?? 0;
  const before = lacking();
  await requireReadableFiles(host, clone, base, ["src/"]);
  expect([before, lacking()]).toEqual([2, 1]);
  rmSync(repository.path, { recursive: true });
  const refused = requireReadableFiles(host, clone, base, ["src/"]);
  expect(refused).rejects.toThrow("this partial clone lacks files of it, and can't fetch them");
  await refused.catch(() => {});
});

/** Files of 100 bytes each, of which one is broken; what is read first, and what is found. */
async function readUpTo(broken: string, most: object, first: string[] = []) {
  const names = ["a", "b", "c", "src/d", "src/e"];
  using repository = scratchRepository(Object.fromEntries(names.map((name) => [name, name.padEnd(100, ".")])));
  const id = repository.git("rev-parse", `HEAD:${broken}`);
  const file = join(repository.path, ".git/objects", id.slice(0, 2), id.slice(2));
  chmodSync(file, 0o644);
  writeFileSync(file, deflateSync("blob 5\0other"));
  const limits = { files: 100, fileBytes: 1000, bytes: 10_000, ms: 60_000, ...most };
  const base = repository.git("rev-parse", "HEAD");
  const found = requireReadableFiles(host, repository.path, base, first, limits);
  return await found.then(() => null).catch((error: Error) => error.message);
}

const otherThan = (path: string) =>
  expect.stringContaining(`the content of "${path}": it is not what its name says`) as unknown as string;

test.each<[string, object, string[], boolean]>([
  ["c", {}, [], true],
  ["src/e", {}, [], true],
  ["c", { files: 3 }, [], true],
  ["c", { files: 2 }, [], false],
  // Those that the work needs come first.
  ["c", { files: 3 }, ["src/"], false],
  ["c", { files: 3 }, ["b"], true],
  ["src/d", { files: 1 }, ["**/x", "src/"], true],
  ["c", { files: 3 }, ["src/", "c"], true],
  ["c", { files: 2 }, ["src/**"], false],
  ["src/d", { files: 1 }, ["src/*.ts"], true],
  ["src/e", { files: 1 }, ["*.ts", "src/e"], true],
  ["a", { files: 1 }, ["**"], true],
])("of a broken %s with at most %j read, %j first: found %p", async (broken, most, first, isFound) => {
  expect(await readUpTo(broken, most, first)).toEqual(isFound ? otherThan(broken) : null);
});

test("a file that is larger than what is read of one is not judged, nor what comes after all that is read", async () => {
  // What is there instead is no longer than this.
  expect(await readUpTo("c", { fileBytes: 4 })).toBeNull();
  expect(await readUpTo("c", { fileBytes: 5 })).toEqual(otherThan("c"));
  expect(await readUpTo("src/e", { ms: 0 })).toBeNull();
});

test("of several that are broken the first is named, by the first path that has it", async () => {
  const same = "same".padEnd(100, ".");
  using repository = scratchRepository({ "b/one": same, "b/two": same, c: "other".padEnd(100, ".") });
  for (const path of ["b/one", "c"]) {
    const id = repository.git("rev-parse", `HEAD:${path}`);
    rmSync(join(repository.path, ".git/objects", id.slice(0, 2), id.slice(2)));
  }
  const read = (first: string[], most = {}) =>
    requireReadableFiles(host, repository.path, repository.git("rev-parse", "HEAD"), first, {
      ...{ files: 100, fileBytes: 1000, bytes: 10_000, ms: 60_000 },
      ...most,
    });
  await expect(read([])).rejects.toMatchObject({ message: expect.stringContaining('"b/one"') });
  await expect(read(["x/", "c"])).rejects.toMatchObject({ message: expect.stringContaining('"c"') });
  await expect(read([], { files: 0 })).resolves.toBeUndefined();
});

test("where enough was read, what comes behind shows when it is checked out", async () => {
  using repository = scratchRepository({ a: "a".padEnd(100, "."), b: "b".padEnd(100, "."), c: "c".padEnd(100, ".") });
  const id = repository.git("rev-parse", "HEAD:c");
  rmSync(join(repository.path, ".git/objects", id.slice(0, 2), id.slice(2)));
  const read = (bytes: number) =>
    requireReadableFiles(host, repository.path, repository.git("rev-parse", "HEAD"), [], {
      ...{ files: 100, fileBytes: 1000, ms: 60_000 },
      bytes,
    });
  await expect(read(200)).resolves.toBeUndefined();
  await expect(read(201)).rejects.toMatchObject({ message: expect.stringContaining('"c"') });
});

test("so much is read by itself that an ordinary repository is read whole", async () => {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`f${at}`, `${at} ${"x".repeat(2000)}\n`]));
  using repository = scratchRepository(many);
  const id = repository.git("rev-parse", "HEAD:f9");
  const file = join(repository.path, ".git/objects", id.slice(0, 2), id.slice(2));
  rmSync(file);
  const asked = requireReadableFiles(host, repository.path, repository.git("rev-parse", "HEAD"), []);
  await expect(asked).rejects.toMatchObject({ message: expect.stringContaining('"f9"') });
});
