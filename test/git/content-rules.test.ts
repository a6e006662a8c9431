import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyContentRules, contentRules, lackedFilters } from "../../src/git/content-rules.ts";
import { systemHost } from "../../src/host/system.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";

/** This host, with a home that holds what is written here. */
function hostWith(home: string, config = "") {
  mkdirSync(join(home, ".config", "git"), { recursive: true });
  writeFileSync(join(home, ".gitconfig"), config);
  const { GIT_CONFIG_GLOBAL: _file, XDG_CONFIG_HOME: _folder, ...env } = systemHost().env;
  return { ...systemHost(), env: { ...env, HOME: home } };
}

test("what decides a file's content and is in no commit is found, and nothing that names a program", async () => {
  using home = scratchFolder();
  const filters = ["used", "owned", "idle"].map((name) => `[filter "${name}"]\n\tclean = cat\n`).join("");
  const host = hostWith(
    home.path,
    `[core]\n\tautocrlf = input\n\tfileMode = true\n\tfsmonitor = /bin/true\n${filters}`,
  );
  writeFileSync(join(home.path, ".config", "git", "ignore"), "*.trace\n");
  using repo = scratchRepository({
    ".gitattributes": "*.a filter=used\n# *.b filter=idle\n",
    "deep/.gitattributes": "*.c -text filter=unknown\n",
    "note.txt": "*.d filter=idle\n",
  });
  repo.git("config", "core.symlinks", "false");
  writeFileSync(join(repo.path, ".git", "info", "attributes"), "*.e filter=owned\n");
  writeFileSync(join(repo.path, "mine"), "*.f text\n");
  repo.git("config", "core.attributesFile", join(repo.path, "mine"));
  const rules = await contentRules(host, repo.path, repo.git("rev-parse", "HEAD"));
  expect(rules).toMatchObject({
    settings: [
      ["core.autocrlf", "input"],
      ["core.symlinks", "false"],
    ],
    attributes: { repository: "*.e filter=owned\n", person: "*.f text\n" },
    ignores: { person: "*.trace\n" },
    filters: ["owned", "used"],
  });
});

test("in a repository of ours they hold, and the filters that it lacks are named", async () => {
  using home = scratchFolder();
  const host = hostWith(home.path, '[filter "used"]\n\tprocess = cat\n');
  using folder = scratchFolder();
  gitIn(folder.path, "init", "--quiet", "--template=");
  await applyContentRules(host, folder.path, {
    settings: [["core.autocrlf", "input"]],
    attributes: { repository: "*.e text\n", person: "*.f text\n" },
    ignores: { repository: "*.g\n", person: "*.h\n" },
    filters: ["lfs", "used"],
  });
  const git = (...args: string[]) => gitIn(folder.path, ...args);
  expect(git("config", "core.autocrlf")).toBe("input");
  expect(git("check-attr", "text", "x.e", "x.f").split("\n")).toEqual(["x.e: text: set", "x.f: text: set"]);
  expect(git("check-ignore", "x.g", "x.h").split("\n")).toEqual(["x.g", "x.h"]);
  expect(git("config", "filter.lfs.required")).toBe("true");
  const none = { repository: "", person: "" };
  const asked = { settings: [], attributes: none, ignores: none, filters: ["lfs", "other", "used"] };
  expect(await lackedFilters(host, folder.path, asked)).toEqual(["other"]);
});
