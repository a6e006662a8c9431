import { expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { comeNear } from "../../../src/conduct/probe/who-meets.ts";
import { mergeCommits } from "../../../src/git/merge/merge-commits.ts";
import { systemHost } from "../../../src/host/system.ts";
import type { Change } from "../../../src/worktrees/change.ts";
import { scratchRepository } from "../../support/scratch.ts";

const change = (text: string): Change => {
  const kinds = { "+": "added", "-": "deleted", "~": "modified" } as const;
  const kind = kinds[text[0] as keyof typeof kinds];
  return { path: text.slice(1), kind, node: "file", bytes: 1, oid: null, leadsOut: false };
};

test.each<[string, string, boolean]>([
  ["~src/a.ts", "~src/a.ts", true],
  ["~src/a.ts", "~src/b.ts", false],
  ["~src/a.ts", "", false],
  ["+x", "+x/y", true],
  ["+x", "+xy/z", false],
  ["-src/a.ts +src/b.ts", "~src/a.ts", true],
  // Git takes what is added to a folder along when the folder has moved.
  ["-src/a.ts +lib/a.ts", "+src/new.ts", true],
  ["-src/deep/a.ts +lib/a.ts", "+src/new.ts", true],
  ["-src/a.ts", "+src/new.ts", false],
  ["-src/a.ts +lib/a.ts", "~src/b.ts", false],
  ["-src/a.ts +lib/a.ts", "+test/new.ts", false],
  ["-a.ts +lib/a.ts", "+b.ts", true],
])("%p beside %p comes near: %p", (a, b, near) => {
  const [ours, theirs] = [a, b].map((text) => text.split(" ").filter(Boolean).map(change));
  expect(comeNear(ours ?? [], theirs ?? [])).toBe(near);
  expect(comeNear(theirs ?? [], ours ?? [])).toBe(near);
});

const paths = ["a/one", "a/two", "a/deep/three", "b/one", "b", "top", "b/x"];
const edit = fc.record({ path: fc.constantFrom(...paths), to: fc.constantFrom("delete", "edit", "move", "add") });
const edits = fc.array(fc.tuple(edit, fc.constantFrom(...paths)), { minLength: 1, maxLength: 4 });

test("where changes do not come near each other, git merges them", async () => {
  const text = (name: string) => Array.from({ length: 12 }, (_, line) => `${name} ${line}`).join("\n");
  const start = { "a/one": text("1"), "a/two": text("2"), "a/deep/three": text("3"), top: text("4") };
  using repository = scratchRepository(start);
  const base = repository.git("rev-parse", "HEAD");
  const commit = (todo: [{ path: string; to: string }, string][]) => {
    const files = new Map<string, string>(Object.entries(start));
    for (const [{ path, to }, target] of todo) {
      const before = files.get(path);
      if (to === "delete" || to === "move") files.delete(path);
      if (to === "move" && before !== undefined) files.set(target, before);
      if (to === "edit" && before !== undefined) files.set(path, `${before}\nmore`);
      if (to === "add") files.set(path, text("new"));
    }
    // A path that is a folder of another one can't be a file beside it.
    for (const path of [...files.keys()])
      if ([...files.keys()].some((one) => one.startsWith(`${path}/`))) files.delete(path);
    for (const path of ["a", "b", "top"]) rmSync(join(repository.path, path), { recursive: true, force: true });
    repository.write(Object.fromEntries(files));
    repository.git("add", "--all");
    const tree = repository.git("write-tree");
    const names = repository.git("diff-tree", "-r", "--no-renames", "--name-status", base, tree);
    const changes = names
      .split("\n")
      .filter(Boolean)
      .map((line) => {
        const [kind, path] = line.split("\t");
        return change(`${kind === "A" ? "+" : kind === "D" ? "-" : "~"}${path}`);
      });
    return { commit: repository.git("commit-tree", "-p", base, "-m", "x", tree), changes };
  };
  const host = systemHost();
  let conflicts = 0;
  await fc.assert(
    fc.asyncProperty(edits, edits, async (a, b) => {
      const [ours, theirs] = [commit(a), commit(b)];
      const gitDir = join(repository.path, ".git");
      const question = { gitDir, ours: ours.commit, theirs: theirs.commit, attributes: null };
      const { kind } = await mergeCommits(host, question);
      conflicts += kind === "conflict" ? 1 : 0;
      if (kind === "conflict") expect(comeNear(ours.changes, theirs.changes)).toBe(true);
    }),
    { numRuns: 40, seed: 7 },
  );
  expect(conflicts).toBeGreaterThan(5);
});
