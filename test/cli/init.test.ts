import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../../src/cli/program.ts";
import { parseConfig } from "../../src/settings/config-file.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { testHost } from "./test-host.ts";

describe("baro init", () => {
  test("writes the repository's file at its root, with what the flags say", async () => {
    using repository = scratchRepository({ "src/a.ts": "" });
    const host = testHost({ cwd: join(repository.path, "src"), env: { HOME: repository.path } });
    const argv = [
      "init",
      "--mode",
      "focused",
      "--agent",
      "claude:opus",
      "--verify",
      "npm test",
      "--verify",
      "npm run lint",
    ];
    expect(await runProgram(host, argv)).toBe(0);
    const file = join(repository.path, "baro.toml");
    expect(host.out()).toBe(`${file}\n`);
    expect(parseConfig(readFileSync(file, "utf8"), file)).toMatchObject({
      mode: "focused",
      agent: { name: "claude", model: "opus" },
      verify: ["npm test", "npm run lint"],
    });
  });

  test("writes the user's file with --user, also outside a repository", async () => {
    using folder = scratchFolder();
    const host = testHost({ cwd: folder.path, env: { HOME: folder.path } });
    expect(await runProgram(host, ["init", "--user", "--deliver", "branch"])).toBe(0);
    const file = join(folder.path, ".config", "baro", "config.toml");
    expect(host.out()).toBe(`${file}\n`);
    expect(parseConfig(readFileSync(file, "utf8"), file)).toEqual({ deliver: "branch" });
  });

  test("replaces a file only with --force, whatever its name", async () => {
    using repository = scratchRepository({ ".baro.toml": "strict = true\n" });
    const host = testHost({ cwd: repository.path, env: { HOME: repository.path } });
    const file = join(repository.path, ".baro.toml");
    await expect(runProgram(host, ["init"])).rejects.toMatchObject({ code: "config", hint: "Replace it with --force" });
    expect(readFileSync(file, "utf8")).toBe("strict = true\n");
    expect(await runProgram(host, ["init", "--force"])).toBe(0);
    expect(readFileSync(file, "utf8")).toContain("# baro configuration");
    expect(existsSync(join(repository.path, "baro.toml"))).toBe(false);
  });

  test("prints where it wrote in one line, whatever the folder is called", async () => {
    using folder = scratchFolder();
    const home = join(folder.path, "a\nb\u001b[31m");
    const host = testHost({ cwd: folder.path, env: { HOME: home } });
    expect(await runProgram(host, ["init", "--user"])).toBe(0);
    expect(host.out().split("\n")).toHaveLength(2);
    expect(host.out()).not.toContain("\u001b");
    expect(existsSync(join(home, ".config", "baro", "config.toml"))).toBe(true);
  });

  test("says where it can't write", async () => {
    using folder = scratchFolder();
    const host = testHost({ cwd: folder.path, env: { HOME: folder.path } });
    await expect(runProgram(host, ["init"])).rejects.toMatchObject({
      code: "no-repository",
      hint: "Write your own with: baro init --user",
    });
  });
});

describe("baro trust", () => {
  test("trusts the repository's file, and then it counts", async () => {
    using repository = scratchRepository({ "baro.toml": 'verify = ["make check"]\n', "src/a.ts": "" });
    using home = scratchFolder();
    const host = testHost({ cwd: join(repository.path, "src"), env: { HOME: home.path } });
    expect(await runProgram(host, ["runs"])).toBe(0);
    expect(host.err()).toContain('is not trusted, so "verify" in it is left out; after a look: baro trust');
    expect(await runProgram(host, ["trust"])).toBe(0);
    expect(host.out()).toContain(`Trusted "${join(repository.path, "baro.toml")}"`);
    const after = testHost({ cwd: repository.path, env: { HOME: home.path } });
    expect(await runProgram(after, ["runs"])).toBe(0);
    expect(after.err()).not.toContain("trusted");
  });

  test("says when there is nothing to trust", async () => {
    using repository = scratchRepository();
    const host = testHost({ cwd: repository.path, env: { HOME: repository.path } });
    await expect(runProgram(host, ["trust"])).rejects.toMatchObject({ code: "config" });
  });

  test("names a file that is broken instead of trusting it unread", async () => {
    using repository = scratchRepository();
    writeFiles(repository.path, { "baro.toml": "mdoe = 1\n" });
    const host = testHost({ cwd: repository.path, env: { HOME: repository.path } });
    await expect(runProgram(host, ["trust"])).rejects.toThrow("the key is unknown");
  });
});
