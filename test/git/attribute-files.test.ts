import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { attributeFiles, writeAttributes } from "../../src/git/attribute-files.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";

test("of a tree made by hand, what would lie outside its folder is left out", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  using place = scratchFolder();
  const git = (args: string[], input?: string | Buffer) =>
    execFileSync("git", args, { cwd: repo.path, input }).toString().trim();
  const blob = git(["hash-object", "-w", "--stdin"], "* text\n");
  const entry = (mode: string, name: string, id: string) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, "hex")]);
  const tree = (...entries: Buffer[]) =>
    git(["hash-object", "-t", "tree", "-w", "--literally", "--stdin"], Buffer.concat(entries));
  const one = tree(entry("100644", ".gitattributes", blob));
  const up = tree(entry("40000", "..", one));
  const whole = tree(
    entry("40000", "..", up),
    entry("40000", ".git", one),
    entry("100644", ".gitattributes", blob),
    entry("40000", "sub", one),
  );
  const commit = git(["commit-tree", "-m", "Look", whole]);
  const folder = join(place.path, "in/here");
  mkdirSync(folder, { recursive: true });
  const files = await attributeFiles(systemHost(), repo.path, commit);
  await writeAttributes(systemHost(), repo.path, files, folder);
  const made = readdirSync(place.path, { recursive: true, encoding: "utf8" }) as string[];
  expect(made.filter((path) => path.endsWith(".gitattributes")).toSorted()).toEqual([
    "in/here/.gitattributes",
    "in/here/sub/.gitattributes",
  ]);
});
