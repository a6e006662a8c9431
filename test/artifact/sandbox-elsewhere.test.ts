import { expect, test } from "bun:test";
import { createServer } from "node:net";
import { join } from "node:path";
import { bubblewrap } from "../support/sandbox.ts";
import { scratchRepository, writeFiles } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { noSsh, openMachines } from "./machines.ts";
import { planText, running, scriptedEndpoint, story } from "./scripted-endpoint.ts";

const noSandbox = bubblewrap === null ? "bubblewrap is not installed here" : "";
const said = (why: string) => (why === "" ? "" : ` (skipped: ${why})`);

/** Looks for what is the person's by the native agent's own tool, and tells in the story's file what it had. */
const looking = (key: string, socket: string) =>
  running(
    [
      "said=looked",
      `cat ${key} >/dev/null 2>&1 && said="$said key"`,
      `echo stolen >> ${key}.copy 2>/dev/null`,
      `[ -S ${socket} ] && said="$said socket"`,
      `[ -n "$SSH_AUTH_SOCK$DBUS_SESSION_BUS_ADDRESS$DOCKER_HOST" ] && said="$said variable"`,
      'ls /run/docker.sock /var/run/docker.sock /run/user /run/dbus >/dev/null 2>&1 && said="$said run"',
      `for one in /proc/[0-9]*/environ; do grep -qa CANARY_OF_A_MACHINE "$one" 2>/dev/null && said="$said process"; done`,
      '(ls -l /proc/self/fd | grep -v -e pipe: -e /dev/null -e /proc/ -e socket: | grep -q /) && said="$said descriptor"',
      'echo "$said" > a.txt; git add a.txt && git -c user.name=x -c user.email=x@x commit -qm x && echo committed >> a.txt',
    ].join("\n"),
  );

async function listenAt(path: string): Promise<AsyncDisposable> {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return { [Symbol.asyncDispose]: async () => void server.close() };
}

const plan = planText("focused", [story("S1", { title: "Look around", writes: ["a.txt"] })]);

test.skipIf(noSandbox !== "")(
  `--sandbox holds for the native agent's shell, where git still works${said(noSandbox)}`,
  async () => {
    using state = privateState();
    using repo = scratchRepository({ "a.txt": "a\n" });
    const key = join(state.env["HOME"] ?? "", ".ssh/id_canary");
    writeFiles(state.path, { "home/.ssh/id_canary": "key\n" });
    const socket = join(state.path, "agent.sock");
    await using _server = await listenAt(socket);
    await using endpoint = await scriptedEndpoint({ stories: { "Look around": [looking(key, socket)] } });
    const env = {
      ...{ ...state.env, ...endpoint.env, CANARY_OF_A_MACHINE: "x" },
      ...{ SSH_AUTH_SOCK: socket, DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}`, DOCKER_HOST: `unix://${socket}` },
    };
    const args = ["conduct", "-", "--agent", "openai", "--no-verify", "--json", "--sandbox"];
    const ended = await runArtifact({ cwd: repo.path, env, args, stdin: plan });
    const branch = eventsOf(ended.events, "delivery.finished")[0]?.branch ?? "";
    expect([ended.exitCode, repo.git("show", `${branch}:a.txt`)]).toEqual([0, "looked\ncommitted"]);
  },
);

const why = noSsh === "" ? noSandbox : noSsh;

test.skipIf(why !== "")(
  `a machine that keeps a sandbox is not talked out of it by the run, and one that keeps none is talked into it${said(why)}`,
  async () => {
    using state = privateState();
    using repo = scratchRepository({ "a.txt": "a\n" });
    writeFiles(state.path, { "machine/id_canary": "key\n", "open/id_canary": "key\n" });
    const key = join(state.path, "machine/id_canary");
    await using endpoint = await scriptedEndpoint({ stories: { "Look around": [looking(key, "/nowhere")] } });
    const stories = async (machine: Record<string, string>, ...flags: string[]) => {
      await using fleet = await openMachines(["one"], { ...endpoint.env, ...machine });
      const [one] = fleet.machines;
      const args = [
        "conduct",
        "-",
        "--agent",
        "openai",
        "--no-verify",
        "--json",
        "--worker",
        `${one?.spec},slots=1`,
        ...flags,
      ];
      const env = { ...state.env, ...endpoint.env, ...fleet.env };
      const ended = await runArtifact({ cwd: repo.path, env, args, stdin: plan });
      expect(eventsOf(ended.events, "story.started")[0]?.worker).toBe("one");
      const branch = eventsOf(ended.events, "delivery.finished")[0]?.branch ?? "";
      return [ended.exitCode, repo.git("show", `${branch}:a.txt`).split("\n")[0]];
    };
    expect(await stories({})).toEqual([0, "looked key"]);
    expect(await stories({ BARO_SANDBOX: "1" })).toEqual([0, "looked"]);
    expect(await stories({}, "--sandbox")).toEqual([0, "looked"]);
  },
  120_000,
);
