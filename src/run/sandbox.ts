import { createHash } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { BaroError } from "../core/error.ts";
import { worktreeSource } from "../git/worktree.ts";
import type { Host } from "../host/host.ts";
import { findSandboxProgram, type NoSandbox, type Sandbox, trySandbox } from "../host/sandbox.ts";
import { sandboxFilter } from "../host/sandbox-filter.ts";
import { sandboxView } from "../host/sandbox-view.ts";
import type { RunOptions } from "../settings/options.ts";
import { placesOf } from "../settings/paths.ts";
import { noteCacheUse, sandboxFolder, sandboxNotes } from "../store/left-overs.ts";

/**
 * The sandbox that a run was asked to keep; null where nobody asked. It was tried: what can't be had stops the run here.
 * Throws `sandbox-missing`.
 */
export async function openSandbox(host: Host, options: RunOptions, root: string): Promise<Sandbox | null> {
  if (options.sandbox === false) return null;
  const program = findSandboxProgram(host);
  if (typeof program !== "string") throw cannot(program);
  const { gitDir, commonDir } = await worktreeSource(host, root);
  const { stateDir, cacheDir, sandboxRead } = options;
  const cacheFolder = join(sandboxFolder(cacheDir), createHash("sha256").update(commonDir).digest("hex").slice(0, 12));
  const view = sandboxView({
    env: host.env,
    repository: { root, gitDir, commonDir },
    ours: [stateDir, cacheDir, dirname(placesOf(host).userConfig)],
    shown: sandboxRead.map((path) => path.replace(/^~(?=\/)/, host.env["HOME"] ?? homedir())),
    cacheFolder,
  });
  if (view.caches.length > 0) noteCacheUse(cacheFolder, commonDir);
  const network = options.sandbox !== "net-off";
  const sandbox: Sandbox = {
    ...view,
    program,
    network,
    filter: writeFilter(host, cacheFolder),
    notes: sandboxNotes(stateDir),
  };
  const trouble = await trySandbox(host, sandbox);
  if (trouble !== null) throw cannot(trouble);
  return sandbox;
}

/** Written anew for each run: what was there may be from another version. */
function writeFilter(host: Host, folder: string): string | null {
  const filter = sandboxFilter(host.arch);
  if (filter === null) return null;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [path, fresh] = [join(folder, "filter"), join(folder, `filter-${host.pid}`)];
  writeFileSync(fresh, filter, { mode: 0o600 });
  renameSync(fresh, path);
  return path;
}

function cannot({ why, hint }: NoSandbox): BaroError {
  return new BaroError("sandbox-missing", `Cannot run in a sandbox: ${why}`, { hint });
}
