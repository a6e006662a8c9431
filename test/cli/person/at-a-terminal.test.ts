import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../src/settings/config-file.ts";
import { keys, openTerminal } from "../../artifact/terminal.ts";
import { scratchFolder, scratchRepository } from "../../support/scratch.ts";

const main = join(import.meta.dir, "../../../src/main.ts");

/** Runs baro's sources on a terminal in a folder, with a home of its own. */
function baro(cwd: string, home: string, ...args: string[]) {
  const person = { GIT_AUTHOR_NAME: "Ada", GIT_AUTHOR_EMAIL: "ada@example.com" };
  const committer = { GIT_COMMITTER_NAME: "Ada", GIT_COMMITTER_EMAIL: "ada@example.com" };
  const env = { PATH: process.env["PATH"] ?? "", HOME: home, GIT_CONFIG_GLOBAL: "/dev/null", ...person, ...committer };
  // Only looked for, never called.
  Object.assign(env, { OPENAI_BASE_URL: "http://127.0.0.1:9/v1" });
  return openTerminal({ program: process.execPath, args: [main, ...args], cwd, env });
}

test("baro without a goal asks for it; Ctrl-C leaves with nothing done", async () => {
  using repository = scratchRepository();
  using home = scratchFolder();
  const terminal = baro(repository.path, home.path);
  await terminal.shows("What should be true when baro is done?");
  terminal.type(keys.interrupt);
  expect(await terminal.exit).toBe(130);
  expect(existsSync(join(home.path, ".local"))).toBe(false);
  expect(repository.git("status", "--porcelain")).toBe("");
});

describe("baro init", () => {
  test("asks, and writes what was chosen", async () => {
    using repository = scratchRepository();
    using home = scratchFolder();
    const terminal = baro(repository.path, home.path, "init", "--mode", "focused");
    await terminal.shows("Who writes?");
    await terminal.shows("● the first agent found ready");
    terminal.type(keys.down);
    await terminal.shows("● claude");
    terminal.type(keys.enter);
    await terminal.shows("What should a run leave?");
    await terminal.shows("● auto");
    terminal.type(keys.enter);
    expect(await terminal.exit).toBe(0);
    const file = join(repository.path, "baro.toml");
    expect(parseConfig(readFileSync(file, "utf8"), file)).toEqual({
      mode: "focused",
      agent: { name: "claude", model: null, command: null },
    });
  });

  test("writes nothing when it is left", async () => {
    using repository = scratchRepository();
    using home = scratchFolder();
    const terminal = baro(repository.path, home.path, "init");
    await terminal.shows("Who writes?");
    terminal.type(keys.interrupt);
    expect(await terminal.exit).toBe(130);
    expect(existsSync(join(repository.path, "baro.toml"))).toBe(false);
  });
});

describe("baro trust", () => {
  const risky = { "baro.toml": 'verify = ["make check"]\n' };
  test("shows the file and asks; only a yes trusts it", async () => {
    using repository = scratchRepository(risky);
    using home = scratchFolder();
    const terminal = baro(repository.path, home.path, "trust");
    await terminal.shows('verify = ["make check"]');
    await terminal.shows("Trust this file as it is?");
    await terminal.shows("● No");
    terminal.type("y");
    await terminal.shows("Trusted ");
    expect(await terminal.exit).toBe(0);
  });

  test("trusts nothing on Enter alone", async () => {
    using repository = scratchRepository(risky);
    using home = scratchFolder();
    const terminal = baro(repository.path, home.path, "trust");
    await terminal.shows("● No");
    terminal.type(keys.enter);
    expect(await terminal.exit).toBe(130);
    expect(terminal.screen()).toContain("you did not agree");
    expect(existsSync(join(home.path, ".local"))).toBe(false);
  });
});
