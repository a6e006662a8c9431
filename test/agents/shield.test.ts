import { expect, test } from "bun:test";
import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { newAcpAgent } from "../../src/agents/acp/acp.ts";
import { ownPlacesIn } from "../../src/agents/own-places.ts";
import { programAgent } from "../../src/agents/registry.ts";
import { settleNotes, writeNote } from "../../src/agents/shield/notes.ts";
import { raiseShield } from "../../src/agents/shield/shield.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import type { Host } from "../../src/host/host.ts";
import { identifyProcess, placeOfThis } from "../../src/host/process-identity.ts";
import { systemHost } from "../../src/host/system.ts";
import { parseAgentChoice } from "../../src/settings/agent-choice.ts";
import { bubblewrap, sandboxIn } from "../support/sandbox.ts";
import { writeFiles } from "../support/scratch.ts";
import { all, finishOf, taskIn } from "./task.ts";

const real = systemHost();
const why = bubblewrap === null ? " (skipped: bubblewrap is not installed here)" : "";

const lastWords: Readonly<Record<string, string>> = {
  claude: '{"type":"result","subtype":"success","is_error":false}',
  codex: '{"type":"turn.completed","usage":{}}',
  pi: '{"type":"agent_end","messages":[]}',
  opencode: '{"type":"step_finish","part":{"reason":"stop"}}',
};

