import { expect, test } from "bun:test";
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bubblewrap } from "../support/sandbox.ts";
import { scratchRepository, writeFiles } from "../support/scratch.ts";
import { artifact, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { agent, listenAt, listener, placesOfSockets, probe, python, withKey } from "./canaries.ts";
import { playground } from "./playground.ts";
import { writing } from "./scripted-endpoint.ts";

const why = bubblewrap === null ? " (skipped: bubblewrap is not installed here)" : "";

/** A run in which every kind of starter looks for canaries. */
async function runWith(...flags: string[]) {
  await using heard = await listener();
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "good\n" });
  const { HOME: home = "", BARO_HOME: ours = "", XDG_CACHE_HOME: cache = "" } = state.env;
  writeFiles(home, { ".ssh/id_canary": "key\n", "notes.txt": "mine\n", ".config/tool/token": "token\n" });
  writeFiles(ours, { "runs/canary": "ours\n" });
  writeFiles(cache, { "baro/worktrees/other/w1/canary": "another's\n" });
  const temp = join(state.path, "in-temp.txt");
  writeFileSync(temp, "somebody's\n");
  const socket = join(state.path, "ssh-agent.sock");
  await using _server = await listenAt(socket);
  await using places = await placesOfSockets();
  const secret = spawn("sleep", ["600"], { env: { CANARY_IN_ENVIRONMENT: "x" }, stdio: "ignore" });
  const program = join(state.path, "agent.cjs");
  writeFileSync(program, agent("its own file is all that it needs"));
  const canaries = {
    key: join(home, ".ssh/id_canary"),
    home: join(home, "notes.txt"),
    token: join(home, ".config/tool/token"),
    state: join(ours, "runs/canary"),
    "other-worktree": join(cache, "baro/worktrees/other/w1/canary"),
    "git-settings": join(repo.path, ".git/config"),
    checkout: join(repo.path, "only-here.txt"),
    temporary: temp,
    ...places.files,
  };
  const sockets = { socket, ...places.sockets };
  const writes = [join(home, "w"), join(ours, "w"), join(repo.path, ".git", "w"), join(repo.path, "w"), temp];
  const manifest = { name: "x", version: "1.0.0", dependencies: { dep: "file:dep" } };
  repo.commit("Probe", {
    "probe.sh": probe({ canaries, writes, sockets, port: heard.port, abstract: places.abstract }),
    "package.json": JSON.stringify({
      ...manifest,
      scripts: { postinstall: "bash probe.sh install", test: "node --test probe.test.cjs" },
    }),
    "package-lock.json": JSON.stringify({
      ...{ ...manifest, lockfileVersion: 3, requires: true },
      packages: {
        "": { ...manifest, hasInstallScript: true },
        dep: { version: "1.0.0" },
        "node_modules/dep": { resolved: "dep", link: true },
      },
    }),
    "probe.test.cjs":
      'require("node:test")("x", () => require("node:child_process").execFileSync("bash", ["probe.sh", "test"]));\n',
    "dep/package.json": '{ "name": "dep", "version": "1.0.0" }\n',
  });
  writeFiles(repo.path, {
    "only-here.txt": "not committed\n",
    ".git/hooks/pre-commit": "#!/bin/sh\nbash probe.sh hook\n",
  });
  writeFiles(repo.path, { ".git/hooks/commit-msg": "#!/bin/sh\nbash probe.sh message-hook\n" });
  for (const hook of ["pre-commit", "commit-msg"]) chmodSync(join(repo.path, ".git/hooks", hook), 0o755);
  const commands = ["--verify", "bash probe.sh check; grep -q good a.txt", "--verify", "npm test"];
  const withOpenFile = ["bash", "-c", `exec "$0" "$@" 7<${temp}`, artifact];
  const ended = await runArtifact(
    {
      cwd: repo.path,
      env: { ...state.env, CANARY_OF_BARO: "x" },
      args: [
        ...["Say more in a.txt", "--mode", "sequential", "--agent", `acp:node "${program}"`, "--json"],
        ...["--deliver", "branch", "--setup", "bash probe.sh set-up", ...commands, ...flags],
      ],
    },
    python === null ? withOpenFile : [python, "-c", withKey, ...withOpenFile],
  );
  secret.kill();
  const written = [home, ours, join(repo.path, ".git"), repo.path, state.path].flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).filter((name) => /^(w|in-temp\.txt)\../.test(name)) : [],
  );
  return { ended, said: heard.said, written, places };
}

