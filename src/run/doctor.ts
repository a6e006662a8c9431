import type { Diagnosis } from "../core/diagnosis.ts";
import type { RunOptions } from "../core/options.ts";
import type { Host } from "../host/host.ts";

export async function diagnose(_host: Host, _options: RunOptions): Promise<Diagnosis> {
  throw new Error("Cannot run: the stages are not wired");
}
