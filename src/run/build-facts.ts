import { programSpecs } from "../agents/registry.ts";
import type { Host } from "../host/host.ts";

/** What the program runs on, and the agents that it was tried with. */
export interface BuildFacts {
  /** `bun 1.4.5` or `deno 2.9.6`. */
  runTime: string;
  /** `linux-x64`, … */
  platform: string;
  /** Per agent, the versions that were tried: from the first on, below the second. */
  agents: Record<string, { from: string; below: string }>;
}

/** The facts behind `--version --json`. Starts nothing. */
export function buildFacts(host: Host): BuildFacts {
  const agents = Object.fromEntries(Object.entries(programSpecs).map(([name, { tried }]) => [name, tried]));
  return { runTime: host.runTime, platform: `${host.platform}-${host.arch}`, agents };
}
