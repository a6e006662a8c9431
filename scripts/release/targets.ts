import { existsSync } from "node:fs";
import { join } from "node:path";

/** A platform that is released. */
export interface Target {
  /** As in the names of the released files. */
  name: string;
  /** As `process.platform`, `process.arch` and npm's `libc` have them. */
  os: "linux" | "darwin" | "win32";
  cpu: "x64" | "arm64";
  libc: "glibc" | "musl" | null;
  /** For processors without AVX2. */
  baseline: boolean;
  /** The package of npm that holds Bun's run time for it. */
  runTime: string;
}

export const targets: readonly Target[] = [
  target("linux-x64", "linux", "x64", "glibc", "linux-x64"),
  target("linux-arm64", "linux", "arm64", "glibc", "linux-aarch64"),
  target("linux-x64-musl", "linux", "x64", "musl", "linux-x64-musl"),
  target("linux-arm64-musl", "linux", "arm64", "musl", "linux-aarch64-musl"),
  target("linux-x64-baseline", "linux", "x64", "glibc", "linux-x64-baseline"),
  target("darwin-x64", "darwin", "x64", null, "darwin-x64"),
  target("darwin-arm64", "darwin", "arm64", null, "darwin-aarch64"),
  target("windows-x64", "win32", "x64", null, "windows-x64"),
  target("windows-arm64", "win32", "arm64", null, "windows-aarch64"),
];

function target(name: string, os: Target["os"], cpu: Target["cpu"], libc: Target["libc"], bun: string): Target {
  return { name, os, cpu, libc, baseline: name.endsWith("-baseline"), runTime: `@oven/bun-${bun}` };
}

/** The name of the executable on a platform. */
export function executableName({ os }: Target): string {
  return os === "win32" ? "baro.exe" : "baro";
}

/** Where the run time of a platform lies. Throws, with what to type, when it is not installed. */
export function runTimePath({ os, runTime, name }: Target): string {
  const file = join(import.meta.dirname, "node_modules", runTime, "bin", os === "win32" ? "bun.exe" : "bun");
  if (existsSync(file)) return file;
  throw new Error(`Cannot build for ${name}: its run time is not installed. Get all of them with: npm run run-times`);
}

/** The target that runs on this machine; null where none is released for it. */
export function ownTarget(): Target | null {
  const fits = ({ os, cpu, libc, baseline }: Target) =>
    os === process.platform && cpu === process.arch && libc !== "musl" && !baseline;
  return targets.find(fits) ?? null;
}
