import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkerSpec } from "../core/worker-spec.ts";
import { childEnvironment } from "../host/environment.ts";
import type { Host } from "../host/host.ts";
import { shellWord } from "../text/quoting.ts";
import { type Channel, type ChannelHost, programChannel } from "./channel.ts";
import type { FarRepository } from "./data-plane.ts";
import { own, reapDead } from "./owned-folder.ts";

/** The way to a worker: how it is spoken to, and how git reaches a repository there. */
export interface Route {
  open(): Promise<Channel>;
  /** A repository in a folder of that machine. */
  repository(path: string): Omit<FarRepository, "signal">;
  /** What the way took on this machine goes. */
  close(): Promise<void>;
}

/** Folders of ours among everybody's temporary ones: what a killed run left in them goes with the next one. */
const prefix = "baro-ssh-";

/** Never asks anybody, and finds out by itself when the other side is gone. */
const settings = [
  "BatchMode=yes",
  "ConnectTimeout=10",
  "ServerAliveInterval=5",
  "ServerAliveCountMax=4",
  "ForwardAgent=no",
  "ForwardX11=no",
];

/**
 * The way to a worker over ssh, as git goes it: the program is the one that `GIT_SSH_COMMAND` names, and whoever may push
 * there may start a worker there. Git shares the worker's own connection, which saves it a sign-in each time.
 */
export async function sshRoute(
  host: Pick<Host, "env" | "pid"> & ChannelHost,
  spec: Extract<WorkerSpec, { kind: "ssh" }>,
  cwd: string,
): Promise<Route> {
  await reapDead(tmpdir(), prefix).catch(() => {});
  const folder = await mkdtemp(join(tmpdir(), prefix));
  own(host, folder);
  const socket = join(folder, "s");
  const ssh = host.env["GIT_SSH_COMMAND"] || "ssh";
  const shared = settings.map((setting) => `-o ${setting}`).join(" ");
  const env = childEnvironment(host.env, {}, ["SSH_AUTH_SOCK", "GIT_SSH_COMMAND"]);
  const port = spec.port === null ? [] : ["-p", String(spec.port)];
  // A login shell: agents are found where they are found when a person signs in there.
  const command = `exec ${shellWord(spec.program ?? "baro")} worker --stdio`;
  const remote = `exec "$SHELL" -lc ${shellWord(command)}`;
  const words = ["-T", "-M", "-S", socket, ...port, "--", spec.host, remote];
  return {
    open: () =>
      programChannel(host, {
        program: "/bin/sh",
        args: ["-c", `exec ${ssh} ${shared} "$@"`, "ssh", ...words],
        cwd,
        env,
      }),
    repository: (path) => {
      const place = path.split("/").map(encodeURIComponent).join("/");
      return {
        url: `ssh://${spec.host}${spec.port === null ? "" : `:${spec.port}`}${place}`,
        env: { GIT_SSH_COMMAND: `${ssh} ${shared} -o ControlMaster=no -S ${shellWord(socket)}` },
        // A repository of the worker's own: whoever knows an object may fetch it.
        baseRef: (commit) => `refs/baro/base/${commit}`,
        sourceOf: (object) => object,
        // It comes and goes with the worker.
        awayMs: 0,
        direct: true,
      };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