const starters = [
  ...["agent", "asker", "check", "hook", "install", "message-hook", "repair", "server", "set-up", "test", "verify"],
];
/** All that is laid out. What the person had open, and their terminal, nobody gets in any case. */
const everything = ({ files, sockets }: { files: object; sockets: object }) => [
  ...["key", "home", "token", "state", "other-worktree", "git-settings", "checkout", "temporary"],
  ...[...Object.keys(files), "socket", ...Object.keys(sockets), "abstract", ...(python === null ? [] : ["keyring"])],
  ...["process", "own-worktree", "own-history", "temp"],
];

test("without a sandbox everything that a run starts can see what is the person's", async () => {
  const { ended, said, written, places } = await runWith();
  expect([ended.exitCode, ended.stderr]).toEqual([0, expect.any(String)]);
  expect([...said.keys()].toSorted()).toEqual(starters);
  for (const starter of starters) expect([starter, said.get(starter)]).toEqual([starter, everything(places)]);
  expect(written.length).toBe(5 * starters.length);
});

test.skipIf(bubblewrap === null)(
  `--sandbox holds for agents, askers, checks, the planner's checks, set-up, hooks and repairs${why}`,
  async () => {
    const { ended, said, written } = await runWith("--sandbox");
    expect([ended.exitCode, ended.stderr]).toEqual([0, expect.any(String)]);
    expect([...said.keys()].toSorted()).toEqual(starters);
    // An abstract socket belongs to the network, which is on.
    const own = ["abstract", "own-worktree", "own-history", "temp"];
    // What sets a worktree up was trusted by the person, and may copy from their checkout.
    for (const starter of starters) {
      expect([starter, said.get(starter)]).toEqual([starter, starter === "set-up" ? ["checkout", ...own] : own]);
    }
    expect(written).toEqual([]);
    expect(eventsOf(ended.events, "run.finished")[0]).toMatchObject({ outcome: "delivered" });
  },
);

test.skipIf(bubblewrap === null)(
  `--sandbox=net-off holds for everything but a program that asks its own model${why}`,
  async () => {
    const { ended, said, written } = await runWith("--sandbox=net-off");
    expect([ended.exitCode, ended.stderr]).toEqual([0, expect.any(String)]);
    expect([...said.keys()].toSorted()).toEqual(["agent", "asker", "repair", "server"]);
    for (const had of said.values()) expect(had).toEqual(["abstract", "own-worktree", "own-history", "temp"]);
    expect(written).toEqual([]);
    // What was not heard has run: checks, hooks and set-up are why the work landed.
    expect(eventsOf(ended.events, "run.finished")[0]).toMatchObject({ outcome: "delivered" });
  },
);

test.skipIf(bubblewrap === null)(
  `the sandbox holds for a pre-push hook, which sees it all without one${why}`,
  async () => {
    await using heard = await listener();
    const hook = (folder: string) =>
      [
        "#!/bin/bash",
        "said=pre-push",
        `cat ${folder}/home/.ssh/id_canary >/dev/null && said="$said key"`,
        `touch ${folder}/wrote`,
        '[ -n "$GH_TOKEN$SSH_AUTH_SOCK" ] && said="$said variable"',
        `exec 3<>/dev/tcp/127.0.0.1/${heard.port} && echo "$said" >&3`,
        "true",
      ].join("\n");
    await using play = await playground({ stories: { "Fix the typo in a.txt": [writing({ "a.txt": "b\n" })] } }, hook);
    writeFiles(play.state.path, { "home/.ssh/id_canary": "key\n" });
    const push = async (...flags: string[]) => {
      const goal = [
        "Fix the typo in a.txt",
        "--mode",
        "focused",
        "--intake",
        "rules",
        "--no-verify",
        "--deliver",
        "pr",
      ];
      const { delivered } = await play.run([...goal, "--yes", ...flags], { env: { SSH_AUTH_SOCK: "/nowhere" } });
      const had = heard.said.get("pre-push");
      heard.said.clear();
      return [delivered?.kind, had];
    };
    expect(await push("--sandbox=net-off")).toEqual(["pr", undefined]);
    expect(existsSync(join(play.state.path, "wrote"))).toBe(false);
    expect(await push("--sandbox")).toEqual(["pr", []]);
    expect(existsSync(join(play.state.path, "wrote"))).toBe(false);
    expect(await push("--no-sandbox")).toEqual(["pr", ["key", "variable"]]);
  },
);

