import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** A pinned version of a real agent program, and the folder that holds it as the program `spec` calls. */
export interface InstalledAgent {
  name: "claude" | "codex" | "opencode" | "pi";
  version: string;
  /** Goes first on the PATH. */
  bin: string;
}

const pinned = [
  { name: "claude", version: "2.1.330", package: "@anthropic-ai/claude-code" },
  { name: "codex", version: "0.169.0", package: "@openai/codex" },
  { name: "opencode", version: "1.18.33", package: "opencode-ai" },
  { name: "pi", version: "0.73.1", package: "@mariozechner/pi-coding-agent" },
  // Its package asks npm for packages that are not published; the bundle inside needs none of them.
  { name: "pi", version: "1.5.2", package: "@earendil-works/pi-coding-agent", bundle: "dist/bundle/cli.js" },
] as const;

/** Where the programs are kept: outside every repository, hundreds of megabytes each. */
export const cacheFolder = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "baro-agents");

/** Installs what is missing with npm; what is half-made is made anew. Throws when it can't be had. */
export function installAgents(names: readonly string[]): InstalledAgent[] {
  return pinned
    .filter(({ name, version }) => names.length === 0 || names.includes(name) || names.includes(`${name}@${version}`))
    .map((pin) => {
      const folder = join(cacheFolder, `${pin.name}-${pin.version}`);
      const bin = "bundle" in pin ? join(folder, "bin") : join(folder, "node_modules", ".bin");
      if (!existsSync(join(bin, pin.name))) {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
        if ("bundle" in pin) installBundle(folder, bin, `${pin.package}@${pin.version}`, pin.bundle);
        else npm("install", "--prefix", folder, "--no-audit", "--no-fund", `${pin.package}@${pin.version}`);
      }
      return { name: pin.name, version: pin.version, bin };
    });
}

function npm(...args: string[]): void {
  execFileSync("npm", [...args, "--loglevel=error"], { stdio: ["ignore", "ignore", "inherit"] });
}

/** A published bundle without its dependencies, with a Node that is new enough for it. */
function installBundle(folder: string, bin: string, spec: string, entry: string): void {
  npm("install", "--prefix", join(folder, "node"), "--no-audit", "--no-fund", "node@22");
  npm("pack", spec, "--pack-destination", folder);
  execFileSync("sh", ["-c", "tar xzf *.tgz && rm *.tgz"], { cwd: folder });
  mkdirSync(bin, { recursive: true });
  symlinkSync(join(folder, "node", "node_modules", "node", "bin", "node"), join(bin, "node"));
  writeFileSync(join(bin, "pi"), `#!/bin/sh\nexec "${join(bin, "node")}" "${join(folder, "package", entry)}" "$@"\n`);
  chmodSync(join(bin, "pi"), 0o755);
}
