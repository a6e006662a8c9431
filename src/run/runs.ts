import type { RunEvent } from "../core/event.ts";
import type { RunOptions } from "../core/options.ts";
import type { RunListing } from "../core/run-listing.ts";
import type { Host } from "../host/host.ts";

export async function listRuns(_host: Host, _options: RunOptions): Promise<RunListing[]> {
  throw new Error("Cannot run: the stages are not wired");
}

export async function showRun(_host: Host, _options: RunOptions, _run: string | null): Promise<RunEvent[]> {
  throw new Error("Cannot run: the stages are not wired");
}

export async function stopRun(_host: Host, _options: RunOptions, _run: string | null): Promise<string> {
  throw new Error("Cannot run: the stages are not wired");
}

export async function cleanRuns(
  _host: Host,
  _options: RunOptions,
  _what: { run: string | null; force: boolean },
): Promise<{ removed: string[]; kept: { what: string; why: string }[] }> {
  throw new Error("Cannot run: the stages are not wired");
}
