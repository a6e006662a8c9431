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

test("whole files are no matter, and those of a partial clone are not fetched for it", async () => {
  using repository = scratchRepository({ "docs/long.md": text, "src/a.txt": "" });
  const base = repository.git("rev-parse", "HEAD");
  await requireReadableFiles(host, repository.path, base, []);
  using folder = scratchFolder();
  const clone = join(folder.path, "clone");
  repository.git("config", "uploadpack.allowFilter", "true");
  gitIn(folder.path, "clone", "--quiet", "--no-checkout", "--filter=blob:none", `file://${repository.path}`, clone);
  rmSync(repository.path, { recursive: true });
  await requireReadableFiles(host, clone, base, ["src/"]);
});
