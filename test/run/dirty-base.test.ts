import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemHost } from "../../src/host/system.ts";
import { commitDirtyState } from "../../src/run/dirty-base.ts";
import { scratchRepository } from "../support/scratch.ts";

function dirty(repository: ReturnType<typeof scratchRepository>) {
  return commitDirtyState(systemHost(), { root: repository.path, head: repository.git("rev-parse", "HEAD") });
}

test("work outside of a sparse checkout's cone is taken, and what is not checked out there stays", async () => {
  using repository = scratchRepository({ "app/a.txt": "a\n", "web/page/b.txt": "b\n", "root.txt": "r\n" });
  repository.git("sparse-checkout", "set", "--cone", "app");
  repository.write({ "web/page/c.txt": "mine\n", "app/d.txt": "d\n" });
  const { commit } = await dirty(repository);
  const changed = repository.git("diff", "--name-status", "HEAD", commit).split("\n");
  expect(changed).toEqual(["A\tapp/d.txt", "A\tweb/page/c.txt"]);
});

test("a change of a file that git is told to take as unchanged is named", async () => {
  using repository = scratchRepository({
    "local.conf": "port=1\n",
    "same.conf": "s\n",
    "other.conf": "o\n",
    "a.txt": "",
  });
  repository.git("update-index", "--assume-unchanged", "local.conf", "same.conf");
  repository.git("update-index", "--skip-worktree", "other.conf");
  for (const name of ["local.conf", "other.conf", "a.txt"]) writeFileSync(join(repository.path, name), "mine\n");
  const { commit, unlooked } = await dirty(repository);
  expect(unlooked).toEqual(["local.conf", "other.conf"]);
  expect(repository.git("diff", "--name-only", "HEAD", commit)).toBe("a.txt");
});

test.each<[string, Record<string, string>, string, string]>([
  [
    "a filter that is required",
    { "filter.lock.clean": "false", "filter.lock.required": "true" },
    "*.key filter=lock\n",
    `new.key goes through the filter "lock", which fails (external filter 'false' failed 1).`,
  ],
  ["an encoding", {}, "*.key working-tree-encoding=UTF-16LE-BOM\n", "failed to encode 'new.key'"],
  ["line ends", { "core.safecrlf": "true" }, "*.key text\n", "CRLF would be replaced by LF in new.key"],
])("a file that %s refuses is named with what to do", async (_what, settings, attributes, why) => {
  using repository = scratchRepository({ ".gitattributes": attributes });
  for (const [name, value] of Object.entries(settings)) repository.git("config", name, value);
  repository.write({ "new.key": "one\r\ntwo\r\n?" });
  const failure = await dirty(repository).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: "usage",
    message: expect.stringContaining(`Cannot include uncommitted changes: ${why}`),
    hint: "Mend that, have git ignore the file, or leave out --include-dirty",
  });
});
