import { join } from "node:path";
import { BaroError, messageOf } from "../core/error.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { liveOwner } from "../store/owner.ts";
import { runFolder } from "../store/run-folder.ts";
import { tailOf } from "../text/shorten.ts";

const pollMs = 50;
/** Before it takes the run, it looks at the repository, the agents and what can be delivered. */
const takeOverMs = 60_000;

/**
 * Hands a run that was just stopped to a process of its own, which goes on with it as `baro resume` does and outlives this
 * one and its terminal; `env` is all that it sees. Resolves when it has the run in its hands. Throws `failed` when it does not take it.
 */
export async function goOnWithout(
  host: Host,
  options: RunOptions,
  run: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const folder = runFolder(options.stateDir, run);
  const log = join(folder.path, "background.log");
  const [program = "", ...leading] = host.self;
  const config = options.configFile === null ? [] : ["--config", options.configFile];
  const args = [...leading, "resume", run, "--no-input", "--no-color", ...config];
  const failure = (why: string, cause?: unknown) =>
    new BaroError("failed", `Cannot leave run "${run}" in the background: ${why}`, {
      hint: `Nothing is lost; go on with: baro resume ${run}`,
      cause,
    });
  const request = { program, args, cwd: options.cwd, env, stdin: null, log };
  using child = await host.launch(request).catch((error: unknown) => {
    throw failure(messageOf(error), error);
  });
  let over = false;
  void child.exit.then(() => {
    over = true;
  });
  const deadline = host.elapsed() + takeOverMs;
  while (!over && host.elapsed() < deadline) {
    if (liveOwner(folder)?.pid === child.pid) return;
    await host.sleep(pollMs);
  }
  const said = child.said().trim();
  throw failure(said === "" ? "its new process did not take over" : tailOf(said, 500));
}
