import { existsSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { childEnvironment } from "./environment.ts";
import type { Host } from "./host.ts";
import { runCommand } from "./run-command.ts";
import type { SandboxView } from "./sandbox-view.ts";
import { findProgram } from "./spawn.ts";

/** What `--sandbox` means for a whole run: made once, and held to by everything that the run starts. */
export interface Sandbox extends SandboxView {
  /** The absolute path of bubblewrap. */
  program: string;
  /** Whether programs get the network. One that asks its own model has it in any case. */
  network: boolean;
  /** The file with what the kernel holds programs to; null: there is none for this machine. */
  filter: string | null;
  /** A folder that no program in it sees, for notes on what is to be put back when one is gone. */
  notes: string;
}

/** What one program needs beyond what all see. Paths are absolute; what is not there is left out. */
export interface Reach {
  cwd: string;
  write: readonly string[];
  read?: readonly string[];
  /** What must not be changed within what can be written. */
  fixed?: readonly string[];
  /** What it gets as its own within what can be written: a file of ours in a place, or (null) an empty folder. */
  own?: readonly { path: string; from: string | null }[];
  /** It can do nothing without the network: a program agent asks its model over it. */
  needsNetwork?: boolean;
}

interface Invocation {
  program: string;
  args: readonly string[];
}

/**
 * A command as it is started in a sandbox; as it is without one. What is not shown is not there: the person's home is an
 * empty folder, temp is the program's own, and there is no socket, no process and no terminal of anybody else's.
 */
export function confined(
  host: Pick<Host, "env">,
  sandbox: Sandbox | null,
  reach: Reach,
  command: Invocation,
): Invocation {
  if (sandbox === null) return command;
  const network = sandbox.network || reach.needsNetwork === true;
  const { read = [] } = reach;
  const isHidden = (path: string) => sandbox.hidden.some((one) => path.startsWith(`${one}/`));
  const inside = {
    program: sandbox.program,
    args: [
      ...(sandbox.filter === null ? [] : ["--seccomp", String(filterHandle)]),
      ...["--unshare-user-try", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"],
      ...(network ? [] : ["--unshare-net"]),
      ...["--cap-drop", "ALL", "--die-with-parent", "--new-session"],
      ...bound("--ro-bind", sandbox.system),
      ...["--dev", "/dev", "--proc", "/proc"],
      ...bound("--ro-bind", kernelSettings),
      ...emptyFolders(host, sandbox).flatMap((path) => ["--tmpfs", path]),
      ...sandbox.caches.flatMap(({ from, to }) => ["--bind", from, to]),
      ...bound("--ro-bind", sandbox.tools),
      ...bound(
        "--ro-bind",
        read.filter((path) => !isHidden(path)),
      ),
      // After what may hold them: none of it shows them again.
      ...sandbox.hidden.filter((path) => !read.includes(path)).flatMap((path) => ["--tmpfs", path]),
      ...bound("--ro-bind", [...sandbox.objects, ...read.filter(isHidden)]),
      ...bound("--bind", reach.write),
      ...bound("--ro-bind", reach.fixed ?? []),
      ...(reach.own ?? []).flatMap(({ path, from }) => (from === null ? ["--tmpfs", path] : ["--bind", from, path])),
      ...["--unsetenv", "XDG_RUNTIME_DIR", "--chdir", reach.cwd, "--"],
      command.program,
      ...command.args,
    ],
  };
  return sandbox.filter === null ? inside : withFilter(sandbox.filter, inside);
}

/**
 * What the kernel lets its root write, with or without any capability: a program that is started for every core dump
 * (`kernel.core_pattern`) would be started outside. bubblewrap covers folders alone that it may write to itself.
 */
const kernelSettings = ["sys", "sysrq-trigger", "irq", "bus", "fs", "scsi", "acpi", "driver", "mtrr", "pressure"].map(
  (name) => `/proc/${name}`,
);

const filterHandle = 9;

/** bubblewrap takes the filter from a handle that is open when it starts, and closes it. */
function withFilter(filter: string, { program, args }: Invocation): Invocation {
  const script = `filter=$1; shift; exec "$@" ${filterHandle}<"$filter"`;
  return { program: "/bin/sh", args: ["-c", script, "sandbox", filter, program, ...args] };
}

function bound(how: "--ro-bind" | "--bind", paths: readonly string[]): string[] {
  return [...new Set(paths)].filter((path) => existsSync(path)).flatMap((path) => [how, realpathSync(path), path]);
}

/** Folders that programs expect to be able to write to. */
function emptyFolders({ env }: Pick<Host, "env">, { home }: Sandbox): string[] {
  const temp = ["/tmp", "/var/tmp", env["TMPDIR"] ?? "", tmpdir()].filter((path) => path.startsWith("/"));
  return [...new Set([...temp.map((path) => path.replace(/(.)\/+$/, "$1")), ...(home === null ? [] : [home])])];
}

/** Why there can be no sandbox, as the end of a sentence, and what to do about it. */
export interface NoSandbox {
  why: string;
  hint: string;
}

/** bubblewrap, or why it can't be had here. It is a Linux program. */
export function findSandboxProgram(host: Pick<Host, "platform" | "env">): string | NoSandbox {
  if (host.platform !== "linux") {
    return {
      why: `it uses bubblewrap, which runs only on Linux, and this is ${host.platform}`,
      hint: "Run baro in a Linux container or virtual machine, or without a sandbox: --no-sandbox",
    };
  }
  const program = findProgram("bwrap", host.env["PATH"]);
  if (program !== null) return program;
  return {
    why: "bubblewrap (bwrap) is not on the PATH",
    hint: "Install it (apt install bubblewrap, dnf install bubblewrap), or run without a sandbox: --no-sandbox",
  };
}

/** Starts a program in the sandbox that does nothing. Null: that works. */
export async function trySandbox(host: Host, sandbox: Sandbox): Promise<NoSandbox | null> {
  const nothing = confined(host, sandbox, { cwd: "/", write: [] }, { program: "true", args: [] });
  const env = childEnvironment(host.env);
  const result = await runCommand(host, { ...nothing, cwd: dirname(sandbox.program), env, timeoutMs: 20_000 });
  if (result.exitCode === 0) return null;
  const said = result.stderr.toString("utf8").trim().split("\n").at(-1) ?? "";
  return {
    why: said === "" ? `bubblewrap ended with ${result.exitCode ?? result.signal}` : said,
    hint: "Let bubblewrap make user namespaces (sysctl kernel.unprivileged_userns_clone=1, an AppArmor profile on Ubuntu, --security-opt in a container), or run without a sandbox: --no-sandbox",
  };
}
