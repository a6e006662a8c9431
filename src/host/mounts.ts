import { readdirSync, readFileSync, readlinkSync } from "node:fs";

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
      for (const line of readFileSync(`/proc/${pid}/mountinfo`, "utf8").split("\n")) {
        const point = line.split(" ")[4];
        if (point !== undefined) points.add(point.replace(/\\(\d{3})/g, (_, code: string) => fromOctal(code)));
      }
    } catch {
      // It is gone, or somebody else's.
    }
  }
  return points;
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
