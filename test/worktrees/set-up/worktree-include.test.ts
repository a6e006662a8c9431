import { expect, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { systemHost } from "../../../src/host/system.ts";
import { copyIncluded, listIncluded } from "../../../src/worktrees/set-up/worktree-include.ts";
import { scratchFolder, scratchRepository } from "../../support/scratch.ts";

const host = systemHost();
const all = () => false;

test("listIncluded() takes what is named and ignored, and nothing else", async () => {
  using repository = scratchRepository({ ".gitignore": ".env*\n!.env.example\nsecret/\n*.key\n", "a.key2": "" });
  repository.write({
    ".worktreeinclude": "# settings\n.env*\nsecret/\n*.key*\n!test.key\nnotes.txt\n",
    ".env": "A=1",
    ".env.example": "A=",
    "app/.env.local": "B=2",
    "secret/deep/token": "t",
    "test.key": "k",
    "live.key": "k",
    "notes.txt": "unfinished, not ignored",
  });
  expect(await listIncluded(host, repository.path, all)).toEqual({
    paths: [".env", "app/.env.local", "live.key", "secret/deep/token"],
    notices: [],
  });
  const skipSecret = await listIncluded(host, repository.path, (path) => path.startsWith("secret/"));
  expect(skipSecret.paths).toEqual([".env", "app/.env.local", "live.key"]);
});

test("listIncluded() is quiet without the file", async () => {
  using repository = scratchRepository({ ".gitignore": ".env\n" });
  repository.write({ ".env": "A=1" });
  expect(await listIncluded(host, repository.path, all)).toEqual({ paths: [], notices: [] });
});

test.each([
  ["/etc/hostname", true],
  ["../outside", true],
  ["sub/../../outside", true],
  [".git/config", true],
  ["settings.toml", false],
  ["sub/x", false],
])("listIncluded() of a link to %s", async (target, refused) => {
  using repository = scratchRepository({ ".gitignore": "link\n", ".worktreeinclude": "link\n" });
  symlinkSync(target, join(repository.path, "link"));
  const { paths, notices } = await listIncluded(host, repository.path, all);
  expect(paths).toEqual(refused ? [] : ["link"]);
  expect(notices).toEqual(
    refused ? ["link of .worktreeinclude is not copied: it is a link out of the repository"] : [],
  );
});

test.each(["../outside.txt", "/etc/hostname", "../*", "**/../../*"])(
  "listIncluded() finds nothing for the pattern %s",
  async (pattern) => {
    using folder = scratchFolder();
    using repository = scratchRepository({ ".gitignore": "*.txt\n", ".worktreeinclude": `${pattern}\n` });
    writeFileSync(join(folder.path, "outside.txt"), "out");
    expect((await listIncluded(host, repository.path, all)).paths).toEqual([]);
  },
);

test("listIncluded() refuses to copy a folder of thousands for every story", async () => {
  using repository = scratchRepository({ ".gitignore": "data/\n", ".worktreeinclude": "data/\n" });
  repository.write(Object.fromEntries(Array.from({ length: 2001 }, (_, at) => [`data/${at}`, ""])));
  expect(await listIncluded(host, repository.path, all)).toEqual({
    paths: [],
    notices: ["Nothing of .worktreeinclude is copied: it names 2001 files with 0.0 MB, and every story would get them"],
  });
});

test("copyIncluded() keeps mode bits and links, and changes nothing that is there", async () => {
  using from = scratchFolder();
  using to = scratchFolder();
  mkdirSync(join(from.path, "bin"));
  writeFileSync(join(from.path, "bin/tool"), "#!/bin/sh\n");
  chmodSync(join(from.path, "bin/tool"), 0o750);
  symlinkSync("tool", join(from.path, "bin/link"));
  writeFileSync(join(from.path, "there"), "from");
  writeFileSync(join(to.path, "there"), "to");
  await copyIncluded(from.path, to.path, ["bin/tool", "bin/link", "there", "gone"]);
  expect(statSync(join(to.path, "bin/tool")).mode & 0o777).toBe(0o750);
  expect(readlinkSync(join(to.path, "bin/link"))).toBe("tool");
  expect(readFileSync(join(to.path, "there"), "utf8")).toBe("to");
  writeFileSync(join(to.path, "bin/tool"), "changed");
  expect(readFileSync(join(from.path, "bin/tool"), "utf8")).toBe("#!/bin/sh\n");
});

test("copyIncluded() writes nothing through a link of the commit", async () => {
  using from = scratchFolder();
  using to = scratchFolder();
  using outside = scratchFolder();
  mkdirSync(join(from.path, "config"));
  writeFileSync(join(from.path, "config/secret"), "s");
  symlinkSync(outside.path, join(to.path, "config"));
  await copyIncluded(from.path, to.path, ["config/secret"]);
  expect(existsSync(join(outside.path, "secret"))).toBe(false);
});
