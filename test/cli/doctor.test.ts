import { expect, test } from "bun:test";
import { join } from "node:path";
import { renderDiagnosis } from "../../src/cli/commands/doctor.ts";
import { runProgram } from "../../src/cli/program.ts";
import { plain } from "../../src/report/layout.ts";
import type { Diagnosis } from "../../src/run/doctor.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { testHost } from "./test-host.ts";

/** What doctor says where no agent is installed, and a server answers for the agent openai. */
async function doctor(flags: string[], config = "") {
  using home = scratchFolder();
  writeFiles(home.path, { ".config/baro/config.toml": config });
  const env = { HOME: home.path, PATH: "/usr/bin:/bin", OPENAI_BASE_URL: "http://127.0.0.1:1/v1" };
  const host = testHost({ cwd: home.path, env: { ...env, XDG_STATE_HOME: join(home.path, "state") } });
  const exitCode = await runProgram(host, ["doctor", "--json", ...flags]);
  const diagnosis = JSON.parse(host.out()) as Diagnosis;
  const chosen = diagnosis.checks.filter(({ name }) => name.startsWith("chosen"));
  return { exitCode, ok: diagnosis.ok, chosen: chosen.map(({ name, state }) => [name, state]) };
}

test.each([
  [[], "", 0, []],
  [["--agent", "codex:gpt"], "", 5, [["chosen codex", "error"]]],
  [["--agent", "acp:no-such-program --acp"], "", 5, [["chosen acp:no-such-program --acp", "error"]]],
  [["--agent", "acp:cat"], "", 0, [["chosen acp:cat", "ok"]]],
  [["--agent", "demo"], "", 0, []],
  [
    ["--agent", "openai"],
    'planner = "pi"\n[tier]\nheavy = "pi:big"\n',
    5,
    [
      ["chosen openai", "ok"],
      ["chosen pi", "error"],
    ],
  ],
])("doctor %j with %p looks at what was chosen", async (flags, config, exitCode, chosen) => {
  expect(await doctor(flags, config)).toEqual({ exitCode, ok: exitCode === 0, chosen });
});

test.each([
  ["[user]\n\tname = Ada\n\temail = ada@example.com\n", 0, "ok", "as Ada <ada@example.com>"],
  ["", 5, "error", "Cannot commit: git does not know your name and e-mail address"],
  [
    "[user]\n\tname = Ada\n\temail = ada@example.com\n[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = false\n",
    5,
    "error",
    expect.stringContaining("Cannot sign the commit"),
  ],
])("doctor says whether commits can be made with %j", async (config, exitCode, state, detail) => {
  using repository = scratchRepository({ "a.txt": "a" });
  using home = scratchFolder();
  writeFiles(home.path, { gitconfig: config });
  const env = {
    HOME: home.path,
    PATH: "/usr/bin:/bin",
    OPENAI_BASE_URL: "http://127.0.0.1:1/v1",
    GIT_CONFIG_GLOBAL: join(home.path, "gitconfig"),
  };
  const host = testHost({ cwd: repository.path, env: { ...env, XDG_STATE_HOME: join(home.path, "state") } });
  expect(await runProgram(host, ["doctor", "--json"])).toBe(exitCode);
  const { checks } = JSON.parse(host.out()) as Diagnosis;
  expect(checks.find(({ name }) => name === "commits")).toMatchObject({ state, detail });
});

test("a warning is not passed over at the end", () => {
  const last = (state: "ok" | "warning" | "missing" | "error") => {
    const checks = [{ name: "git", state, detail: "2", advice: null }];
    return renderDiagnosis({ ok: state !== "error", checks }, { width: 80, paint: plain }).at(-1);
  };
  expect(last("ok")).toBe("All that is needed is there");
  expect(last("missing")).toBe("All that is needed is there");
  expect(last("warning")).toBe("Nothing is broken, but look at the warnings");
  expect(last("error")).toBe("Something that is needed is not there");
});
