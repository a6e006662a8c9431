import { isFreePort } from "../host/loopback.ts";

/** What tells programs in a worktree which ports are theirs. */
export function portVariables(port: number): Record<string, string> {
  return { PORT: String(port), BARO_PORT_BASE: String(port) };
}

const firstPort = 20_000;
const portsEach = 20;
/** Below 32,768, where systems start to hand ports out by themselves. */
const blocks = 630;

/**
 * The first of a range of ports for one worktree. Runs start looking in different places, and a range in which somebody
 * listens already is passed over.
 */
export async function freePortBase(run: string, number: number): Promise<number> {
  const start = hashOf(run) + number;
  for (let step = 0; step < blocks; step++) {
    // Steps over the places that the run's other worktrees start at.
    const base = firstPort + ((start + step * 7) % blocks) * portsEach;
    if ((await isFreePort(base)) && (await isFreePort(base + 1))) return base;
  }
  return firstPort + (start % blocks) * portsEach;
}

function hashOf(text: string): number {
  let hash = 0;
  for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return hash;
}
