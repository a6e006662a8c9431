import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { inRange } from "../../src/agents/program-agent.ts";
import { programAgent } from "../../src/agents/registry.ts";
import type { Host } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";
import { parseAgentChoice } from "../../src/settings/agent-choice.ts";
import { scratchFolder, writeFiles } from "../support/scratch.ts";
import { all, taskIn } from "./task.ts";

/** A host with a home of its own, on whose PATH are the given programs alone. */
function machine(
  programs: Record<string, string>,
  files: Record<string, string> = {},
  env: Record<string, string> = {},
) {
  const folder = scratchFolder();
  mkdirSync(join(folder.path, "bin"));
  for (const [name, script] of Object.entries(programs)) {
    writeFiles(folder.path, { [`bin/${name}`]: `#!/bin/sh\n${script}\n` });
    chmodSync(join(folder.path, "bin", name), 0o755);
  }
  writeFiles(folder.path, files);
  const host: Host = { ...systemHost(), env: { PATH: join(folder.path, "bin"), HOME: folder.path, ...env } };
  return { ...folder, host, status: (name: string) => programAgent(parseAgentChoice(name)).status(host) };
}

test("status() says how to install what is not there", async () => {
  using here = machine({});
  expect(await here.status("codex")).toEqual({
    name: "codex",
    installed: false,
    path: null,
    version: null,
    tried: "0.150.0 up to 0.170.0",
    supported: null,
    signedIn: null,
    advice: "Install it with `npm install -g @openai/codex`",
  });
});

test("status() reads the version of a package without starting the program", async () => {
  using here = machine(
    {},
    {
      "lib/node_modules/pi/package.json": JSON.stringify({ bin: { pi: "dist/cli.js" }, version: "0.73.1" }),
      "lib/node_modules/pi/dist/cli.js": "#!/bin/sh\ntouch started\n",
      ".pi/agent/auth.json": "{}",
    },
  );
  const entry = join(here.path, "lib/node_modules/pi/dist/cli.js");
  chmodSync(entry, 0o755);
  symlinkSync(entry, join(here.path, "bin", "pi"));
  expect(await here.status("pi")).toMatchObject({ version: "0.73.1", supported: true, signedIn: true, advice: null });
});

test("status() asks the program for its version, and names one that was not tried", async () => {
  using here = machine({ claude: 'echo "3.0.1 (Claude Code)"' }, {}, { ANTHROPIC_API_KEY: "a-secret-key" });
  const status = await here.status("claude");
  expect(status).toMatchObject({
    installed: true,
    path: join(here.path, "bin", "claude"),
    version: "3.0.1",
    supported: false,
    signedIn: true,
    advice: "Version 3.0.1 was not tried; 2.1.63 up to 2.2.0 was",
  });
  expect(JSON.stringify(status)).not.toContain("a-secret-key");
});

test("status() says to update what is older than what was tried", async () => {
  using here = machine({ claude: 'echo "2.1.0 (Claude Code)"' }, {}, { ANTHROPIC_API_KEY: "k" });
  expect(await here.status("claude")).toMatchObject({
    version: "2.1.0",
    supported: false,
    advice:
      "Version 2.1.0 is older than what was tried (2.1.63 up to 2.2.0); update it with `npm install -g @anthropic-ai/claude-code`",
  });
});

test.each([
  ["prints HTML", "echo '<html>'"],
  ["fails", "exit 1"],
  ["is another program", "exec /bin/false"],
])("status() knows no version of a program that %s", async (_, script) => {
  using here = machine({ codex: script }, { ".codex/auth.json": "{}" });
  const { installed, version, supported, advice } = await here.status("codex");
  expect({ installed, version, supported }).toEqual({ installed: true, version: null, supported: null });
  expect(advice).toStartWith("It does not say its version");
});

test.each([
  ["claude", {}, {}, false],
  ["claude", { ".claude/.credentials.json": "{}" }, {}, true],
  ["claude", { ".claude/settings.json": "{}" }, {}, null],
  ["claude", {}, { CLAUDE_CODE_USE_BEDROCK: "1" }, true],
  ["codex", {}, {}, false],
  ["codex", { ".codex/auth.json": "{}" }, {}, true],
  ["codex", { "codex/config.toml": 'env_key = "MY_KEY"' }, { CODEX_HOME: "HOME/codex", MY_KEY: "k" }, true],
  ["opencode", {}, {}, null],
  ["opencode", { ".local/share/opencode/auth.json": "{}" }, {}, true],
  ["opencode", {}, { OPENAI_API_KEY: "k" }, true],
  ["pi", {}, {}, false],
  ["pi", { ".pi/agent/models.json": "{}" }, {}, true],
])("status() of %s with files %j and variables %j tells a sign-in as %p", async (name, files, env, signedIn) => {
  using here = machine({ [name]: "echo 1.0.0" }, files);
  const own = Object.entries(env).map(([key, value]) => [key, value.replace("HOME", here.path)]);
  const host = { ...here.host, env: { ...here.host.env, ...Object.fromEntries(own) } };
  expect((await programAgent(parseAgentChoice(name)).status(host)).signedIn).toBe(signedIn);
});

test("an agent's own key is the only secret that its program is started with", async () => {
  const keys = 'model_providers.mine = { name = "x", env_key = "MY_KEY" }\n# env_key = "NOT_MINE"\n';
  using here = machine({ codex: "/usr/bin/env > seen" }, { ".codex/config.toml": keys, "work/.keep": "" });
  const env = { ...here.host.env, MY_KEY: "mine", NOT_MINE: "x", ANTHROPIC_API_KEY: "y" };
  const cwd = join(here.path, "work");
  await all(
    programAgent(parseAgentChoice("codex")).start({ ...here.host, env }, taskIn(cwd), new AbortController().signal),
  );
  const seen = readFileSync(join(cwd, "seen"), "utf8");
  expect(seen).toContain("MY_KEY=mine");
  expect(seen).not.toMatch(/NOT_MINE|ANTHROPIC/);
});

test.each([
  ["2.1.0", true],
  ["2.1.330", true],
  ["2.1.330-beta.1", true],
  ["2.0.99", false],
  ["2.2.0", false],
  ["10.0.0", false],
])("inRange() of %s is %p", (version, expected) => {
  expect(inRange(version, { from: "2.1.0", below: "2.2.0" })).toBe(expected);
});
