import type { RunOptions } from "../core/options.ts";
import type { Host } from "../host/host.ts";

export async function cleanRuns(
  _host: Host,
  _options: RunOptions,
  _what: { run: string | null; force: boolean },
): Promise<{ removed: string[]; kept: { what: string; why: string }[] }> {
  throw new Error("Cannot run: the stages are not wired");
}
