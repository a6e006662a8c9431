import { expect, test } from "bun:test";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { sandboxView } from "../../src/host/sandbox-view.ts";
import { scratchFolder, writeFiles } from "../support/scratch.ts";

/** A home with toolchains, a checkout in it, and what a sandbox shows of them. */
function look(files: Record<string, string>, path: (home: string) => string[], more: { shown?: string[] } = {}) {
  const folder = scratchFolder();
  const home = join(folder.path, "home");
  const root = join(home, "project");
  writeFiles(home, { "project/.git/objects/info/x": "", "state/x": "", ...files });
  const view = sandboxView({
    env: { HOME: home, PATH: path(home).join(":") },
    repository: { root, gitDir: join(root, ".git"), commonDir: join(root, ".git") },
    ours: [join(home, "state")],
    shown: more.shown ?? [],
    cacheFolder: join(folder.path, "caches"),
  });
  const below = (paths: readonly string[]) =>
    paths.filter((one) => one.startsWith(home)).map((one) => one.slice(home.length + 1));
  return { ...folder, view, tools: below(view.tools), hidden: below(view.hidden), objects: below(view.objects) };
}

test("toolchains are seen without the keys that lie beside them", () => {
  const files = { ".cargo/bin/cargo": "", ".cargo/credentials.toml": "", ".rustup/x": "", ".npmrc": "", ".ssh/id": "" };
  using seen = look(files, (home) => [join(home, ".cargo/bin")]);
  expect([...new Set(seen.tools)].toSorted()).toEqual([".cargo/bin", ".rustup"]);
});

test("a program on the PATH is seen with what it was installed with, wherever a link leads", () => {
  const files = { "bin/.keep": "", "apps/node_modules/tool/bin/tool.js": "", "prefix/bin/x": "", "prefix/lib/y": "" };
  using folder = scratchFolder();
  writeFiles(folder.path, { "elsewhere/bin/z": "", "elsewhere/share/z": "" });
  using seen = look(files, (home) => {
    symlinkSync(join(home, "apps/node_modules/tool/bin/tool.js"), join(home, "bin/tool"));
    symlinkSync(join(folder.path, "elsewhere/bin/z"), join(home, "bin/z"));
    return [join(home, "bin"), join(home, "prefix/bin")];
  });
  for (const path of ["bin", "apps/node_modules", "prefix/bin", "prefix/lib"]) expect(seen.tools).toContain(path);
  expect(seen.tools).not.toContain("");
  expect(seen.view.tools).toContain(join(folder.path, "elsewhere/share"));
});

test("nothing that holds the home, the checkout or our state is seen for the sake of a program", () => {
  using seen = look({ "project/node_modules/.bin/x": "" }, (home) => [
    home,
    join(home, ".."),
    join(home, "project"),
    join(home, "project/node_modules/.bin"),
    join(home, "state"),
    "relative",
    "",
  ]);
  expect(seen.tools).toEqual([]);
  expect(seen.hidden).toEqual(["project", "project/.git", "state"]);
  expect(seen.objects).toEqual(["project/.git/objects"]);
});

test("however a folder is called on the PATH, it shows no home, no checkout and not everything", () => {
  using seen = look({ "bin/x": "" }, (home) => {
    symlinkSync("/tool-of-nobody", join(home, "bin/tool"));
    symlinkSync(home, join(home, "../other-name"));
    symlinkSync(join(home, "project"), join(home, "../by-a-link"));
    return [
      ...[`${home}/`, `${home}/.`, `${home}/bin/..`, "/", "//", "/.", `${home}/../other-name`, `${home}/../by-a-link`],
      ...[`${home}/project/`, `${home}/state/../state`, join(home, "../other-name/project")],
    ];
  });
  expect(seen.view.tools).toEqual([]);
  using linked = look({ "bin/x": "" }, (home) => {
    symlinkSync("/etc", join(home, "bin/etc"));
    symlinkSync("/proc", join(home, "bin/root"));
    symlinkSync("/tmp/dropped", join(home, "bin/dropped"));
    symlinkSync("/var/tmp/../tmp", join(home, "bin/temp"));
    return [join(home, "bin/"), "/tmp/", "/run", "/dev/shm"];
  });
  expect([...new Set(linked.view.tools)].map((path) => path.split("/").at(-1))).toEqual(["bin"]);
});

test("objects are those of submodules and of what is borrowed in turn, too", () => {
  using other = scratchFolder();
  mkdirSync(join(other.path, "objects"));
  const files = {
    "project/.git/objects/info/alternates": `${join(other.path, "objects")}\n`,
    "project/.git/modules/a/b/objects/x": "",
    "project/.git/modules/a/b/modules/c/objects/x": "",
    "project/.git/modules/a/b/config": "",
  };
  using seen = look(files, () => []);
  expect(seen.objects.toSorted()).toEqual([
    "project/.git/modules/a/b/modules/c/objects",
    "project/.git/modules/a/b/objects",
    "project/.git/objects",
  ]);
  expect(seen.view.objects).toContain(join(other.path, "objects"));
});

test("caches are folders of the sandbox's own, in the place of the person's", () => {
  using seen = look({}, () => []);
  const places = seen.view.caches.map(({ to }) => to.slice((seen.view.home ?? "").length + 1));
  for (const path of [".cache", ".npm", ".cargo/registry", "go/pkg"]) expect(places).toContain(path);
  expect(seen.view.caches.every(({ from }) => existsSync(from) && !from.startsWith(seen.view.home ?? "/"))).toBe(true);
});
