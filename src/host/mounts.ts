import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";

/**
 * Where something is mounted for any process that can be seen: a sandbox mounts over folders that are there for all, in
 * a world of its own. Empty where the system does not tell.
 */
export function mountPoints(): Set<string> {
  const points = new Set<string>();
  const worlds = new Set<string>();
  for (const pid of processes()) {
    try {
      const world = readlinkSync(`/proc/${pid}/ns/mnt`);
      if (worlds.has(world)) continue;
      worlds.add(world);
      for (const point of pointsSeenBy(pid)) points.add(point);
    } catch {
      // It is gone, or somebody else's.
    }
  }
  return points;
}

/**
 * What this process sees mounted at a folder or below it: whatever is removed or put back there would reach into another
 * place. Null: nothing, or the system does not tell.
 */
export function mountWithin(folder: string): string | null {
  try {
    const points = pointsSeenBy("self");
    const real = realpathSync(folder);
    return points.find((point) => point === real || point.startsWith(`${real}/`)) ?? null;
  } catch {
    return null;
  }
}

/**
 * Those of some paths that are a whole argument of a living process that can be seen: a sandbox that is starting names what
 * it is about to mount over. Empty where the system does not tell.
 */
export function namedByProcesses(paths: readonly string[]): Set<string> {
  const asked = new Set(paths);
  const named = processes().flatMap((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    } catch {
      return [];
    }
  });
  return new Set(named.filter((argument) => asked.has(argument)));
}

function pointsSeenBy(pid: string): string[] {
  return readFileSync(`/proc/${pid}/mountinfo`, "utf8")
    .split("\n")
    .flatMap((line) => line.split(" ")[4] ?? [])
    .map((point) => point.replace(/\\(\d{3})/g, (_, code: string) => fromOctal(code)));
}

function processes(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function fromOctal(code: string): string {
  return String.fromCharCode(Number.parseInt(code, 8));
}