test("a sandbox that can't be had stops the run before anything is spent, with what to do", async () => {
  using state = privateState();
  using repo = scratchRepository();
  const bin = join(state.path, "bin");
  mkdirSync(bin);
  for (const name of ["git", "sh"]) {
    writeFileSync(join(bin, name), `#!/bin/sh\nexec /usr/bin/${name} "$@"\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const args = ["Fix the typo in README.md", "--sandbox", "--agent", "acp:sh", "--json"];
  const missing = await runArtifact({ cwd: repo.path, env: { ...state.env, PATH: bin }, args });
  expect(missing.exitCode).toBe(5);
  expect(missing.stderr).toContain("error: Cannot run in a sandbox: bubblewrap (bwrap) is not on the PATH");
  writeFileSync(join(bin, "bwrap"), "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n");
  chmodSync(join(bin, "bwrap"), 0o755);
  const refused = await runArtifact({ cwd: repo.path, env: { ...state.env, PATH: bin }, args });
  expect(refused.exitCode).toBe(5);
  expect(refused.stderr).toContain("Cannot run in a sandbox: bwrap: No permissions to create new namespace");
  expect(refused.stderr).toContain("hint: Let bubblewrap make user namespaces");
  expect(eventsOf(refused.events, "run.started")).toEqual([]);
});

test.skipIf(bubblewrap === null)(`doctor recommends the sandbox where it is at hand and none is on${why}`, async () => {
  using state = privateState();
  using repo = scratchRepository();
  const ask = async (env: Record<string, string>) => {
    const { stdout } = await runArtifact({ cwd: repo.path, env: { ...state.env, ...env }, args: ["doctor", "--json"] });
    const { checks } = JSON.parse(stdout) as { checks: { name: string; detail: string; advice: string | null }[] };
    return checks.find(({ name }) => name === "sandbox");
  };
  expect((await ask({ container: "podman" }))?.advice).toBeNull();
  expect((await ask({ BARO_SANDBOX: "1" }))?.detail).toBe("bubblewrap");
  expect((await ask({ BARO_SANDBOX: "net-off" }))?.detail).toBe("bubblewrap, without the network");
  const isContainer = ["/.dockerenv", "/run/.containerenv"].some((path) => existsSync(path));
  if (!isContainer) expect((await ask({}))?.advice).toContain("--sandbox");
});

test.skipIf(bubblewrap === null)(
  `--sandbox=net-off leaves commands no network, and this machine's neither${why}`,
  async () => {
    await using heard = await listener();
    using state = privateState();
    using repo = scratchRepository();
    const reach = `bash -c 'echo reached >/dev/tcp/127.0.0.1/${heard.port}'`;
    const run = async (sandbox: string) =>
      await runArtifact({
        cwd: repo.path,
        env: state.env,
        args: [
          ...[
            "Fix the typo in README.md",
            "--mode",
            "focused",
            "--agent",
            "acp:sh -c true",
            "--deliver",
            "branch",
            "--json",
          ],
          ...["--verify", reach, sandbox, "--require-checks"],
        ],
      });
    await run("--sandbox");
    expect([...heard.said.keys()]).toEqual(["reached"]);
    heard.said.clear();
    const off = await run("--sandbox=net-off");
    expect([...heard.said.keys()]).toEqual([]);
    expect(off.stderr + off.stdout).toContain("The sandbox has no network, except for acp");
  },
);