/** A home with what an agent's own settings are, and a worktree. */
function person(files: Record<string, string> = {}) {
  const home = homedir().startsWith("/tmp") ? "/var/tmp" : homedir();
  const root = realpathSync(mkdtempSync(join(home, "baro-shield-")));
  writeFiles(root, { "work/.keep": "", "bin/.keep": "", ...files });
  const env: Record<string, string | undefined> = {
    ...real.env,
    HOME: root,
    PATH: `${root}/bin:${real.env["PATH"] ?? ""}`,
  };
  for (const name of ["CLAUDE_CONFIG_DIR", "CODEX_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"])
    delete env[name];
  const host: Host = { ...real, env };
  const sandbox = sandboxIn(host, join(root, "ours"), { hidden: [join(root, "ours/notes")] });
  return { root, host, sandbox, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}

type Person = ReturnType<typeof person>;

async function run({ root, host, sandbox }: Person, agent: string, script: string): Promise<AgentEvent[]> {
  writeFiles(root, {
    [`bin/${agent}`]: `#!/bin/sh\ncat >/dev/null\n${script}\nprintf '%s\\n' '${lastWords[agent]}'\n`,
  });
  chmodSync(join(root, "bin", agent), 0o755);
  const task = taskIn(join(root, "work"), { sandbox });
  return await all(programAgent(parseAgentChoice(agent)).start(host, task, new AbortController().signal));
}

/** Everything below a folder but what an agent may leave. */
function filesIn(folder: string): string[] {
  return existsSync(folder) ? (readdirSync(folder, { recursive: true, encoding: "utf8" }) as string[]).toSorted() : [];
}

const homes: Readonly<Record<string, string>> = {
  claude: ".claude",
  codex: ".codex",
  pi: ".pi/agent",
  opencode: ".config/opencode",
};

test.skipIf(bubblewrap === null).each([
  [
    "claude",
    [
      "settings.json",
      "settings.local.json",
      "CLAUDE.md",
      "hooks/x.sh",
      "plugins/p.json",
      "local/claude",
      "shell-snapshots/s.sh",
    ],
  ],
  ["codex", ["config.toml", "AGENTS.md", "hooks.json", ".env", "skills/s.md", "packages/codex", "tmp/arg0/git"]],
  ["pi", ["settings.json", "models.json", "SYSTEM.md", "extensions/e.ts", "bin/rg", "npm/p.js"]],
  ["opencode", ["opencode.json", "opencode.jsonc", "config.json", "plugin/p.ts", "tools/t.ts", "node_modules/p.js"]],
])(`what %s in the sandbox adds to the person's settings is not there outside${why}`, async (agent, names) => {
  using at = person();
  const folder = join(at.root, homes[agent] ?? "");
  const adds = names.map((name) => `mkdir -p "$(dirname ${folder}/${name})"; echo evil > ${folder}/${name}`);
  const tops = [...new Set(names.map((name) => `${folder}/${name.split("/")[0]}`))];
  const tricks = tops.map((path) => `mv ${path} ${folder}/moved; rm -rf ${path}; ln -s /etc/passwd ${path}`);
  const events = await run(at, agent, [...adds, ...tricks, `echo data > ${folder}/session.jsonl`, "true"].join("\n"));
  expect(finishOf(events).exitCode).toBe(0);
  expect(filesIn(folder)).toEqual(["session.jsonl"]);
});

test.skipIf(bubblewrap === null)(`what is the person's stays, for the agent to read alone${why}`, async () => {
  const files = {
    ".claude/settings.json": '{"mine":1}',
    ".claude/hooks/mine.sh": "mine\n",
    ".claude/statusline.sh": "mine\n",
    ".claude/shell-snapshots/s.sh": "mine\n",
    ".claude/projects/p.jsonl": "said\n",
  };
  using at = person(files);
  const folder = join(at.root, ".claude");
  const names = [
    "settings.json",
    "hooks/mine.sh",
    "hooks/new.sh",
    "statusline.sh",
    "shell-snapshots/s.sh",
    "projects/p.jsonl",
  ];
  const script = [
    `cat ${folder}/settings.json > read.txt`,
    ...names.map((name) => `echo evil >> ${folder}/${name}; rm -f ${folder}/${name}; mv ${folder}/${name} ${folder}/x`),
  ];
  await run(at, "claude", script.join("\n"));
  expect(readFileSync(join(at.root, "work/read.txt"), "utf8")).toBe('{"mine":1}');
  const { ".claude/projects/p.jsonl": _, ...kept } = files;
  for (const [path, text] of Object.entries(kept))
    expect([path, readFileSync(join(at.root, path), "utf8")]).toEqual([path, text]);
  expect(existsSync(join(folder, "hooks/new.sh"))).toBe(false);
  expect(existsSync(join(folder, "projects/p.jsonl"))).toBe(false);
});

test.skipIf(bubblewrap === null)(`a link to settings kept elsewhere is read through, and put back${why}`, async () => {
  using at = person({ "dotfiles/claude.json": '{"mine":1}', ".claude/projects/.keep": "" });
  const link = join(at.root, ".claude/settings.json");
  symlinkSync("../dotfiles/claude.json", link);
  symlinkSync("../dotfiles/nowhere", join(at.root, ".claude/hooks"));
  const events = await run(
    at,
    "claude",
    `cat ${link} > read.txt\necho evil >> ${link}\nrm ${link}; echo evil > ${link}`,
  );
  expect(finishOf(events).why).toBe("done");
  expect(readFileSync(join(at.root, "work/read.txt"), "utf8")).toBe('{"mine":1}');
  expect(readlinkSync(link)).toBe("../dotfiles/claude.json");
  expect(readFileSync(link, "utf8")).toBe('{"mine":1}');
  expect(readFileSync(`${link}.set-aside-1`, "utf8")).toBe("evil\n");
  const told = events.flatMap((event) => (event.type === "agent.notice" ? [event.message] : []));
  expect(told.join("\n")).toContain(`Set ${link} aside as settings.json.set-aside-1`);
});

test.skipIf(bubblewrap === null)(
  `a file that would be believed instead of the person's is set aside${why}`,
  async () => {
    using at = person();
    const events = await run(at, "claude", `echo '{"mcpServers":{}}' > ${at.root}/.claude/.config.json`);
    expect(filesIn(join(at.root, ".claude"))).toEqual([".config.json.set-aside-1"]);
    expect(events.some((event) => event.type === "agent.notice" && event.message.includes(".config.json"))).toBe(true);
  },
);

test.skipIf(bubblewrap === null)(
  `an agent of any other wire leaves the settings of all as they are${why}`,
  async () => {
    const files = {
      ".claude/settings.json": "mine",
      ".codex/config.toml": "mine",
      ".gemini/settings.json": "mine",
      ".cursor/mcp.json": "mine",
      ".copilot/config.json": "mine",
      ".pi/agent/settings.json": "mine",
    };
    using at = person(files);
    const paths = Object.keys(files).map((name) => join(at.root, name));
    const adds = [
      ".claude/settings.local.json",
      ".gemini/extensions/x/x.js",
      ".copilot/mcp-config.json",
      ".qwen/settings.json",
    ];
    const script = [
      ...paths.map((path) => `echo evil > ${path}; rm -f ${path}`),
      ...adds.map((name) => `mkdir -p "$(dirname ${at.root}/${name})"; echo evil > ${at.root}/${name}`),
      `mv ${at.root}/.pi/agent ${at.root}/.pi/old; mkdir -p ${at.root}/.pi/agent; echo evil > ${at.root}/.pi/agent/settings.json`,
    ];
    writeFiles(at.root, { "bin/other": `#!/bin/sh\n${script.join("\n")}\ntouch ${at.root}/work/ran\n` });
    chmodSync(join(at.root, "bin/other"), 0o755);
    const agent = newAcpAgent(parseAgentChoice("acp:other"), "other");
    await all(
      agent.start(at.host, taskIn(join(at.root, "work"), { sandbox: at.sandbox }), new AbortController().signal),
    );
    expect(existsSync(join(at.root, "work/ran"))).toBe(true);
    for (const path of paths) expect([path, readFileSync(path, "utf8")]).toEqual([path, "mine"]);
    for (const name of adds) expect([name, existsSync(join(at.root, name))]).toEqual([name, false]);
  },
);

test.skipIf(bubblewrap === null)(
  `settings that a program writes to at work are a copy of the person's${why}`,
  async () => {
    using at = person({ "elsewhere/.claude.json": '{"mine":1}' });
    const file = join(at.root, "elsewhere/.claude.json");
    const env = { ...at.host.env, CLAUDE_CONFIG_DIR: join(at.root, "elsewhere") };
    const script = `cat ${file} > read.txt; echo '{"mcpServers":{}}' > ${file} && cat ${file} >> read.txt; rm -f ${file}`;
    await run({ ...at, host: { ...at.host, env } }, "claude", script);
    expect(readFileSync(join(at.root, "work/read.txt"), "utf8")).toBe('{"mine":1}{"mcpServers":{}}\n');
    expect(readFileSync(file, "utf8")).toBe('{"mine":1}');
  },
);

test.skipIf(bubblewrap === null).each(["", "of-mine"])(
  `a folder of settings that is called "%s" is none of the person's, and nothing is made of it${why}`,
  async (folder) => {
    using at = person();
    const env = { ...at.host.env, CLAUDE_CONFIG_DIR: folder };
    const before = readdirSync(process.cwd());
    const events = await run({ ...at, host: { ...at.host, env } }, "claude", "echo work > work.txt");
    expect(finishOf(events).why).toBe("done");
    expect(existsSync(join(at.root, "work/work.txt"))).toBe(true);
    expect(readdirSync(process.cwd()).filter((name) => !before.includes(name))).toEqual([]);
  },
);

const sleeper = () => spawn("sleep", ["600"], { stdio: "ignore" });
const ownerOf = (pid: number) => ({ ...(identifyProcess(pid) ?? { pid, start: "gone" }), place: placeOfThis() });

test("the next process puts back what a killed one noted, unless somebody still needs it", async () => {
  using at = person({ ".claude/projects/.keep": "" });
  const folder = join(at.root, ".claude");
  const places = ownPlacesIn(folder, { files: ["settings.json"], folders: ["hooks"], unwanted: [".config.json"] });
  const request = { places, state: [folder] };
  const before = filesIn(folder);
  const first = raiseShield(at.host, at.sandbox, request, mkScratch(at, "one"));
  expect(filesIn(folder)).toEqual([...before, "hooks", "settings.json"].toSorted());
  // Another process that is at work with the same, and was killed later.
  const other = sleeper();
  const noted = {
    ".claude/settings.json": { was: "file-to-be" as const },
    ".claude/hooks": { was: "folder-to-be" as const },
  };
  const notedBefore = Object.fromEntries(Object.entries(noted).map(([name, was]) => [join(at.root, name), was]));
  writeNote(at.sandbox.notes, "other", { owner: ownerOf(other.pid ?? 0), done: false, before: notedBefore });
  expect(first.lift()).toEqual([]);
  expect(filesIn(folder)).toEqual([...before, "hooks", "settings.json"].toSorted());
  const gone = new Promise((resolve) => other.once("exit", resolve));
  other.kill("SIGKILL");
  await gone;
  writeFiles(folder, { ".config.json": "evil\n" });
  const told = settleNotes(at.sandbox.notes);
  expect(told.join("\n")).toContain(".config.json aside");
  expect(filesIn(folder)).toEqual([...before, ".config.json.set-aside-1"].toSorted());
  expect(filesIn(at.sandbox.notes)).toEqual([]);
});

test("what the person has put in the place of what stood in for it is theirs", () => {
  using at = person({ ".claude/projects/.keep": "" });
  const folder = join(at.root, ".claude");
  const places = ownPlacesIn(folder, { files: ["settings.json"], folders: ["hooks"] });
  const shield = raiseShield(at.host, at.sandbox, { places, state: [folder] }, mkScratch(at, "one"));
  writeFiles(folder, { "settings.json": '{"hooks":{}}', "hooks/mine.sh": "mine\n" });
  expect(shield.lift()).toEqual([]);
  expect(readFileSync(join(folder, "settings.json"), "utf8")).toBe('{"hooks":{}}');
  expect(lstatSync(join(folder, "hooks/mine.sh")).isFile()).toBe(true);
});

function mkScratch(at: Person, name: string): string {
  const scratch = join(at.root, name);
  mkdirSync(scratch);
  return scratch;
}
