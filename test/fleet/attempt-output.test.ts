import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { saveOutput, writeSaid } from "../../src/fleet/attempt-output.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";

const host = systemHost();

test("an attempt's raw output is said byte for byte, and carried by git where it is a lot", async () => {
  using repo = scratchRepository();
  using from = scratchFolder();
  using to = scratchFolder();
  const bytes = Buffer.from([0, 255, 10, 13, 128, 65]);
  writeFileSync(join(from.path, "session-1.jsonl"), bytes);
  writeFileSync(join(from.path, "stderr"), "word\n");
  const small = await saveOutput(host, repo.path, from.path, 11);
  expect(small.tree).toBeNull();
  await writeSaid(small.said, to.path);
  expect(readdirSync(to.path).sort()).toEqual(["session-1.jsonl", "stderr"]);
  expect(readFileSync(join(to.path, "session-1.jsonl"))).toEqual(bytes);
  const large = await saveOutput(host, repo.path, from.path, 10);
  expect(large.said).toEqual([]);
  expect(repo.git("ls-tree", "--name-only", large.tree ?? "").split("\n")).toEqual(["session-1.jsonl", "stderr"]);
});

test("a pipe or a link in an attempt's folder is no output of it, and holds nobody up", async () => {
  using repo = scratchRepository();
  using from = scratchFolder();
  writeFileSync(join(from.path, "raw.jsonl"), "{}\n");
  execFileSync("mkfifo", [join(from.path, "pipe")]);
  symlinkSync("/etc/passwd", join(from.path, "link"));
  const { said } = await saveOutput(host, repo.path, from.path, 10_000);
  expect(said.map(({ name }) => name)).toEqual(["raw.jsonl"]);
  const { tree } = await saveOutput(host, repo.path, from.path, 0);
  expect(repo.git("ls-tree", "--name-only", tree ?? "").split("\n")).toEqual(["raw.jsonl"]);
});

test("no name that a worker says leads out of the attempt's folder", async () => {
  using folder = scratchFolder();
  const names = ["../out", "..", ".", "", "/tmp/out", "sub/file", "a\0b", "good"];
  await writeSaid(
    names.map((name) => ({ name, bytes: Buffer.from("x").toString("base64") })),
    join(folder.path),
  );
  expect(readdirSync(folder.path)).toEqual(["good"]);
});
